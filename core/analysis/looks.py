"""Stored values as they were at each age. Pure.

A run on schedule looks at every value that has not settled. What it finds unchanged it does not
write, so the value at such a look is the one that was in force then. At other times nobody looked:
a week without a run, a failed KPI or a late source leaves a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.analysis.chain_ladder import Triangle
from core.model import Cadence, Period, Row, State, last_ended
from core.store import PastRun, ReplacedRow, StoredHistory

# What a run found; a manual, stale or partial value says nothing about late data.
_COMPUTED = (State.VALUE, State.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class Look:
    """A run on schedule that computed a KPI: when it began, also as a day of the business."""

    run_id: str
    at: datetime
    day: date


def looks_of(runs: Iterable[PastRun], kpi: str, cadence: Cadence, zone: ZoneInfo) -> list[Look]:
    """Return the looks at a KPI, such as `success/kpi_05`, among the runs of its domain.

    A run that failed for the KPI, or left it out, says so in its message.
    """
    return [
        Look(past.run.run_id, past.run.started_at, past.run.started_at.astimezone(zone).date())
        for past in runs
        if cadence in (past.run.cadences or "").split()
        and past.outcome in ("ok", "failed")
        and kpi not in past.message
    ]


@dataclass(frozen=True, slots=True)
class ValueReading:
    """What a value was at a look; a ratio's numerator and denominator may be known beside it."""

    value: float
    numerator: float | None = None
    denominator: float | None = None

    @property
    def is_ratio(self) -> bool:
        """Whether it has a numerator and a denominator."""
        return self.numerator is not None and self.denominator is not None


Readings = Sequence[Sequence[ValueReading | None]]


def readings_by_age(
    history: StoredHistory, looks: Iterable[Look], periods: Sequence[Period]
) -> Mapping[str, Readings]:
    """Return for each label the readings of some consecutive periods by age, None where unknown.

    The last of the periods has age 0. A KPI that is not broken down has the label "".
    """
    look_by_period = _first_looks(looks, periods[0])
    versions: dict[tuple[str, Period], list[ReplacedRow]] = {}
    for each in sorted(history.replaced, key=lambda each: each.replaced_at):
        versions.setdefault((each.row.field_details, each.row.period), []).append(each)
    rows = {(row.field_details, row.period): row for row in history.rows}
    found: dict[str, list[list[ValueReading | None]]] = {}
    for label in {row.field_details for row in history.rows}:
        of_label = []
        for index, period in enumerate(periods):
            key = label, period
            of_period = [look_by_period.get(ended) for ended in periods[index:]]
            of_label.append(_by_age(rows.get(key), versions.get(key, ()), of_period))
        found[label] = of_label
    return found


def _first_looks(looks: Iterable[Look], first: Period) -> Mapping[Period, Look]:
    """Return the first look after the end of each period and before that of the next."""
    found: dict[Period, Look] = {}
    for look in sorted(looks, key=lambda each: each.at):
        found.setdefault(last_ended(first.cadence, look.day), look)
    return found


def _by_age(
    row: Row | None,
    replaced: Sequence[ReplacedRow],
    looks: Iterable[Look | None],
) -> list[ValueReading | None]:
    readings: list[ValueReading | None] = []
    for look in looks:
        known = row is not None and look is not None and _is_watched(row, look)
        readings.append(_reading(row, replaced, look) if row and look and known else None)
    return readings


def _is_watched(row: Row, look: Look) -> bool:
    """Return whether a run that came by computed the value: it had not settled before."""
    until = row.provisional_until
    return look.at <= row.computed_at or (until is not None and look.day <= until)


def _reading(now: Row, replaced: Sequence[ReplacedRow], look: Look) -> ValueReading | None:
    """Return what a value was at a look.

    None where it was not computed then, or where a person or another definition decided it.
    """
    row = next((each.row for each in replaced if each.replaced_at > look.at), now)
    is_computed = row.computed_at <= look.at and row.state in _COMPUTED
    if row.value is None or not is_computed or row.definition != now.definition:
        return None
    return ValueReading(row.value, row.numerator, row.denominator)


def triangle_of(readings: Readings, part: str = "value") -> Triangle:
    """Return the values, numerators or denominators of readings."""
    return [[getattr(each, part) if each else None for each in row] for row in readings]


def newest_reading(of_period: Sequence[ValueReading | None]) -> tuple[int, ValueReading | None]:
    """Return age and reading of the newest look at a period; -1 and None without one."""
    for age in range(len(of_period) - 1, -1, -1):
        if of_period[age] is not None:
            return age, of_period[age]
    return -1, None
