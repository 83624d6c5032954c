"""Development factors of values by age, and how exact a projection by them is. Pure.

Source: Mack (1993), "Distribution-free calculation of the standard error of chain ladder reserve
estimates", ASTIN Bulletin 23. Gaps: weights of 0 or 1 as in Mack (1999), ASTIN Bulletin 29.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod, sqrt

# The value of each period at each age, counted in periods; None where no run looked at it.
Triangle = Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class AgeFactor:
    """The development of values from one age to the next.

    `factor` is the sum of the values at the next age over `volume`, their sum at this one.
    `variance` is the squared deviation from the factor per unit of volume, from `links` periods;
    None where these are too few to tell.
    """

    age: int
    factor: float
    variance: float | None
    volume: float
    links: int


@dataclass(frozen=True, slots=True)
class Ultimate:
    """The expected final value of a period, whose newest value has an age in periods.

    `error` is the standard error of the expectation.
    """

    age: int
    latest: float
    expected: float
    error: float

    @property
    def still_to_come(self) -> float:
        """The expected change from now on."""
        return self.expected - self.latest


def age_factors(triangle: Triangle, window: int = 0) -> tuple[AgeFactor, ...]:
    """Return volume-weighted factors by age, from age 0 as far as values have been seen.

    `window` limits them to what was seen in so many newest periods; 0 does not. The rows of the
    triangle are consecutive periods, oldest first, and the last one has age 0 now.
    """
    longest = max((len(row) for row in triangle), default=0)
    found: list[AgeFactor] = []
    for age in range(longest - 1):
        pairs = links_at(triangle, age, window)
        volume = sum(before for before, _ in pairs)
        if volume <= 0:
            break
        factor = sum(after for _, after in pairs) / volume
        found.append(AgeFactor(age, factor, _variance(pairs, factor), volume, len(pairs)))
    return _with_last_variance(found)


def links_at(triangle: Triangle, age: int, window: int = 0) -> list[tuple[float, float]]:
    """Return the values at an age and at the next one, where both were seen in the window."""
    pairs = []
    for back, row in enumerate(reversed(triangle)):
        if len(row) <= age + 1 or (window and back - age - 1 >= window):
            continue
        before, after = row[age], row[age + 1]
        if before is not None and after is not None:
            pairs.append((before, after))
    return pairs


def newest_values(triangle: Triangle) -> list[tuple[int, float]]:
    """Return age and newest value of each period that has any."""
    found = []
    for row in triangle:
        known = [(age, value) for age, value in enumerate(row) if value is not None]
        found += known[-1:]
    return found


def _variance(pairs: Sequence[tuple[float, float]], factor: float) -> float | None:
    """Return Mack's sigma squared; a value of 0 has no factor of its own."""
    used = [(before, after) for before, after in pairs if before > 0]
    if len(used) <= 1:
        return None
    squares = sum((after - factor * before) ** 2 / before for before, after in used)
    return squares / (len(used) - 1)


def _with_last_variance(found: list[AgeFactor]) -> tuple[AgeFactor, ...]:
    """Return the factors with a variance also where one period alone is so old.

    Mack's: that of the two ages before goes on falling as they did, and never rises.
    """
    known: list[float] = []
    filled: list[AgeFactor] = []
    for each in found:
        variance = each.variance
        if variance is None and known[1:]:
            variance = _extrapolate(*known[-2:])
        if variance is not None:
            known.append(variance)
        filled.append(replace(each, variance=variance))
    return tuple(filled)


def _extrapolate(older: float, last: float) -> float:
    return min(last**2 / older, older, last) if older else 0.0


def shares(factors: Sequence[AgeFactor]) -> tuple[float, ...]:
    """Return for each age, and for the one after the last, the share of the final value."""
    return tuple(1 / prod(each.factor for each in factors[age:]) for age in range(len(factors) + 1))


def project(latest: float, age: int, factors: Sequence[AgeFactor]) -> Ultimate:
    """Return the expected final value of a period that has `latest` at an age, with its error.

    This is the chain ladder: the value grows by each factor from its age on.
    """
    share = shares(factors)
    if age >= len(factors):
        return Ultimate(age, latest, latest, 0.0)
    expected = latest / share[age]
    return Ultimate(age, latest, expected, process_error(expected, age, factors))


def process_error(
    expected: float, age: int, factors: Sequence[AgeFactor], weight: float = 1.0
) -> float:
    """Return Mack's standard error of a final value that is expected for a period of an age.

    It has two parts: how periods deviate from the factors, and how far these are known. `weight`
    multiplies the square of the first.
    """
    share = shares(factors)
    squared = 0.0
    for each in factors[age:]:
        volume = expected * share[each.age]
        if volume > 0 and each.variance:
            relative = each.variance / each.factor**2
            squared += relative * (weight / volume + 1 / each.volume)
    return expected * sqrt(squared)


def total_error(ultimates: Sequence[Ultimate], factors: Sequence[AgeFactor]) -> float:
    """Return the standard error of the sum of projections, which share their factors."""
    squared = sum(each.error**2 for each in ultimates)
    for one, other in combinations(ultimates, 2):
        shared = factors[max(one.age, other.age) :]
        relative = sum((each.variance or 0.0) / each.factor**2 / each.volume for each in shared)
        squared += 2 * one.expected * other.expected * relative
    return sqrt(squared)
