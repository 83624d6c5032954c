"""The judgement on a value of a KPI, beside values before it and those of other KPIs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf
from statistics import fmean, quantiles, stdev

from core.model import FEWEST_BEFORE, ValueCheck, describe, format_value
from core.quality.findings import share_text

_ROUNDING = 1e-9  # a share; sums of fractions differ by less although they are the same
_WRONG_SIDE = {"at_most": "more than", "at_least": "less than", "equals": "not"}


@dataclass(frozen=True, slots=True)
class ValueFinding:
    """How far a value is from what is expected, None if unknown, and what deviates, if it does.

    Beyond limits it is in the value's own unit, beside other KPIs a share of theirs.
    """

    measured: float | None = None
    sentence: str = ""


def judge_value(
    check: ValueCheck, value: float, before: Sequence[float], unit: str
) -> ValueFinding:
    """Return the judgement on a value; `before` are the values before it, oldest first."""
    text = format_value(value, unit)
    if check.kind == "value_between":
        if check.low <= value <= check.high:
            return ValueFinding()
        low, high = format_value(check.low, unit), format_value(check.high, unit)
        beyond = max(check.low - value, value - check.high)
        return ValueFinding(beyond, f"{text} is outside {low} to {high}")
    compared = before[-check.last :]
    if len(compared) < FEWEST_BEFORE:
        return ValueFinding()
    distance = _distance(check, value, compared)
    if distance <= check.limit:
        return ValueFinding(distance)
    count = len(compared)
    if distance == inf:
        return ValueFinding(None, f"{text} differs, and all {count} values before it are the same")
    what = "standard deviations from the mean"
    if check.kind == "iqr":
        what = "ranges of the quartiles away from those"
    sentence = f"{text} is {distance:.1f} {what} of the {count} before it"
    return ValueFinding(distance, f"{sentence} (at most {check.limit:g})")


def judge_relation(
    check: ValueCheck, value: float, others: Sequence[float | None], unit: str
) -> ValueFinding:
    """Return the judgement on a value beside those of other KPIs, in the order of the check.

    If one of them has no value, there is nothing to compare with.
    """
    known = [other for other in others if other is not None]
    if len(known) < len(others):
        return ValueFinding()
    other = fsum(known)
    beyond = _beyond(check, value - other)
    share = beyond / abs(other) if other else None
    if beyond <= (check.within + _ROUNDING) * abs(other):
        return ValueFinding(share)
    names = " + ".join(map(describe, check.others))
    side = f"{_WRONG_SIDE[check.kind]} {format_value(other, unit)}, the value of {names}"
    allowed = f" (within {share_text(check.within)})" if check.within else ""
    return ValueFinding(share, f"{format_value(value, unit)} is {side}{allowed}")


def _beyond(check: ValueCheck, difference: float) -> float:
    """Return how far a value is on the wrong side of another, from which it differs so."""
    if check.kind == "at_most":
        return max(difference, 0.0)
    return max(-difference, 0.0) if check.kind == "at_least" else abs(difference)


def _distance(check: ValueCheck, value: float, before: Sequence[float]) -> float:
    """Return how far a value is from those before it, in the unit of the check's limit."""
    if check.kind == "zscore":
        far, spread = abs(value - fmean(before)), stdev(before)
    else:
        low, _, high = quantiles(before, n=4, method="inclusive")
        far, spread = max(low - value, value - high, 0.0), high - low
    if not spread:
        return inf if far else 0.0
    return far / spread
