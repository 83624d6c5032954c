"""The tree of a KPI flattened over its levels, as a function of its last drivers. Pure.

A driver that has a tree itself is taken apart further. Whatever the values of such a driver are not
by its own tree is a factor of its own, so that nothing is spread over others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from core.analysis.keys import ValueKey
from core.analysis.shapley import MOST_FACTORS
from core.model import DriverTree, same_number

# Names of drivers from the top down, which identify a factor.
Path = tuple[str, ...]
_REST = ""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A KPI with the two values that are compared, and its drivers by the names in its tree.

    `before` and `after` are in `unit`. The keys are those of the stored values; None if a number is
    a target. `obstacle` says why its tree is left out.
    """

    label: str
    unit: str
    before: float
    after: float
    key: ValueKey | None = None
    key_before: ValueKey | None = None
    tree: DriverTree | None = None
    drivers: Mapping[str, Metric] = field(default_factory=dict)
    obstacle: str = ""

    @property
    def depth(self) -> int:
        """Number of levels below it."""
        below = (driver.depth for driver in self.drivers.values())
        return 1 + max(below) if self.tree else 0

    def cut(self, depth: int) -> Metric:
        """Return it with at most so many levels below."""
        if not self.tree or depth == 0:
            return replace(self, tree=None, drivers={})
        drivers = {name: each.cut(depth - 1) for name, each in self.drivers.items()}
        return replace(self, drivers=drivers)

    @cached_property
    def rest(self) -> tuple[Fraction, Fraction]:
        """What the tree leaves of the value before and after; (0, 0) if that is noise.

        Raises:
            ZeroDivisionError: A denominator of the tree is 0.
        """
        assert self.tree is not None
        drivers = self.drivers.items()
        made = (
            self.tree.value({name: Fraction(each.before) for name, each in drivers}),
            self.tree.value({name: Fraction(each.after) for name, each in drivers}),
        )
        if same_number(self.before, float(made[0])) and same_number(self.after, float(made[1])):
            return Fraction(0), Fraction(0)
        return Fraction(self.before) - made[0], Fraction(self.after) - made[1]

    def factors(self, path: Path = ()) -> Iterator[Path]:
        """Yield the paths of everything that changes independently, without the top's own rest."""
        if not self.tree:
            yield path
            return
        if path and any(self.rest):
            yield (*path, _REST)
        for name, driver in self.drivers.items():
            yield from driver.factors((*path, name))

    def value(self, changed: Collection[Path], path: Path = ()) -> Fraction:
        """Return the value if only the factors `changed` have their values of after.

        Raises:
            ZeroDivisionError: A denominator is 0 with these values.
        """
        if not self.tree:
            return Fraction(self.after if path in changed else self.before)
        drivers = {
            name: driver.value(changed, (*path, name)) for name, driver in self.drivers.items()
        }
        made: Fraction = self.tree.value(drivers)
        if not path:
            return made
        return made + self.rest[(*path, _REST) in changed]


def flatten(metric: Metric) -> tuple[Metric, list[Path]]:
    """Return the tree with as many levels as can be computed, and the paths of its factors."""
    depth = metric.depth
    factors = list(metric.factors())
    while len(factors) > MOST_FACTORS and depth > 1:
        depth -= 1
        metric = metric.cut(depth)
        factors = list(metric.factors())
    return metric, factors
