"""A forecast of the periods to come, with the errors that such forecasts had. Pure.

A season, where it is strong, is taken off; the rest is smoothed in three ways, and their median
goes on (`core.analysis.smoothing`). The same forecast is made at earlier points of the history and
compared with what came (rolling origins; Tashman 2000): that is how far off this one may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist, fmean

from core.analysis.likelihood import Errors, errors_of
from core.analysis.season import find_strong_season, place_of
from core.analysis.smoothing import smooth
from core.model import Period

_NEWEST = 208  # values, four years of weeks, from which a forecast is made
_ORIGINS = 40  # earlier forecasts that are compared with what came
_BEFORE = 26  # values before the first of them, or half of a shorter history
_WIDE = 2 * NormalDist().inv_cdf(0.9)
_LEAST_WIDE = 0.1


@dataclass(frozen=True, slots=True)
class Forecast:
    """What each of some periods to come is expected to have, and the errors of their sums."""

    values: tuple[float, ...]
    errors: Errors
    has_season: bool


def forecast(
    periods: Sequence[Period],
    values: Sequence[float],
    ahead: Sequence[int],
    weights: Sequence[float],
) -> Forecast:
    """Return a forecast of the periods that lie so many behind the last value, in order.

    There are at least two values, oldest first. The errors are those of the weighted sum.
    """
    base = _Seasonless.of(periods[-_NEWEST:], values[-_NEWEST:])
    smoothed = smooth(base.left)
    count = len(base.left)

    def expect(after: int, effects: Sequence[float]) -> list[float]:
        """Return what was expected behind a value, by its index."""
        reached = smoothed.expected(after, ahead[-1])
        levels = [reached[each - 1] for each in ahead]
        return [base.join(*each) for each in zip(levels, effects, strict=True)]

    def pair(after: int) -> tuple[float, float]:
        """Return the sum that was expected behind a value, and the one that came."""
        indices = [after + each for each in ahead]
        guess = expect(after, [base.effects[index] for index in indices])
        came = [base.values[index] for index in indices]
        return _weighted(guess, weights), _weighted(came, weights)

    errors = errors_of(map(pair, _origins(count, ahead[-1])), is_relative=base.is_relative)
    now = expect(count - 1, [base.effect_of(periods[-1].shift(each)) for each in ahead])
    return Forecast(tuple(now), errors, has_season=bool(base.season))


@dataclass(frozen=True, slots=True)
class _Seasonless:
    """Values and what is left of them without their season, a factor where all are positive.

    `effects` are those of the values; each is estimated from the other years, so that an earlier
    forecast knows nothing of what it is compared with.
    """

    values: Sequence[float]
    left: Sequence[float]
    effects: Sequence[float]
    season: Sequence[float]
    is_relative: bool

    @staticmethod
    def of(periods: Sequence[Period], values: Sequence[float]) -> _Seasonless:
        is_relative = min(values) > 0
        heights = [log(each) for each in values] if is_relative else values
        season = find_strong_season(periods, heights)
        if season is None:
            return _Seasonless(values, values, [0.0] * len(values), (), is_relative)
        plain = _Seasonless(values, (), season.others, season.effects, is_relative)
        left = [plain.join(value, -each) for value, each in zip(values, season.others, strict=True)]
        return _Seasonless(values, left, season.others, season.effects, is_relative)

    def join(self, level: float, effect: float) -> float:
        # A slope may lead below zero, where values that are all positive do not go.
        return max(level, 0.0) * exp(effect) if self.is_relative else level + effect

    def effect_of(self, period: Period) -> float:
        return self.season[place_of(period)] if self.season else 0.0


def _origins(count: int, farthest: int) -> range:
    """Return the indices of the last values of earlier forecasts, evenly over the history."""
    first = min(_BEFORE, count // 2) - 1
    last = count - 1 - farthest
    step = max((last - first) // _ORIGINS, 1)
    return range(last, first - 1, -step)


def _weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


def wide_errors(values: Sequence[float]) -> Errors:
    """Return an error that is wide on purpose, for values too few to have earlier forecasts.

    It is as if all periods to come were off in the same direction, by twice the usual error of a
    forecast of one period, and at least by a tenth.
    """
    is_relative = min(values) > 0
    smoothed = smooth(values)
    pairs = [(smoothed.expected(index, 1)[0], value) for index, value in enumerate(values[1:])]
    sizes = errors_of(pairs, is_relative=is_relative).sizes
    usual = sqrt(fmean(each**2 for each in sizes)) if sizes else 0.0
    least = _LEAST_WIDE * (1.0 if is_relative else max(map(abs, values)))
    return Errors((max(_WIDE * usual, least),), is_relative)
