"""The parts of a change as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.analysis.keys import ValueKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One driver's part of a change.

    Attributes:
        label: The driver's name.
        before: Its value, in its own `unit`.
        after: The same for the later period.
        amount: Its part of the change, in the unit of the KPI that changed.
        unit: The driver's unit.
        key: The stored value of `after`.
        key_before: The stored value of `before`; None if that is a target.
        parts: The parts of its own drivers; with `not_explained` they add up to `amount`.
        not_explained: What its own tree does not explain, in the unit of the KPI that changed.
        reason: Why its own tree was not used; empty if it was, or if there is none.
    """

    label: str
    before: float
    after: float
    amount: float
    unit: str = "number"
    key: ValueKey | None = None
    key_before: ValueKey | None = None
    parts: tuple[Contribution, ...] = ()
    not_explained: float = 0.0
    reason: str = ""

    def leaves(self) -> Iterator[Contribution]:
        """Yield the last drivers below it, or itself."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The change of a KPI between two values of one instant, and its parts.

    The amounts of `contributions` and `not_explained` add up to `change`.

    Attributes:
        label: The KPI's name.
        unit: Its unit, in which all amounts are.
        tree: Its tree as text; empty without one.
        period: The period of `after`.
        against: What it is compared to: `2026-W45`, `2025-W46, 52 weeks back` or `the target`.
        before: The earlier value as it is stored now, or the target; None if there is none.
        after: The value of `period`; None if there is none.
        change: `after` less `before`; None if one of them is missing.
        contributions: The parts of the drivers, in the order of the tree.
        not_explained: What the tree does not explain, never spread over its drivers.
        restated: By how much the earlier value was restated since it was first stored; it is a part
            of the change since then, which is `restated + change`.
        key: The stored value of `after`.
        key_before: The stored value of `before`; None if that is a target.
        breaks: A sentence on each KPI of the tree of which a new definition begins in between.
        reason: Why the change was not taken apart; empty if it was.
        sentences: The result in words, the most important first.
    """

    label: str
    unit: str
    tree: str
    period: str
    against: str
    before: float | None
    after: float | None
    change: float | None
    contributions: tuple[Contribution, ...] = ()
    not_explained: float = 0.0
    restated: float = 0.0
    key: ValueKey | None = None
    key_before: ValueKey | None = None
    breaks: tuple[str, ...] = ()
    reason: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def is_distance(self) -> bool:
        """Whether it is the distance to a target, not a change in time."""
        return self.key is not None and self.key_before is None

    @property
    def first_stored(self) -> float | None:
        """The earlier value as it was first stored."""
        return None if self.before is None else self.before - self.restated

    def leaves(self) -> tuple[Contribution, ...]:
        """Return the parts of the last drivers of the whole tree."""
        return tuple(leaf for each in self.contributions for leaf in each.leaves())
