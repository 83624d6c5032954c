"""The season of a series: what each week or month of the year, or each weekday, adds. Pure.

Classical decomposition (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3.4): the
trend runs through the means of whole cycles, and the season is the mean of what is left at each
place of a cycle. A season is believed as far as it explains the values of a cycle that it was not
computed from, so that two years of noise have none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from core.model import Cadence, Period

# A season is used from this share of the variance on.
STRONG = 0.5

# Neighbouring weeks of a year share their season: a week alone has one value a year.
_NEIGHBOURS = ((-2, 1), (-1, 2), (0, 3), (1, 2), (2, 1))
_ALONE = ((0, 1),)
_SHARP = 2.0  # spreads by which all years leave a neighbourhood, as at Christmas
_YEAR = 12  # months
_YEAR_OF_DAYS = 364

_SeasonCycle = list[float | None]
_FEWEST = 2  # cycles or years that a mean needs

_LENGTH: Mapping[Cadence, int] = {"daily": 7, "weekly": 52, "monthly": 12, "quarterly": 4}
# Two years are needed to tell a season from a single event; weekdays come round sooner.
_CYCLES: Mapping[Cadence, int] = {"daily": 8, "weekly": 2, "monthly": 2, "quarterly": 2}


@dataclass(frozen=True, slots=True)
class Season:
    """What each place of a cycle adds to the trend, in the values' own scale.

    `others` has for each value what the other cycles say of its place; `share` is the share of the
    variance around the trend that this explains, at most 1 and negative for noise.
    """

    effects: tuple[float, ...]
    others: tuple[float, ...]
    share: float

    @property
    def is_strong(self) -> bool:
        """Whether the season explains at least half of the variance."""
        return self.share >= STRONG


def place_of(period: Period) -> int:
    """Return the place of a period in its cycle, from 0; a week 53 has that of week 52."""
    if period.cadence == "daily":
        return period.first_day.weekday()
    if period.cadence == "weekly":
        return min(period.first_day.isocalendar().week, _LENGTH["weekly"]) - 1
    return (period.first_day.month - 1) // (_YEAR // _LENGTH[period.cadence])


def year_of(cadence: Cadence) -> int:
    """Return how many periods a year has at least."""
    return _YEAR_OF_DAYS if cadence == "daily" else _LENGTH[cadence]


def periods_needed(cadence: Cadence) -> int:
    """Return how many periods have to lie between the first and the last value of a season."""
    return _CYCLES[cadence] * _LENGTH[cadence]


def find_strong_season(periods: Sequence[Period], values: Sequence[float]) -> Season | None:
    """Return the season of values if it is a strong one; None for a weak one, and for none."""
    if not periods:
        return None
    times = [periods_between(periods[0], each) for each in periods]
    places = [place_of(each) for each in periods]
    season = find_season(values, times, places, periods[0].cadence)
    return season if season and season.is_strong else None


def periods_between(first: Period, last: Period) -> int:
    """Return how many periods one is after another of the same cadence."""
    days = (last.first_day - first.first_day).days
    if first.cadence == "daily":
        return days
    if first.cadence == "weekly":
        return days // 7
    months = _YEAR // _LENGTH[first.cadence]
    years = last.first_day.year - first.first_day.year
    return (_YEAR * years + last.first_day.month - first.first_day.month) // months


def find_season(
    values: Sequence[float], times: Sequence[int], places: Sequence[int], cadence: Cadence
) -> Season | None:
    """Return the season of values; None where there are too few.

    `times` count periods, so that gaps are seen; `places` are those of `place_of`.
    """
    length = _LENGTH[cadence]
    span = times[-1] - times[0] + 1 if times else 0
    if span < periods_needed(cadence) or 2 * len(values) < span:
        return None
    cycles = [(times[-1] - time) // length for time in times]
    left = _without_trend(values, times, cycles, span // length)
    weights = _NEIGHBOURS if cadence == "weekly" else _ALONE
    by_cycle = _by_cycle(left, places, cycles, length)
    smooth = _around(by_cycle.values(), weights)
    left_out = {
        cycle: _around((each for other, each in by_cycle.items() if other != cycle), weights)
        for cycle in by_cycle
    }
    others = [left_out[cycle][place] for place, cycle in zip(places, cycles, strict=True)]
    if cadence == "weekly":
        _add_sharp(smooth, others, left, places)
    middle = fmean(smooth)
    rest = fmean((each - other) ** 2 for each, other in zip(left, others, strict=True))
    variance = fmean(each**2 for each in left)
    share = 1 - rest / variance if variance else 0.0
    return Season(tuple(each - middle for each in smooth), tuple(others), share)


def _without_trend(
    values: Sequence[float], times: Sequence[int], cycles: Sequence[int], whole: int
) -> list[float]:
    """Return values without the line through the means of the whole cycles."""
    groups: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for value, time, cycle in zip(values, times, cycles, strict=True):
        if cycle < whole:
            groups[cycle].append((time, value))
    knots = sorted(
        (fmean(time for time, _ in group), fmean(value for _, value in group))
        for group in groups.values()
    )
    return [value - _on_line(time, knots) for value, time in zip(values, times, strict=True)]


def _on_line(time: float, knots: Sequence[tuple[float, float]]) -> float:
    """Return the height at a time of the line through knots, which goes on beyond them."""
    if len(knots) < _FEWEST:
        return knots[0][1]
    index = 1
    while index < len(knots) - 1 and knots[index][0] < time:
        index += 1
    (old, before), (new, after) = knots[index - 1], knots[index]
    return before + (after - before) * (time - old) / (new - old)


def _by_cycle(
    left: Sequence[float], places: Sequence[int], cycles: Sequence[int], length: int
) -> dict[int, _SeasonCycle]:
    """Return the values left of each cycle by place."""
    found: dict[int, _SeasonCycle] = {cycle: [None] * length for cycle in set(cycles)}
    for value, place, cycle in zip(left, places, cycles, strict=True):
        found[cycle][place] = value
    return found


def _around(cycles: Iterable[_SeasonCycle], weights: Sequence[tuple[int, int]]) -> list[float]:
    """Return for each place the weighted mean of its own values and those of its neighbours."""
    means = [_mean(values) for values in zip(*cycles, strict=True)]
    length, found = len(means), []
    for place in range(length):
        total = weight = 0.0
        for offset, share in weights:
            mean = means[(place + offset) % length]
            if mean is not None:
                total += share * mean
                weight += share
        found.append(total / weight if weight else 0.0)
    return found


def _mean(values: Sequence[float | None]) -> float | None:
    there = [each for each in values if each is not None]
    return sum(there) / len(there) if there else None


def _add_sharp(
    smooth: list[float], others: list[float], left: Sequence[float], places: Sequence[int]
) -> None:
    """Add what single weeks have beside their neighbours, where every year agrees."""
    beside = [each - other for each, other in zip(left, others, strict=True)]
    spread = _SHARP * median(map(abs, beside)) / 0.6745
    by_place: defaultdict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        by_place[place].append(index)
    for place, indices in by_place.items():
        found = [beside[index] for index in indices]
        if len(found) < _FEWEST or not (min(found) > spread or max(found) < -spread):
            continue
        smooth[place] += fmean(found)
        for index in indices:
            others[index] += (sum(found) - beside[index]) / (len(found) - 1)
