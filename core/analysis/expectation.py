"""What the values before led to expect of the newest one, and the limits of that. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import copysign, exp, log, sqrt
from statistics import median
from typing import Literal

from core.analysis.exposure import kept_shares
from core.analysis.season import find_strong_season, place_of
from core.analysis.smoothing import levels_before
from core.model import Period
from core.status import process_limits

_NEWEST = 52  # values whose distances from what was expected give the limits
_EIGHTHS = 3 / 8
# A new value varies around limits of few values by more than they say: three standard deviations of
# Student's t (Abramowitz and Stegun 26.7.5, first term), and the error of the mean.
_FOR_FEW = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on which noise is the same at each level: a root, a logarithm, or the values.

    The root, for counts, is that of Anscombe 1948, The transformation of Poisson, binomial and
    negative-binomial data. The logarithm is for durations, of which few are very long.
    """

    kind: Literal["root", "logarithm", "values"]

    def put(self, value: float) -> float:
        """Return the height of a value on the scale."""
        if self.kind == "root":
            return 2 * sqrt(value + _EIGHTHS)
        return log(value) if self.kind == "logarithm" else value

    def take(self, height: float) -> float:
        """Return the value of a height."""
        if self.kind == "root":
            return max((max(height, 0.0) / 2) ** 2 - _EIGHTHS, 0.0)
        return exp(height) if self.kind == "logarithm" else height


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was expected of a value, and its natural limits.

    `size` is the distance as a multiple of that of the limit, negative below. `outside` counts the
    values in a row, up to this one, that are outside on its side.
    """

    expected: float
    lower: float
    upper: float
    size: float
    outside: int
    count: int
    has_season: bool


def expect(
    periods: Sequence[Period],
    values: Sequence[float],
    lost: Sequence[float],
    scale: Scale,
    least: float,
) -> Expectation:
    """Return what was expected of the last of some values, oldest first.

    `lost` is the share of each period that is lost to holidays; `least` is the smallest distance
    that counts, for series that hardly move.
    """
    heights = [scale.put(each) for each in values]
    season = find_strong_season(periods[:-1], heights[:-1])
    effects = [*season.others, season.effects[place_of(periods[-1])]] if season else []
    effects = effects or [0.0] * len(values)
    levels = _levels(heights, effects)
    kept = [1.0] * len(values)
    if any(lost):
        usual = [scale.take(each) for each in levels]
        kept = kept_shares(values, usual, lost)
        heights = [scale.put(each / share) for each, share in zip(values, kept, strict=True)]
        levels = _levels(heights, effects)
    off = [height - level for height, level in zip(heights, levels, strict=True)]
    return _limited(off, levels[-1], kept[-1], scale, least, has_season=season is not None)


def _levels(heights: Sequence[float], effects: Sequence[float]) -> list[float]:
    """Return the height that was expected of each value: its level with its season."""
    left = [height - effect for height, effect in zip(heights, effects, strict=True)]
    return [level + effect for level, effect in zip(levels_before(left), effects, strict=True)]


def _limited(
    off: Sequence[float], level: float, kept: float, scale: Scale, least: float, *, has_season: bool
) -> Expectation:
    past = off[-_NEWEST - 1 : -1]
    limits = process_limits(past)
    # The median: events of the past leave what is expected where it was, which their mean does not.
    centre = median(past)
    middle = level + centre
    expected = scale.take(middle)
    width = (limits.upper - limits.mean) * (1 + _FOR_FEW / len(past))
    width = max(width, scale.put(expected + least) - scale.put(expected))
    sizes = [(each - centre) / width for each in off]
    side = copysign(1.0, sizes[-1])
    outside = sum(1 for _ in takewhile(lambda size: size * side > 1, reversed(sizes)))
    return Expectation(
        expected * kept,
        scale.take(middle - width) * kept,
        scale.take(middle + width) * kept,
        sizes[-1],
        outside,
        len(past),
        has_season,
    )
