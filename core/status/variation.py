"""Variation of a process: common cause, or a sign that something changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from core.model import Better, Period, same_number
from core.status.limits import LimitsBase, ProcessLimits
from core.status.series import ValueSeries

VariationKind = Literal["common cause", "improvement", "concern", "unusual"]
SignSide = Literal["", "high", "low"]

_ON_ONE_SIDE, _IN_ONE_DIRECTION = 8, 6


@dataclass(frozen=True, slots=True)
class Variation:
    """Whether the value of a period is usual for its process, and by which sign it is not.

    `unusual` is a sign in a KPI that says of no direction that it is good.
    """

    kind: VariationKind
    sign: str
    base: LimitsBase
    limits: ProcessLimits


def variation_at(
    series: ValueSeries, period: Period, better: Better, base: LimitsBase | None
) -> Variation | None:
    """Return the variation in a period by the limits that hold there.

    None without limits or a whole value.
    """
    if base is None or base.limits is None or series.whole_value(period) is None:
        return None
    values = newest_values(series, _first_to_judge(series, base, period), period)
    side, sign = find_sign(values, base.limits)
    return Variation(_kind(side, better), sign, base, base.limits)


def _first_to_judge(series: ValueSeries, base: LimitsBase, period: Period) -> Period:
    """Return the first period of the row that a value ends; a recorded base may begin behind it."""
    if period >= base.first:
        return base.first
    oldest = min(series.rows)
    return series.break_between(oldest, period) or oldest


def newest_values(series: ValueSeries, first: Period, last: Period) -> list[float]:
    """Return the last eight values between two periods, oldest first; a gap counts for none."""
    values: list[float] = []
    period = last
    while period >= first and len(values) < _ON_ONE_SIDE:
        row = series.whole_value(period)
        if row is not None and row.value is not None:
            values.append(row.value)
        period = period.shift(-1)
    return values[::-1]


def find_sign(values: Sequence[float], limits: ProcessLimits) -> tuple[SignSide, str]:
    """Return to which side the newest of the values points, and the sign that says so.

    Signs are one value outside the limits, eight in a row on one side of the mean, and six in a row
    that rise or fall. The first of these that applies counts.
    """
    newest = values[-1]
    if _is_above(newest, limits.upper):
        return "high", "above the upper limit"
    if _is_above(limits.lower, newest):
        return "low", "below the lower limit"
    row = values[-_ON_ONE_SIDE:]
    if len(row) == _ON_ONE_SIDE and _is_above(min(row), limits.mean):
        return "high", f"{_ON_ONE_SIDE} in a row above the mean"
    if len(row) == _ON_ONE_SIDE and _is_above(limits.mean, max(row)):
        return "low", f"{_ON_ONE_SIDE} in a row below the mean"
    return _direction(values[-_IN_ONE_DIRECTION:])


def _is_above(one: float, other: float) -> bool:
    """Return whether a number is greater by more than the noise of floats."""
    return one > other and not same_number(one, other)


def _direction(row: Sequence[float]) -> tuple[SignSide, str]:
    if len(row) < _IN_ONE_DIRECTION:
        return "", ""
    if all(old < new for old, new in pairwise(row)):
        return "high", f"{_IN_ONE_DIRECTION} in a row rising"
    if all(old > new for old, new in pairwise(row)):
        return "low", f"{_IN_ONE_DIRECTION} in a row falling"
    return "", ""


def _kind(side: SignSide, better: Better) -> VariationKind:
    if not side:
        return "common cause"
    if better not in ("higher", "lower"):
        return "unusual"
    is_good = (side == "high") == (better == "higher")
    return "improvement" if is_good else "concern"
