"""What the development of one series says of its values: factors, level, errors. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.analysis.chain_ladder import (
    AgeFactor,
    Triangle,
    Ultimate,
    age_factors,
    links_at,
    newest_values,
    shares,
)
from core.analysis.credibility import Level, level_of, project_mixed
from core.analysis.interval import Habits
from core.analysis.lateness import seems_late
from core.analysis.looks import Readings, ValueReading, triangle_of
from core.analysis.ratio import deviations_of, project_ratio
from core.analysis.spans import LEAST_LINKS

LEAST_MEAN = 5  # the mean of a whole number, or of a ratio's numerators, to be projected


@dataclass(frozen=True, slots=True)
class Estimate:
    """How the values of a series, or the numerators of a ratio, develop, and to which level.

    A ratio also has the factors and the level of its `denominators`, and the `deviations` of the
    quotient.
    """

    factors: tuple[AgeFactor, ...]
    level: Level
    habits: Habits
    denominators: tuple[AgeFactor, ...] = ()
    denominator_level: Level | None = None
    deviations: tuple[AgeFactor, ...] = ()

    @property
    def change(self) -> float:
        """How far a first published value moves until it is final, as a share of it."""
        grown = 1 / shares(self.factors)[0]
        return grown * shares(self.denominators)[0] - 1 if self.denominators else grown - 1

    def links(self, age: int) -> int:
        """Return from how many periods the development at an age is known."""
        return self.factors[age].links if age < len(self.factors) else 1

    def ultimate(self, reading: ValueReading, age: int) -> Ultimate | None:
        """Return the expected final value of a period with its newest reading and age."""
        if self.denominator_level is None:
            return project_mixed(reading.value, age, self.factors, self.level)
        above = project_mixed(reading.numerator or 0.0, age, self.factors, self.level)
        below = project_mixed(
            reading.denominator or 0.0, age, self.denominators, self.denominator_level
        )
        known = shares(self.factors)[min(age, len(self.factors))]
        return project_ratio(above, below, self.deviations, self.level.part(known))


@dataclass(frozen=True, slots=True)
class _Triangles:
    """The values of a series, or the numerators and denominators of a ratio, as triangles.

    `newest` are the newest periods of each.
    """

    triangles: tuple[Triangle, ...]
    newest: tuple[Triangle, ...]
    factors: tuple[tuple[AgeFactor, ...], ...]
    levels: tuple[Level, ...]
    is_whole: bool

    @property
    def least_links(self) -> int:
        """The periods from which the least known of the factors follows."""
        return min((each.links for factors in self.factors for each in factors), default=0)


def estimate(readings: Readings, ages: int, window: int, unit: str) -> Estimate | str:
    """Return how a series develops up to an age, or the reason why that cannot be told.

    `window` is how many of the newest periods count.
    """
    known = [each for row in readings for each in row if each]
    is_ratio = bool(known) and all(each.is_ratio for each in known)
    if unit == "percent" and not is_ratio:
        return "a ratio settles by its numerator and denominator, which are not stored"
    parts = _parts(readings, ("numerator", "denominator") if is_ratio else ("value",), ages, window)
    if obstacle := _obstacle(parts, ages):
        return obstacle
    triangles, factors, levels = parts.triangles, parts.factors, parts.levels
    if not is_ratio:
        return Estimate(factors[0], levels[0], habits_of(triangles[0], is_whole=parts.is_whole))
    ratio = levels[0].mean / levels[1].mean
    both = factors[0], factors[1]
    deviations = deviations_of(triangles[0], triangles[1], both, ratio, window)
    return Estimate(factors[0], levels[0], Habits(), factors[1], levels[1], deviations)


def _parts(readings: Readings, names: Sequence[str], ages: int, window: int) -> _Triangles:
    triangles = tuple(triangle_of(readings, name) for name in names)
    factors = tuple(age_factors(each, window)[:ages] for each in triangles)
    newest = tuple(each[-window:] for each in triangles)
    values = [newest_values(each) for each in newest]
    levels = tuple(map(level_of, values, factors)) if all(values) and ages else ()
    every = (value for row in triangles[0] for value in row if value is not None)
    is_whole = all(value == int(value) for value in every)
    return _Triangles(triangles, newest, factors, levels, is_whole)


def _obstacle(parts: _Triangles, ages: int) -> str:
    """Return why nothing can be told of the values to come; empty if something can."""
    every = (value for triangle in parts.triangles for row in triangle for value in row)
    if any(value is not None and value < 0 for value in every):
        return "values below zero have no factors"
    links = parts.least_links if all(len(each) == ages for each in parts.factors) else 0
    if links < LEAST_LINKS:
        return f"too few periods were computed again: {links} of {LEAST_LINKS}"
    mean = parts.levels[0].mean
    if (parts.is_whole or parts.levels[1:]) and mean < LEAST_MEAN:
        return f"its numbers are too small: {mean:.1f} on average, of {LEAST_MEAN}"
    if any(map(seems_late, parts.newest, parts.factors)):
        return "its source seems late: far less came in since the last run than usual"
    return ""


def habits_of(triangle: Triangle, *, is_whole: bool) -> Habits:
    """Return whether values ever rose or fell, and whether all are whole numbers."""
    changes = list(_changes(triangle))
    return Habits(
        rises=any(change > 0 for change in changes),
        falls=any(change < 0 for change in changes),
        is_whole=is_whole,
    )


def _changes(triangle: Triangle) -> Iterator[float]:
    for age in range(max(map(len, triangle), default=1) - 1):
        for before, after in links_at(triangle, age):
            yield after - before
