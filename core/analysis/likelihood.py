"""What the errors of earlier forecasts say of one: a band, and how likely an amount is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, exp, log, sqrt
from statistics import NormalDist, fmean

_NORMAL = NormalDist()
_ROUGHNESS = 0.9  # of the kernel (Silverman 1986, 3.31), by the spread and the number of errors
_LEAST_WIDTH = 1e-9


@dataclass(frozen=True, slots=True)
class Errors:
    """How far forecasts were off, without sign: by logarithms if `is_relative`, or by amounts.

    Either sign counts as equally likely, so that what is expected has a chance of one half.
    """

    sizes: tuple[float, ...]
    is_relative: bool

    def band(self, expected: float, share: float) -> tuple[float, float]:
        """Return the interval in which a share of the forecasts was right.

        The quantile is that of conformal prediction (Vovk, Gammerman and Shafer 2005), which is
        wider for few errors.
        """
        rank = ceil((len(self.sizes) + 1) * share)
        reach = sorted(self.sizes)[min(rank, len(self.sizes)) - 1]
        if self.is_relative:
            return expected * exp(-reach), expected * exp(reach)
        return expected - reach, expected + reach

    def chance(self, expected: float, least: float) -> float:
        """Return the probability that at least so much comes where so much is expected.

        It is the share of earlier errors that would have sufficed, smoothed by a normal kernel.
        """
        if self.is_relative and (least <= 0 or expected <= 0):
            return float(least <= 0)
        off = log(least / expected) if self.is_relative else least - expected
        width = self._kernel_width()
        both = (side * size for size in self.sizes for side in (-1, 1))
        return fmean(_NORMAL.cdf((each - off) / width) for each in both)

    def _kernel_width(self) -> float:
        spread = sqrt(fmean(size**2 for size in self.sizes))
        width: float = _ROUGHNESS * spread / len(self.sizes) ** 0.2
        return max(width, _LEAST_WIDTH)


def errors_of(pairs: Iterable[tuple[float, float]], *, is_relative: bool) -> Errors:
    """Return the errors of pairs of what was expected and what came."""
    sizes = [
        abs(log(came / expected)) if is_relative else abs(came - expected)
        for expected, came in pairs
        if not is_relative or (came > 0 and expected > 0)
    ]
    return Errors(tuple(sizes), is_relative)
