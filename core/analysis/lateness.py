"""Whether a source seems to be late: far less came in since the last look than usual. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from core.analysis.chain_ladder import AgeFactor, Triangle, newest_values, shares
from core.analysis.credibility import level_of

_LIMIT = -2.5  # standard deviations, of what came in beside what usually does


def seems_late(newest: Triangle, factors: Sequence[AgeFactor]) -> bool:
    """Return whether the newest look at the newest periods found far less than it should have.

    A late source leaves the newest period small, and older ones as they were: both count.
    """
    found = _newest(newest, factors), _older(newest, factors)
    signs = [sign for sign in found if sign is not None]
    return bool(signs) and sum(signs) / sqrt(len(signs)) < _LIMIT


def _newest(triangle: Triangle, factors: Sequence[AgeFactor]) -> float | None:
    """Return how far the first value of the newest period is from those of the others."""
    value = triangle[-1][0]
    others = newest_values(triangle[:-1])
    if value is None or not others:
        return None
    level, share = level_of(others, factors), shares(factors)[0]
    expected = share * level.mean
    variance = level.dispersion * expected + share**2 * level.variance
    return (value - expected) / sqrt(variance) if variance > 0 else None


def _older(triangle: Triangle, factors: Sequence[AgeFactor]) -> float | None:
    """Return how far the changes that the newest look found are from the usual ones."""
    change, variance = 0.0, 0.0
    for each in factors:
        place = len(triangle) - 2 - each.age
        row = triangle[place] if place >= 0 else ()
        if len(row) != each.age + 2:
            continue
        before, after = row[each.age], row[each.age + 1]
        if before is not None and after is not None:
            change += after - each.factor * before
            variance += (each.variance or 0.0) * before
    return change / sqrt(variance) if variance > 0 else None
