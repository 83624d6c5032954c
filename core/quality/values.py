"""The judgement on a value of a KPI, beside the values before it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import fmean, quantiles, stdev

from core.model import FEWEST_BEFORE, ValueCheck, format_value


@dataclass(frozen=True, slots=True)
class ValueFinding:
    """How far a value is from what is expected, None if unknown, and what deviates, if it does."""

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
        return ValueFinding(None, f"{text} is outside {low} to {high}")
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
