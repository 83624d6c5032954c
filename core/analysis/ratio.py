"""Final values of ratios, from those of numerator and denominator. Pure.

Both parts have factors of their own. The error of the quotient is that of the linear combination
`numerator - ratio * denominator`, whose deviations are measured as Mack measures those of a value:
the late records of both parts are often the same, so their errors do not simply add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from core.analysis.chain_ladder import AgeFactor, Triangle, Ultimate, links_at, shares

Newest = Sequence[tuple[int, float]]


def project_ratio(
    numerator: Ultimate,
    denominator: Ultimate,
    deviations: Sequence[AgeFactor],
    part: float = 1.0,
) -> Ultimate | None:
    """Return the expected quotient of two final values; None without a denominator.

    `part` is how much of the first part of the error is left where values are mixed.
    """
    if denominator.expected <= 0 or denominator.latest <= 0:
        return None
    age = denominator.age
    volume = denominator.latest
    squared = 0.0
    for each in deviations[age:]:
        spread = each.variance or 0.0
        squared += spread * (part * volume + volume**2 / each.volume)
        volume *= each.factor
    expected = numerator.expected / denominator.expected
    latest = numerator.latest / denominator.latest
    return Ultimate(age, latest, expected, sqrt(squared) / denominator.expected)


def deviations_of(
    numerators: Triangle,
    denominators: Triangle,
    factors: tuple[Sequence[AgeFactor], Sequence[AgeFactor]],
    ratio: float,
    window: int = 0,
) -> tuple[AgeFactor, ...]:
    """Return the factors of denominators, with the variance that the quotient's error has."""
    above, below = factors
    found = []
    for upper, lower in zip(above, below, strict=False):
        after = lower.age + 1
        scale = 1 / shares(above)[after], ratio / shares(below)[after]
        pairs = zip(
            links_at(numerators, lower.age, window),
            links_at(denominators, lower.age, window),
            strict=True,
        )
        squares = []
        for (n_before, n_after), (d_before, d_after) in pairs:
            if d_before > 0:
                rest = scale[0] * (n_after - upper.factor * n_before)
                rest -= scale[1] * (d_after - lower.factor * d_before)
                squares.append(rest**2 / d_before)
        variance = sum(squares) / (len(squares) - 1) if squares[1:] else None
        found.append(replace(lower, variance=variance))
    return tuple(found)
