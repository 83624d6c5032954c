"""Values that are unusual beside those before them. Pure.

The limits are those of process behaviour charts (XmR, `core.status.process_limits`): not around the
mean, but around what the values before led to expect, a level that follows them with a strong
season on top. So a KPI that grows is not outside its limits each week, and a drop within a seasonal
rise shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, floor
from statistics import fmean

from core.analysis.expectation import Expectation, Scale, expect
from core.analysis.exposure import holidays_in, lost_share
from core.analysis.settling import Projection
from core.model import Period, Row, format_value, is_money, smallest_shown
from core.status import LEAST, SignSide, ValueSeries, limiting_values, limits_at

_FEW = 5  # counts of a smaller mean are too few for limits
_NEWEST = 52  # values that are looked at for it

NO_SEASON, SEASON = "limits", "limits with a season"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """Whether the value of one stored row is unusual, and by which method.

    Attributes:
        row: The stored row that is judged.
        method: `limits`, or `limits with a season`; empty where nothing can be said.
        expected: What the values before led to expect, in the row's unit.
        lower: The lower limit, in the row's unit; what lies between it and `upper` is usual. Counts
            have whole ones.
        side: `high`, `low`, or empty for a usual value.
        size: Distance from what was expected, as a multiple of that of the limit.
        contribution: Weight of the KPI, such as its share in the north star.
        count: How many values the limits are made from.
        since: First of the periods in a row that are outside on the same side.
        holidays: Holidays in the period, from Monday to Friday.
        reason: Why nothing can be said.
        remark: Why this may change.
    """

    row: Row
    method: str = ""
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    side: SignSide = ""
    size: float = 0.0
    contribution: float = 1.0
    count: int = 0
    since: Period | None = None
    holidays: int = 0
    reason: str = ""
    remark: str = ""

    @property
    def is_unusual(self) -> bool:
        """Whether the value is outside its limits."""
        return bool(self.side)

    @property
    def sentence(self) -> str:
        """What the limits say of the value, for readers; the reason where they say nothing."""
        if self.lower is None or self.upper is None or self.row.value is None:
            return self.reason
        unit = self.row.unit
        low, high = format_value(self.lower, unit), format_value(self.upper, unit)
        said = f"unusually {self.side}" if self.side else "usual"
        text = f"{format_value(self.row.value, unit)} is {said}; {low} to {high} is expected"
        text += " at this time of the year" if self.method == SEASON else ""
        if self.holidays:
            text += " with a holiday" if self.holidays == 1 else f" with {self.holidays} holidays"
        return f"{text}, so since {self.since}" if self._lasts else text

    @property
    def _lasts(self) -> bool:
        return self.since is not None and self.since < self.row.period


def judge_unusual(
    series: ValueSeries,
    period: Period,
    *,
    adds: str = "",
    since: Period | None = None,
    holidays: Collection[date] = (),
    settles: Projection | None = None,
) -> Unusual | None:
    """Return whether the value of a period is unusual beside those before; None without a row.

    Only values up to the period count, so that a later look gives the same answer; those in a
    recorded base of limits count as they were recorded. `adds` and `since` are the KPI's `adds` and
    `limits_since`. Of a provisional value `settles` says where it is expected to end: that is
    judged then, and unusual only if both bounds are.
    """
    row = series.rows.get(period)
    if row is None:
        return None
    past = limiting_values(series, period, since)
    lost = _lost_shares([*past, period], adds, row.unit, holidays)
    if reason := _obstacle(series, row, past, since) or _obstacle_of_day(lost):
        return Unusual(row=row, reason=reason)
    assert row.value is not None
    values = [*past.values(), settles.expected if settles else row.value]
    found = expect(
        [*past, period], values, lost, scale_of(row.unit, values), 2 * smallest_shown(row.unit)
    )
    if min(values) >= 0:
        found = replace(found, lower=max(found.lower, 0.0))
    judged = _judged(row, list(past), found, holidays_in(period, holidays) if lost[-1] else 0)
    return _settled(judged, found, settles) if settles else judged


def scale_of(unit: str, values: Sequence[float]) -> Scale:
    """Return the scale on which values in a unit are compared."""
    is_duration = unit in ("hours", "days")
    if is_duration and min(values) > 0:
        return Scale("logarithm")
    is_amount = is_duration or unit == "count" or is_money(unit)
    return Scale("root" if is_amount and min(values) >= 0 else "values")


def rank_unusual(
    found: Iterable[Unusual], weights: Mapping[tuple[str, int], float]
) -> list[Unusual]:
    """Return the unusual ones, the weightiest first: size times contribution.

    `weights` are contributions to the north star by domain and KPI number. A KPI without one comes
    after those that have one; without any weights all count the same.
    """
    weighed = []
    for each in found:
        if each.is_unusual:
            key = each.row.domain, each.row.kpi_number
            weight = abs(weights.get(key, 0.0)) if weights else 1.0
            weighed.append(replace(each, contribution=weight))
    return sorted(weighed, key=lambda each: (-each.size * each.contribution, -each.size))


def _judged(row: Row, past: Sequence[Period], found: Expectation, holidays: int) -> Unusual:
    side: SignSide = ""
    if abs(found.size) > 1:
        side = "high" if found.size > 0 else "low"
    lower, upper = _in_whole_numbers(row, found.lower, found.upper)
    return Unusual(
        row=row,
        method=SEASON if found.has_season else NO_SEASON,
        expected=found.expected,
        lower=lower,
        upper=upper,
        side=side,
        size=abs(found.size),
        count=found.count,
        since=[*past, row.period][-found.outside] if side else None,
        holidays=holidays,
        remark="the value is provisional" if row.provisional_until else "",
    )


def _settled(judged: Unusual, found: Expectation, settles: Projection) -> Unusual:
    """Return the judgement on where a provisional value is expected to end."""
    is_outside = settles.low > found.upper or settles.high < found.lower
    remark = f"the value is provisional, {settles.expectation}"
    if judged.is_unusual and not is_outside:
        return replace(judged, side="", since=None, remark=remark)
    return replace(judged, remark=remark)


def _in_whole_numbers(row: Row, lower: float, upper: float) -> tuple[float, float]:
    """Return the smallest and the largest count within limits; limits of others as they are."""
    is_whole = row.unit == "count" and row.value is not None and row.value % 1 == 0
    if not is_whole or ceil(lower) > floor(upper):
        return lower, upper
    return float(ceil(lower)), float(floor(upper))


def _lost_shares(
    periods: Sequence[Period], adds: str, unit: str, holidays: Collection[date]
) -> list[float]:
    """Return the share of each period that is lost to holidays, for a KPI that adds up its days."""
    is_sum = adds == "sum" or (adds == "" and unit == "count")
    if not holidays or not is_sum:
        return [0.0] * len(periods)
    return [lost_share(each, holidays) for each in periods]


def _obstacle(
    series: ValueSeries, row: Row, past: Mapping[Period, float], since: Period | None
) -> str:
    """Return why a value cannot be judged, empty if it can."""
    if series.whole_value(row.period) is None:
        return f"{row.period} is not over" if row.partial else f"{row.period} has no value"
    base = limits_at(series, row.period, since)
    if base is not None and base.limits is None:
        return base.reason
    if len(past) < LEAST:
        return f"limits need {LEAST} final values before {row.period}, and there are {len(past)}"
    newest = list(past.values())[-_NEWEST:]
    if row.unit == "count" and fmean(newest) < _FEW:
        return f"too few to tell: {fmean(newest):.1f} on average"
    return _few_counted(row, [series.rows[each] for each in past if each in series.rows])


def _few_counted(row: Row, past: Sequence[Row]) -> str:
    """Return that the numerators of a share are too small, empty if they are not."""
    counted = [abs(each.numerator) for each in past[-_NEWEST:] if each.numerator is not None]
    if row.numerator is None or not counted or fmean(counted) >= _FEW:
        return ""
    return f"too few to tell: a numerator of {fmean(counted):.1f} on average"


def _obstacle_of_day(lost: Sequence[float]) -> str:
    return "the day is a holiday" if lost[-1] >= 1 else ""
