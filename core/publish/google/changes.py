"""The parts of a plan: what a publish would write, insert and leave alone. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.model import same_number
from core.publish.google.sheet import Content, TabNow, Value
from core.publish.google.wanted import CellKey, Wanted

# What was last written to a cell, by tab, row and column key.
Base = Mapping[tuple[str, str, str], Value]


def same(one: Value, other: Value) -> bool:
    """Return whether two values are the same, but for the noise of floats; nothing and empty text
    are.
    """
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return same_number(one, other)
    return (
        (one or None) == (other or None) if not {type(one), type(other)} & {int, float} else False
    )


@dataclass(frozen=True, slots=True)
class Write:
    """One cell to write; `old` and `new` whole, with the person's part of the note in both.

    `overwrites` a person's value; `is_ours` unless only a note is put on a person's.
    """

    place: CellKey
    cell: str
    old: Content
    new: Content
    overwrites: bool = False
    is_ours: bool = True

    @property
    def sets_value(self) -> bool:
        """Whether the value changes, and not the note alone."""
        return not same(self.old.value, self.new.value) or self.old.is_formula

    @property
    def sets_note(self) -> bool:
        """Whether the note changes."""
        return self.old.note != self.new.note


@dataclass(frozen=True, slots=True)
class Kept:
    """One cell left to a person, and why."""

    place: CellKey
    cell: str
    theirs: Value
    ours: Value
    reason: str


@dataclass(frozen=True, slots=True)
class Insert:
    """A row or column to insert before `index`, as the tab stands now."""

    index: int
    key: str


@dataclass(frozen=True, slots=True)
class TabPlan:
    """Everything about one tab.

    `now` is None where the tab has to be made; else it has the keys that were found again.
    `missing` rows and columns were deleted by a person, `barred` ones cannot be inserted for a
    protected range. `retired` rows are no longer filled, `revived` ones are again. `adopted` cells
    hold what they should, though we did not write it.
    """

    wanted: Wanted
    now: TabNow | None
    rows: tuple[Insert, ...] = ()
    columns: tuple[Insert, ...] = ()
    repaired_rows: Mapping[int, str] | None = None
    repaired_columns: Mapping[int, str] | None = None
    repaired_tab: bool = False
    writes: tuple[Write, ...] = ()
    kept: tuple[Kept, ...] = ()
    missing: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    adopted: tuple[tuple[CellKey, Value], ...] = ()

    def is_locked(self, row: str, column: str) -> bool:
        """Return whether a protected range keeps us out of a cell that is there."""
        assert self.now is not None
        return self.now.is_locked((self.now.rows.index(row), self.now.columns.index(column)))

    @property
    def title(self) -> str:
        """What the tab is called, or will be."""
        return self.now.title if self.now else self.wanted.title

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be sent."""
        changes = (self.rows, self.columns, self.repaired_rows, self.repaired_columns, self.writes)
        return self.now is not None and not self.repaired_tab and not any(changes)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a publish would do. `missing` are tabs that a person deleted."""

    tabs: tuple[TabPlan, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be sent."""
        return all(tab.is_empty for tab in self.tabs)
