"""The span in which a target is to be reached, and what it is over the whole span. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.model import (
    PERIOD_UNIT,
    Definition,
    Goal,
    Per,
    Period,
    Row,
    Target,
    TargetChange,
    find_target,
    find_target_change,
    goal_of,
    make_goal,
    period_of,
    read_targets,
    stored_range,
    target_days,
    value_of,
)
from core.status import ValueSeries, first_period

_LONGEST = 400  # periods that one outlook looks at
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class SpanGoal:
    """The periods from `first` to `last`, and their goal together; None, with a reason, for none.

    `name` is the span for readers: `2026-Q4`, `2026`, or both ends.
    """

    name: str
    first: Period
    last: Period
    goal: Goal | None
    reason: str = ""

    @property
    def periods(self) -> list[Period]:
        """All periods of the span."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1].shift(1))
        return found


def targets_of(
    row: Row, definition: Definition | None, changes: Sequence[TargetChange] = ()
) -> tuple[Target, ...]:
    """Return the targets from which that of a row comes: one that a person set, or the file's.

    `changes` are those of the row's series, oldest first.
    """
    change = find_target_change(row, changes)
    if change is not None:
        return (change.target,)
    return read_targets(definition.target, definition.targets) if definition else ()


def span_goal(
    series: ValueSeries, row: Row, adds: str, targets: Sequence[Target], year_begins: int = 1
) -> SpanGoal:
    """Return the span to which a row belongs, with its goal.

    It is the one that the target names: its quarter or year (`per=`), or from its `since` to its
    `until`. Any other target is looked at over the quarter, that of a quarterly KPI over the year.
    """
    target = find_target(targets, row.period) if row.target is not None else None
    span = _own_span(row.period, target) if target else None
    if span is None:
        span = _calendar_span(row.period, _unit(row.period, target), target, year_begins)
    name, first, last = span
    found = SpanGoal(name, first, last, None)
    if row.target is None:
        return SpanGoal(name, first, last, None, f"no target holds for {row.period}")
    if target and target.per and target.per == _unit(row.period, target):
        return SpanGoal(name, first, last, _whole_goal(row, target))
    if adds != "sum":
        goal = _goal_at(series, row, last, targets)
        return SpanGoal(name, first, last, goal or goal_of(row))
    goals = [_goal_at(series, row, period, targets) for period in found.periods]
    there = [each for each in goals if each is not None]
    if len(there) < len(goals):
        reason = f"{len(goals) - len(there)} of {len(goals)} {PERIOD_UNIT[first.cadence]}s"
        return SpanGoal(name, first, last, None, f"{reason} have no target")
    return SpanGoal(name, first, last, _sum_of(there))


def _unit(period: Period, target: Target | None) -> Per:
    if period.cadence == "quarterly":
        return "year"
    return target.per if target and target.per else "quarter"


def _own_span(period: Period, target: Target) -> tuple[str, Period, Period] | None:
    """Return the span of a target with two ends; None for one without, or of one period."""
    if target.per or not (target.since and target.until):
        return None
    begin, end = target_days(target.since, target.until, period.cadence)
    first, last = period_of(period.cadence, begin), period_of(period.cadence, end)
    if last.last_day > end:
        last = last.shift(-1)
    if not first < last < first.shift(_LONGEST):
        return None
    return f"{target.since}..{target.until}", first, last


def _calendar_span(
    period: Period, unit: Per, target: Target | None, year_begins: int
) -> tuple[str, Period, Period]:
    """Return a quarter or year; a target for one is spread over those of the calendar."""
    assert unit
    begins = 1 if target and target.per else year_begins
    first = first_period(period, unit, begins)
    last = first
    while first_period(last.shift(1), unit, begins) == first:
        last = last.shift(1)
    is_usual = begins == 1 or (unit == "quarter" and (begins - 1) % _MONTHS_OF_QUARTER == 0)
    name = f"{first}..{last}"
    if is_usual:
        # The middle of a first week lies in its own quarter and year.
        middle = first.shift(1).first_day
        year = str(middle.year)
        name = year if unit == "year" else f"{year}-Q{(middle.month + 2) // _MONTHS_OF_QUARTER}"
    return name, first, last


def _whole_goal(row: Row, target: Target) -> Goal:
    goal = goal_of(row)
    assert goal is not None
    return make_goal(target.value, goal.better, goal.thresholds)


def _goal_at(
    series: ValueSeries, row: Row, period: Period, targets: Sequence[Target]
) -> Goal | None:
    """Return the goal of one period: that of its row, or the one that will hold for it."""
    stored = series.rows.get(period)
    if stored is not None and stored.target is not None:
        return goal_of(stored)
    value = value_of(targets, period, stored_range(row.range_type).first_day(period))
    own = goal_of(row)
    return make_goal(value, own.better, own.thresholds) if value is not None and own else None


def _sum_of(goals: Sequence[Goal]) -> Goal:
    """Return the goal of the sum of values with these goals."""
    newest = goals[-1]
    low = sum(each.target for each in goals)
    highs: Iterator[float] = (each.target if each.high is None else each.high for each in goals)
    high = None if newest.high is None else sum(highs)
    return Goal(round(low, 9), high, newest.better, newest.thresholds)
