"""What happened to each KPI in the reviewed period, by one rule for all sections. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.model import Period, Row, State, parse_period
from core.review.facts import KpiLine
from core.status import (
    JUDGED,
    Status,
    ValueChange,
    Variation,
    before,
    judge,
    limits_at,
    variation_at,
    year_ago,
)

_OFF_TARGET = (Status.CRITICAL, Status.NEEDS_ATTENTION)
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
    def variation(self) -> Variation | None:
        """The variation by the process limits that hold; None without limits."""
        since = self.line.entry.kpi.limits_since
        base = limits_at(self.line.series, self.period, parse_period(since) if since else None)
        return variation_at(self.line.series, self.period, self.line.entry.kpi.better, base)

    @property
    def sign(self) -> str:
        """Why the value is unusual; empty if it varies as ever, or if that is unknown."""
        return self.variation.sign if self.variation else ""

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
        return self.is_missing or self.is_off_target or bool(self.sign)

    @property
    def has_new_status(self) -> bool:
        """Whether the value crossed a threshold of its target."""
        was, now = self.status_before, self.status
        return was is not None and now is not None and (was in _OFF_TARGET) != (now in _OFF_TARGET)

    @property
    def distance(self) -> float:
        """How far the value is from its mean, in widths of its process limits."""
        if self.variation is None or self.row is None or self.row.value is None:
            return 0.0
        limits = self.variation.limits
        width = limits.upper - limits.mean
        return abs(self.row.value - limits.mean) / width if width else 0.0


def movements_of(lines: tuple[KpiLine, ...]) -> tuple[Movement, ...]:
    """Return what happened to each KPI, by number."""
    return tuple(Movement(line) for line in lines)


def _status(row: Row | None) -> Status | None:
    if row is None:
        return None
    status = judge(row).status
    return status if status in JUDGED else None
