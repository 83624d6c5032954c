"""Three ways of smoothing a series, and the median of what they expect. Pure.

- simple: a level that follows the values (Brown 1959).
- damped: a level and a slope that fades (Gardner and McKenzie 1985).
- theta: the simple level, drifting by half the slope of the line through all values
  (Assimakopoulos and Nikolopoulos 2000, in the form of Hyndman and Billah 2003).

Their median is more accurate than each of them (Petropoulos and Svetunkov 2020). Each is one pass
over the values, which leaves what was expected after each of them: so all past forecasts are known
for the price of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from statistics import median

_LEVELS = (0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95)
_DAMPED = tuple(product((0.1, 0.2, 0.35, 0.5, 0.75), (0.05, 0.2), (0.8, 0.95)))
_FIRST = 6  # values that give the first level
_MEDIAN_STEP = 0.954  # of normal noise: the median step between two values, in its spreads


@dataclass(frozen=True, slots=True)
class Smoothed:
    """What each way knew after each value: levels, slopes and drifts, oldest first."""

    simple: Sequence[float]
    damped: Sequence[tuple[float, float]]
    fading: float
    drifts: Sequence[float]

    def expected(self, after: int, periods: int) -> list[float]:
        """Return what was expected of the periods that follow a value, by its index."""
        level, drift = self.simple[after], self.drifts[after]
        start, slope = self.damped[after]
        found, reached, factor = [], start, self.fading
        for ahead in range(periods):
            reached += factor * slope
            factor *= self.fading
            found.append(sorted((level, reached, level + drift * (ahead + 1)))[1])
        return found


def smooth(values: Sequence[float]) -> Smoothed:
    """Return the three ways over values, at least two, each with its best rates."""
    rate = _best_rate(values)
    simple = list(_levels(values, rate))
    damped = min((_damped(values, *each) for each in _DAMPED), key=lambda each: each.miss)
    return Smoothed(simple, damped.states, damped.fading, list(_drifts(values)))


def levels_before(values: Sequence[float]) -> list[float]:
    """Return the simple level that each value met, at the best rate.

    A value that is far off moves it no more than one at twice the usual distance (Gelper, Fried and
    Croux 2010), so that a single event does not make the values after it look odd.
    """
    steps = [abs(new - old) for old, new in pairwise(values)]
    usual = median(steps) / _MEDIAN_STEP if steps else 0.0
    most = 2 * (usual or max(steps, default=0.0))
    passes = [_levels_met(values, rate, most) for rate in _LEVELS]
    _, levels = min(passes, key=lambda found: found[0])
    return levels


def _levels_met(values: Sequence[float], rate: float, most: float) -> tuple[float, list[float]]:
    """Return by how much the level missed all values but the first ones, and what each met."""
    level, met, missed = _first_level(values), [], 0.0
    for index, value in enumerate(values):
        met.append(level)
        off = value - level
        if off > most:
            off = most
        elif off < -most:
            off = -most
        level += rate * off
        if index >= _FIRST:
            missed += abs(off)
    return missed, met


def _best_rate(values: Sequence[float]) -> float:
    return min(_LEVELS, key=lambda rate: _miss(values, rate))


def _miss(values: Sequence[float], rate: float) -> float:
    """Return the sum of squares by which the level missed the next values."""
    level, total = _first_level(values), 0.0
    for value in values:
        off = value - level
        total += off * off
        level += rate * off
    return total


def _levels(values: Sequence[float], rate: float) -> Iterator[float]:
    level = _first_level(values)
    for value in values:
        level += rate * (value - level)
        yield level


def _first_level(values: Sequence[float]) -> float:
    return median(values[:_FIRST])


@dataclass(frozen=True, slots=True)
class _Damped:
    miss: float
    fading: float
    states: Sequence[tuple[float, float]]


def _damped(values: Sequence[float], rate: float, share: float, fading: float) -> _Damped:
    """Return a level and a slope, of which each new change has a share."""
    level, slope, miss = _first_level(values), 0.0, 0.0
    states = []
    for value in values:
        expected = level + fading * slope
        off = value - expected
        miss += off * off
        level = expected + rate * off
        slope = fading * slope + rate * share * off
        states.append((level, slope))
    return _Damped(miss, fading, states)


def _drifts(values: Sequence[float]) -> Iterator[float]:
    """Yield half the slope of the least-squares line through all values so far."""
    total = moment = 0.0
    for count, value in enumerate(values, 1):
        total += value
        moment += (count - 1) * value
        centre = (count - 1) / 2
        spread = count * (count * count - 1) / 12
        yield 0.5 * (moment - centre * total) / spread if spread else 0.0
