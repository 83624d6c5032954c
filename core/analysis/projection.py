"""From stored values to the outlook of their span: what is done, what is to come, how sure. Pure.

Probabilities and intervals are those of earlier forecasts of as many periods. With less than a year
of values there is no percentage, and the interval is wide on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from core.analysis.accrual import Accrual, accrue
from core.analysis.forecast import forecast, wide_errors
from core.analysis.likelihood import Errors
from core.analysis.outlook import Outlook
from core.analysis.season import periods_between, year_of
from core.analysis.settling import Projection
from core.analysis.span_goal import SpanGoal, span_goal
from core.model import Goal, Key, Period, Row, Target
from core.status import NO_RATIO, ValueSeries, final_values, total

_BAND = 0.8
_FEWEST = 4  # final values for a forecast
_FEWEST_ERRORS = 10  # earlier forecasts for a percentage


def find_outlook(
    series: ValueSeries,
    period: Period,
    *,
    adds: str,
    targets: Sequence[Target] = (),
    year_begins: int = 1,
    settles: Mapping[Key, Projection] = MappingProxyType({}),
) -> Outlook | None:
    """Return the outlook of the span to which a stored period belongs; None without its row.

    `adds` is the KPI's attribute, `targets` those from which its target comes (see `targets_of`),
    `year_begins` the month in which the business year begins. `settles` says where provisional
    values are expected to end, by the row's key: sums count them so.
    """
    row = series.rows.get(period)
    if row is None:
        return None
    span = span_goal(series, row, adds, targets, year_begins)
    found = Outlook(row=row, span=span.name, first=span.first, last=span.last, adds=adds)
    done = total(series, period if adds == "last" else span.first, period, adds)
    if done.value is None and (done.there or adds not in ("sum", "ratio")):
        return replace(found, reason=done.reason)
    rows = [
        each for each in map(series.whole_value, span.periods) if each and each.period <= period
    ]
    found = replace(
        found,
        goal=span.goal,
        reason=span.reason,
        done=done.value,
        there=len(rows),
        remark=done.remark,
    )
    to_come = _to_come(span, rows, period, adds)
    if not to_come:
        return replace(found, expected=done.value, low=done.value, high=done.value)
    settled = [_as_settled(each, settles) for each in rows]
    return _with_forecast(replace(found, open=len(to_come)), series, settled, to_come)


def _as_settled(row: Row, settles: Mapping[Key, Projection]) -> Row:
    ends = settles.get(row.key) if row.provisional_until else None
    return replace(row, value=ends.expected) if ends else row


def _to_come(span: SpanGoal, rows: Sequence[Row], period: Period, adds: str) -> list[Period]:
    """Return the periods that still lack a value; of states an earlier one no longer matters."""
    there = {row.period for row in rows}
    lacking = [each for each in span.periods if each not in there]
    return [each for each in lacking if each > period] if adds == "last" else lacking


def _with_forecast(
    found: Outlook, series: ValueSeries, rows: Sequence[Row], to_come: Sequence[Period]
) -> Outlook:
    past = final_values(series, found.row.period.shift(1))
    if len(past) < _FEWEST:
        reason = f"a forecast needs {_FEWEST} final values, and there are {len(past)}"
        return replace(found, reason=reason)
    last = max(past)
    # A period that lacks its value, or waits for late data, is expected like the next one.
    ahead = [max(periods_between(last, each), 1) for each in to_come]
    accrual = accrue(found.adds, rows, [series.rows[each] for each in past], ahead)
    if accrual is None:
        return replace(found, reason=NO_RATIO)
    paced = _with_pace(found, series, accrual)
    return _expect(paced, past, accrual, ahead)


def _expect(
    found: Outlook, past: Mapping[Period, float], accrual: Accrual, ahead: Sequence[int]
) -> Outlook:
    periods, values = list(past), list(past.values())
    coming = forecast(periods, values, ahead, accrual.weights)
    part = sum(each * weight for each, weight in zip(coming.values, accrual.weights, strict=True))
    reason = _obstacle_to_percentage(periods, coming.errors)
    errors = wide_errors(values) if reason else coming.errors
    low, high = errors.band(part, _BAND)
    is_known = found.goal is not None and not reason
    return replace(
        found,
        expected=accrual.whole(part),
        low=accrual.whole(low),
        high=accrual.whole(high),
        probability=_chance(found.goal, part, accrual, errors) if is_known else None,
        has_season=coming.has_season,
        forecasts=len(coming.errors.sizes),
        reason=reason or found.reason,
    )


def _obstacle_to_percentage(periods: Sequence[Period], errors: Errors) -> str:
    """Return why there is no percentage, empty if there is one."""
    if periods_between(periods[0], periods[-1]) + 1 < year_of(periods[0].cadence):
        return "less than a year of values"
    if len(errors.sizes) < _FEWEST_ERRORS:
        return f"only {len(errors.sizes)} earlier forecasts, and {_FEWEST_ERRORS} are needed"
    return ""


def _chance(goal: Goal | None, part: float, accrual: Accrual, errors: Errors) -> float | None:
    """Return the probability that the whole reaches a goal; None without one."""
    if goal is None:
        return None
    at_least = errors.chance(part, accrual.part(goal.target))
    if goal.high is not None:
        return at_least - errors.chance(part, accrual.part(goal.high))
    return 1 - at_least if goal.better == "lower" else at_least


def _with_pace(found: Outlook, series: ValueSeries, accrual: Accrual) -> Outlook:
    """Return an outlook with what each open period needs, and what each had so far."""
    goal, done = found.goal, found.done
    target = goal.target if goal and goal.high is None else None
    if found.adds == "last":
        needs = None if target is None or done is None else (target - done) / found.open
        return replace(found, needs_per_period=needs, done_per_period=_change(found, series))
    part = None if target is None else accrual.part(target)
    if found.adds == "ratio":
        return replace(found, needs_per_period=part, done_per_period=done)
    needs = None if part is None else part / found.open
    had = done / found.there if done is not None and found.there else None
    return replace(found, needs_per_period=needs, done_per_period=had)


def _change(found: Outlook, series: ValueSeries) -> float | None:
    """Return by how much a state changed in each period since the span began."""
    before = series.whole_value(found.first.shift(-1))
    gone = periods_between(found.first, found.row.period) + 1
    if before is None or before.value is None or found.done is None:
        return None
    return (found.done - before.value) / gone
