"""Rules over a series of values: which of them hold at its newest value. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from core.alerts.variation import is_unusual
from core.model import SEVERITIES, AlertPoint, AlertRule, format_value, parse_period, same_number

Points = Sequence[AlertPoint]

_PERCENT = 100
_DOWNWARD = ("below", "below_target", "trend_down")
_WHOLE_SERIES = 4_000  # values, ten years of days; the first of a series give its limits
_LOOK_BACK = 26  # values in which a rule that clears at a limit of its own looks for its beginning


def values_needed(rule: AlertRule) -> int:
    """Return how many values a rule looks at, counted back from the newest."""
    look_back = 0 if rule.clear is None else _LOOK_BACK
    base = _WHOLE_SERIES if rule.kind == "unusual" else rule.over
    return base + rule.for_ + 1 + look_back


def speaking_rule(rules: Sequence[AlertRule], points: Points, spoken: str = "") -> AlertRule | None:
    """Return the most severe rule that holds at the newest point; of equal ones the first.

    `points` are oldest first. `spoken` is the rule that spoke last, as its author wrote it.
    """
    holding = [rule for rule in rules if holds(rule, points, was_on=str(rule) == spoken)]
    return max(holding, key=lambda rule: SEVERITIES.index(rule.severity), default=None)


def holds(rule: AlertRule, points: Points, *, was_on: bool = False) -> bool:
    """Return whether a rule holds at the newest point.

    It begins to hold once the last `for_` values exceed its limit, and ends with a value that does
    not exceed what clears it. In between it stays as it was; `was_on` is how it was before the
    first point.
    """
    limit, clear = _threshold(rule, rule.limit), _threshold(rule, rule.clear)
    if rule.clear is None:
        clear = limit
    for index in reversed(range(len(points))):
        first = index - rule.for_ + 1
        recent = (_excess(rule, points, each) for each in range(index, first - 1, -1))
        if first >= 0 and all(_exceeds(excess, limit) for excess in recent):
            return True
        newest = _excess(rule, points, index)
        if newest is not None and not _exceeds(newest, clear):
            return False
    return was_on


def _threshold(rule: AlertRule, limit: float | None) -> float:
    """Return a limit on the scale of `_excess`."""
    if limit is None:
        return 0.0
    return -limit if rule.kind == "below" else limit


def _exceeds(excess: float | None, limit: float) -> bool:
    return excess is not None and excess > limit and not same_number(excess, limit)


def _excess(rule: AlertRule, points: Points, index: int) -> float | None:
    """Return how far a point goes in the direction of its rule; None if that is undefined."""
    point = points[index]
    if rule.kind in ("above", "below"):
        measure: float | None = point.value
    elif rule.kind in ("above_target", "below_target"):
        measure = _per_cent_off_target(point)
    elif rule.kind == "off_target":
        measure = _per_cent_missed(point)
    elif rule.kind == "unusual":
        sign = is_unusual(_values_with_limits(rule, points[: index + 1]), rule.base)
        measure = None if sign is None else float(sign)
    else:
        measure = _per_cent_of_change(point, rule.over, points[:index])
    if measure is None:
        return None
    return -measure if rule.kind in _DOWNWARD else measure


def _per_cent_off_target(point: AlertPoint) -> float | None:
    if point.target is None:
        return None
    high = point.target if point.target_high is None else point.target_high
    nearest = min(max(point.value, point.target), high)
    off = point.value - nearest
    if nearest == 0:
        # A percentage of zero is undefined: any distance exceeds every margin.
        return off * inf if off else 0.0
    return off / abs(nearest) * _PERCENT


def _per_cent_missed(point: AlertPoint) -> float | None:
    """Return how far a value misses its target; negative for one that is better than it."""
    off = _per_cent_off_target(point)
    if off is None or point.better == "lower":
        return off
    return -off if point.better == "higher" else abs(off)


def _values_with_limits(rule: AlertRule, points: Points) -> list[float]:
    """Return the values up to the newest point whose first ones give its limits."""
    newest = points[-1].period
    since = parse_period(rule.since) if rule.since else newest.shift(1)
    if since > newest:
        return [each.value for each in points]
    return [each.value for each in points if each.period >= since]


def _per_cent_of_change(point: AlertPoint, over: int, before: Points) -> float | None:
    """Return the change since the value `over` periods before; None without one above zero."""
    first = point.period.shift(-over)
    for each in reversed(before[-over:]):
        if each.period == first and each.value > 0:
            return (point.value / each.value - 1) * _PERCENT
    return None


def rule_text(rule: AlertRule, unit: str) -> str:
    """Return a rule's condition for readers: `above 5.0%`, `down more than 15 % over 4 periods`."""
    if rule.kind == "unusual":
        return "outside its usual variation"
    assert rule.limit is not None
    if rule.kind in ("above", "below"):
        return f"{rule.kind} {format_value(rule.limit, unit)}"
    side = rule.kind.partition("_")[0]
    if rule.kind.endswith("_target"):
        margin = f"more than {rule.limit:g} % " if rule.limit else ""
        return f"{margin}{side} target"
    direction = rule.kind.removeprefix("trend_")
    span = "the period before" if rule.over == 1 else f"{rule.over} periods"
    return f"{direction} more than {rule.limit:g} % {'on' if rule.over == 1 else 'over'} {span}"
