"""Shapley values: the change of a function of several factors, divided among the factors. Pure.

The part of a factor is the mean, over all orders in which the factors may change one after the
other, of what the function changes when this factor does:

    part(i) = Σ over S without i of |S|! (n - |S| - 1)! / n! · (f(S with i) - f(S))

where f(S) has the factors of S at their new values and all others at their old ones. For a product
of two factors this is the midpoint: Δa · (b0 + b1) / 2. Sources: Shapley (1953), "A value for
n-person games"; for factors of rates the same formulas are in Das Gupta (1993), "Standardization
and Decomposition of Rates", US Bureau of the Census, P23-186.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from fractions import Fraction
from math import factorial
from typing import TypeVar

Factor = TypeVar("Factor", bound=Hashable)

# The function is evaluated 2 ** factors times: of ten in 0.2 s, exact fractions as they are.
MOST_FACTORS = 10


def shapley(
    factors: Sequence[Factor], value: Callable[[Collection[Factor]], Fraction]
) -> dict[Factor, Fraction]:
    """Return the part of each factor in value(all factors) - value(none), exactly.

    `value` gets the factors that have changed.

    Raises:
        ValueError: There are more than MOST_FACTORS factors.
    """
    count = len(factors)
    if count > MOST_FACTORS:
        raise ValueError(f"{count} factors are more than {MOST_FACTORS}")
    values = [value(_members(factors, mask)) for mask in range(2**count)]
    weights = [
        Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
        for size in range(count)
    ]
    parts = {}
    for place, factor in enumerate(factors):
        bit = 1 << place
        by_size = [Fraction(0)] * count
        for mask in range(2**count):
            if not mask & bit:
                by_size[mask.bit_count()] += values[mask | bit] - values[mask]
        weighted = (weight * total for weight, total in zip(weights, by_size, strict=True))
        parts[factor] = sum(weighted, Fraction(0))
    return parts


def _members(factors: Sequence[Factor], mask: int) -> frozenset[Factor]:
    return frozenset(factor for place, factor in enumerate(factors) if mask >> place & 1)
