"""The interval that holds the final value of a period four times in five. Pure.

It is the expected value and Student's t times Mack's standard error, which holds the error of the
factors too; t, since the deviation is known from few periods. Where values have only grown, it
begins at the value that is there, and it holds whole numbers where all values are whole. Against
the lognormal distribution that Mack (1993) proposes, it held as often for counts and far more often
for amounts, some of which do not change at all (`tests/core/analysis/test_coverage.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from core.analysis.chain_ladder import Ultimate

# The normal quantile that bounds the middle 80 %; `statistics` takes long to import.
_NORMAL = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Habits:
    """How the values of a series have moved so far, which bounds how they may go on."""

    rises: bool = True
    falls: bool = True
    is_whole: bool = False


def interval(ultimate: Ultimate, links: int, habits: Habits) -> tuple[float, float]:
    """Return the bounds that the final value is expected to keep; `links` is how many periods say.

    A value that never fell is a lower bound, one that never rose an upper bound.
    """
    reach = t_quantile(max(links - 1, 1)) * ultimate.error
    low, high = ultimate.expected - reach, ultimate.expected + reach
    if not habits.falls:
        low = max(low, ultimate.latest)
    if not habits.rises:
        high = min(high, ultimate.latest)
    return _whole(low, high, ultimate.expected) if habits.is_whole else (low, high)


def _whole(low: float, high: float, expected: float) -> tuple[float, float]:
    """Return the whole numbers within two bounds; the nearest one if there is none."""
    inner = ceil(low - 1e-9), floor(high + 1e-9)
    return inner if inner[0] <= inner[1] else (round(expected), round(expected))


def t_quantile(freedom: int) -> float:
    """Return the quantile of Student's t at 0.9: Abramowitz and Stegun, Handbook, 26.7.5."""
    z = _NORMAL
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
