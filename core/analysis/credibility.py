"""Expected final values, mixed from a period's own value and the mean of all. Pure.

A period's own small value says little about what is still to come. Bornhuetter and Ferguson (1972)
therefore expect it from a level that does not depend on the period, and the Cape Cod method
(Bühlmann and Stanard) takes for this level all that has been seen over the shares that should have
been seen. Between that and the chain ladder, Bühlmann's credibility weighs: with a share `p` of the
value there, a mean `m`, a dispersion `d` of what comes in (1 for single records) and a variance `v`
between periods,

    weight = p / (p + d * m / v)
    level = weight * value / p + (1 - weight) * m
    expected = value + (1 - p) * level

which is the posterior mean of Poisson records with a Gamma level, and Mack's error holds with the
first part times `p + (1 - p) * weight`. Large values have a weight near 1: the chain ladder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.chain_ladder import AgeFactor, Ultimate, process_error, shares


@dataclass(frozen=True, slots=True)
class Level:
    """What periods amount to in the end: their mean, and how much they differ from it.

    `dispersion` is the variance of what comes in over its mean; `variance` that between periods.
    """

    mean: float
    dispersion: float
    variance: float

    def weight(self, share: float) -> float:
        """Return how much a period's own value counts of which a share is there."""
        if not self.dispersion:
            return 1.0
        return share * self.variance / (share * self.variance + self.dispersion * self.mean)

    def part(self, share: float) -> float:
        """Return how much of the first part of Mack's error is left: see the module.

        A value that shrinks has no part that is yet to come in.
        """
        return share + (1 - share) * self.weight(share) if share < 1 else 1.0


def level_of(newest: Sequence[tuple[int, float]], factors: Sequence[AgeFactor]) -> Level:
    """Return the level of periods, from the age and the newest value of each."""
    share = shares(factors)
    shown = [share[min(age, len(factors))] for age, _ in newest]
    seen = sum(shown)
    mean = sum(value for _, value in newest) / seen
    dispersion = _dispersion(factors)
    deviations = 0.0
    for part, (_, value) in zip(shown, newest, strict=True):
        deviations += part * (value / part - mean) ** 2
    # The moment estimator of Bühlmann and Straub (1970).
    spread = deviations - (len(shown) - 1) * dispersion * mean
    weights = seen - sum(part**2 for part in shown) / seen
    return Level(mean, dispersion, max(spread / weights, 0.0) if weights > 0 else 0.0)


def _dispersion(factors: Sequence[AgeFactor]) -> float:
    """Return the variance of what comes in over its mean: single records have f (f - 1)."""
    known = [each for each in factors if each.variance is not None]
    expected = sum(each.links * each.factor * abs(each.factor - 1) for each in known)
    found = sum(each.links * (each.variance or 0.0) for each in known)
    return found / expected if expected else 0.0


def project_mixed(latest: float, age: int, factors: Sequence[AgeFactor], level: Level) -> Ultimate:
    """Return the expected final value of a period, with its error: see the module."""
    if age >= len(factors):
        return Ultimate(age, latest, latest, 0.0)
    share = shares(factors)[age]
    weight = level.weight(share)
    expected = weight * latest / share + (1 - weight) * level.mean
    error = process_error(expected, age, factors, level.part(share))
    return Ultimate(age, latest, latest + (1 - share) * expected, error)
