"""The goal of one period: the target that holds for it, and how its progress is judged. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import cast

from core.errors import UsageError
from core.model.formats import BOUNDS, format_value
from core.model.kpi import Better, Cadence
from core.model.months import MONTHS, add_months, first_of
from core.model.period import Period
from core.model.records import Row
from core.model.span import Span, parse_span
from core.model.target_texts import read_thresholds
from core.model.targets import DEFAULT_THRESHOLDS, Band, Target, Thresholds

_WORDS = frozenset(("last", "today", "yesterday"))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Goal:
    """What the value of one period is judged by.

    `target` is the value to reach; with `high`, the two are the ends of a band to stay within.
    """

    target: float
    high: float | None
    better: Better
    thresholds: Thresholds = DEFAULT_THRESHOLDS


def make_goal(value: float | Band, better: Better, thresholds: Thresholds) -> Goal:
    """Return the goal that a target's value sets."""
    if isinstance(value, Band):
        return Goal(float(value.low), float(value.high), "within", thresholds)
    return Goal(float(value), None, better, thresholds)


def goal_of(row: Row) -> Goal | None:
    """Return what a stored value is judged by; None without a target."""
    if row.target is None:
        return None
    better = cast("Better", row.better or "neutral")
    return Goal(row.target, row.target_high, better, read_thresholds(row.thresholds))


@lru_cache(maxsize=1024)
def target_days(since: str, until: str, cadence: Cadence) -> tuple[date, date]:
    """Return the first and the last day between which the periods of a target end.

    Raises:
        UsageError: An end is not a day, a week, a month, a quarter or a year.
    """
    first = _span(since).days(cadence)[0] if since else date.min
    return first, _span(until).days(cadence)[1] if until else date.max


def _span(text: str) -> Span:
    if text in _WORDS or ".." in text:
        raise UsageError(f"{text!r} is not a day, an ISO week, a month, a quarter or a year")
    return parse_span(text, date.max)


def target_holds(target: Target, period: Period) -> bool:
    """Return whether a target is that of a period, which ends within its span."""
    first, last = target_days(target.since, target.until, period.cadence)
    return first <= period.last_day <= last


def find_target(targets: Iterable[Target], period: Period) -> Target | None:
    """Return the target that holds for a period."""
    return next((each for each in targets if target_holds(each, period)), None)


def value_of(targets: Sequence[Target], period: Period, covers: date) -> float | Band | None:
    """Return the target's value for a period whose value covers the days from `covers` on.

    Of a target for a quarter or year, each day has an equal share: that of the quarter or year in
    which it lies, by the target that holds on that day.
    """
    target = find_target(targets, period)
    if target is None or not target.per or isinstance(target.value, Band):
        return target.value if target else None
    shares, day = [], covers
    while day <= period.last_day:
        spread = [each for each in targets if each.per]
        shares.append(_daily_share(find_target(spread, Period(day, "daily")) or target, day))
        day += _DAY
    return round(sum(shares), 9)


def _daily_share(target: Target, day: date) -> float:
    """Return a day's share of a target for the quarter or year in which the day lies."""
    months = MONTHS[target.per]
    first = first_of(day, months)
    end = add_months(first, months)
    value = target.value.high if isinstance(target.value, Band) else target.value
    return value / (end - first).days


def goal_text(goal: Goal, unit: str) -> str:
    """Return a goal for readers: `≥ 40`, `≤ 12.0%` or `2.0% to 5.0%`."""
    return value_text(_value(goal), goal.better, unit)


def _value(goal: Goal) -> float | Band:
    return goal.target if goal.high is None else Band(goal.target, goal.high)


def value_text(value: float | Band | None, better: Better, unit: str) -> str:
    """Return the value of a target for readers, `none` for none."""
    if value is None:
        return "none"
    if isinstance(value, Band):
        return f"{format_value(value.low, unit)} to {format_value(value.high, unit)}"
    return BOUNDS[better] + format_value(value, unit)


def targets_text(targets: Iterable[Target], better: Better, unit: str) -> str:
    """Return declared targets for readers; empty for none."""
    return ", ".join(_target_text(each, better, unit) for each in targets)


def _target_text(target: Target, better: Better, unit: str) -> str:
    text = value_text(target.value, better, unit)
    text += f" a {target.per}" if target.per else ""
    text += f" since {target.since}" if target.since else ""
    return text + (f" until {target.until}" if target.until else "")
