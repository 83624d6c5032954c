"""What happened to each KPI in the reviewed period, by one rule for all sections. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.analysis import Projection, Unusual, judge_unusual
from core.model import Period, Row, State, parse_period
from core.review.facts import KpiLine
from core.review.texts import finality_of
from core.status import (
    JUDGED,
    Status,
    ValueChange,
    before,
    judge,
    year_ago,
)

_OFF_TARGET = (Status.CRITICAL, Status.NEEDS_ATTENTION)
_MOST = 2  # reasons of a kind
_UNANSWERED = (State.FAILED, State.WITHHELD, State.LATE, State.NO_DATA)


@dataclass(frozen=True)
class Movement:
    """A KPI in the reviewed period: its change, its status, and whether that is unusual."""

    line: KpiLine

    @property
    def row(self) -> Row | None:
        """The row of the period."""
        return self.line.row

    @property
    def period(self) -> Period:
        """The period of the value."""
        return self.line.period

    @cached_property
    def before(self) -> ValueChange:
        """The change against the period before."""
        return before(self.line.series, self.period)

    @cached_property
    def year_ago(self) -> ValueChange:
        """The change against the same period a year ago."""
        return year_ago(self.line.series, self.period)

    @cached_property
    def status(self) -> Status | None:
        """The status of the value; None if it is not judged."""
        return _status(self.row)

    @cached_property
    def status_before(self) -> Status | None:
        """The status of the value before; None if it was not judged."""
        return _status(self.line.series.rows.get(self.period.shift(-1)))

    @cached_property
    def unusual(self) -> Unusual | None:
        """Whether the value is unusual beside those before; None without a row."""
        kpi = self.line.entry.kpi
        since = parse_period(kpi.limits_since) if kpi.limits_since else None
        return judge_unusual(
            self.line.series,
            self.period,
            adds=kpi.adds,
            since=since,
            holidays=self.line.facts.holidays,
            settles=self._ending,
        )

    @property
    def _ending(self) -> Projection | None:
        """Where a provisional value is expected to end; None for a final one."""
        settling = self.line.facts.settling.get(self.line.entry.number)
        if self.row is None or not self.row.provisional_until or settling is None:
            return None
        found = (each for each in settling.projections if each.key == self.row.key)
        return next(found, None)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What moved the value most, in sentences: drivers of its tree, or its segments."""
        found = self.line.facts.explanations.get(self.line.entry.number)
        parts = (found.change, found.split) if found else ()
        # The first sentence of each says how far the value moved, which the page says already.
        return tuple(text for each in parts if each for text in each.sentences[1 : 1 + _MOST])

    @property
    def is_unusual(self) -> bool:
        """Whether the value is outside its limits."""
        return self.unusual is not None and self.unusual.is_unusual

    @property
    def is_usual(self) -> bool:
        """Whether the value is within its limits, on target or without one, and there."""
        is_known = self.unusual is not None and self.unusual.lower is not None
        return is_known and not self.is_exception

    @property
    def is_better(self) -> bool:
        """Whether an unusual value is so in the direction that is good."""
        better = {"higher": "high", "lower": "low"}.get(self.line.entry.kpi.better)
        return self.unusual is not None and self.unusual.side == better

    @cached_property
    def finality(self) -> str:
        """Why the value may still change, and how far values like it usually do; empty if final."""
        text = finality_of(self.row) if self.row and self.row.value is not None else ""
        learnt = self.line.facts.settling.get(self.line.entry.number)
        if not text or learnt is None or self.row is None or not self.row.provisional_until:
            return text
        expected = [each.sentence for each in learnt.projections if each.key == self.row.key]
        said = [each.partition(": ")[2] for each in expected]
        return "; ".join((text, learnt.sentence, *said))

    @property
    def is_north_star(self) -> bool:
        """Whether it is the KPI that matters most."""
        return self.line is self.line.facts.north_star

    @property
    def is_missing(self) -> bool:
        """Whether the period should have a value and has none."""
        since = self.line.entry.since
        if since and self.period < since:
            return False
        is_broken_down = not self.line.series.rows and bool(self.line.parts)
        if self.row is None:
            return not is_broken_down
        return self.row.state in _UNANSWERED

    @property
    def is_off_target(self) -> bool:
        """Whether the value needs attention or is critical."""
        return self.status in _OFF_TARGET

    @property
    def is_exception(self) -> bool:
        """Whether someone has to explain it."""
        return self.is_missing or self.is_off_target or self.is_unusual

    @property
    def has_new_status(self) -> bool:
        """Whether the value crossed a threshold of its target."""
        was, now = self.status_before, self.status
        return was is not None and now is not None and (was in _OFF_TARGET) != (now in _OFF_TARGET)


def movements_of(lines: tuple[KpiLine, ...]) -> tuple[Movement, ...]:
    """Return what happened to each KPI, by number."""
    return tuple(Movement(line) for line in lines)


def _status(row: Row | None) -> Status | None:
    if row is None:
        return None
    status = judge(row).status
    return status if status in JUDGED else None
