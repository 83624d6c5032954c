"""A spreadsheet as it is: its tabs, with the keys of our rows and columns in them. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

Value = float | str | bool | None
Position = tuple[int, int]  # indexes of a row and of a column


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one cell. The value of a formula is its text, with the `=`."""

    value: Value = None
    note: str = ""
    is_formula: bool = False


EMPTY = Content()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, half-open; an open side reaches to the sheet's end."""

    top: int
    left: int
    bottom: float
    right: float

    def holds(self, position: Position) -> bool:
        """Return whether a cell lies within."""
        return self.top <= position[0] < self.bottom and self.left <= position[1] < self.right


@dataclass(frozen=True, slots=True)
class Lock:
    """A protected range, and the holes in it that are open."""

    box: Box
    holes: tuple[Box, ...] = ()

    def holds(self, position: Position) -> bool:
        """Return whether a cell is protected."""
        return self.box.holds(position) and not any(hole.holds(position) for hole in self.holes)


@dataclass(frozen=True, slots=True)
class TabNow:
    """One tab as it is: its key and those of its rows and columns, empty for a person's.

    `locked` are the protected ranges in which we may not write. `row_marks` and `column_marks` are
    the ids of our metadata, by the index of the line that has it, `other_row_marks` those that
    people pasted into a marked row; rows with `long_marks` are marked as earlier versions did.
    `metadata_size` is the length of all metadata on the sheet. `renamed` are the keys that the
    spreadsheet has at rows of series that were renamed since, by index.
    `hidden` are the indexes of columns that are not shown, `widths` the pixels of all. `set_widths`
    are those that a publish gave to columns, by label; `width_mark` is the metadata that says so.
    `shown` are the texts that people see in cells of numbers and formulas, if they were asked for.
    """

    sheet_id: int
    index: int
    title: str
    key: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Position, Content]
    locked: tuple[Lock, ...] = ()
    merged: tuple[Box, ...] = ()
    row_marks: Mapping[int, int] = field(default_factory=dict)
    column_marks: Mapping[int, int] = field(default_factory=dict)
    other_row_marks: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    renamed: Mapping[int, str] = field(default_factory=dict)
    long_marks: frozenset[int] = frozenset()
    metadata_size: int = 0
    hidden: frozenset[int] = frozenset()
    widths: Mapping[int, int] = field(default_factory=dict)
    set_widths: Mapping[str, int] = field(default_factory=dict)
    width_mark: int | None = None
    shown: Mapping[Position, str] = field(default_factory=dict)

    def at(self, position: Position) -> Content:
        """Return the content of a cell."""
        return self.cells.get(position, EMPTY)

    def is_locked(self, position: Position) -> bool:
        """Return whether a protected range keeps us out of a cell."""
        return any(lock.holds(position) for lock in self.locked)

    def keeps_column(self, index: int) -> bool:
        """Return whether a protected range in a column keeps us from sizing or hiding it."""
        return any(lock.box.left <= index < lock.box.right for lock in self.locked)

    def bars_row(self, index: int) -> bool:
        """Return whether a protected range forbids to insert a row before `index`."""
        return any(lock.box.top < index < lock.box.bottom for lock in self.locked)

    def bars_column(self, index: int) -> bool:
        """Return whether a protected range forbids to insert a column before `index`."""
        return any(lock.box.left < index < lock.box.right for lock in self.locked)

    def is_hidden_by_merge(self, position: Position) -> bool:
        """Return whether a merged cell covers a cell."""
        return any(box.holds(position) and position != (box.top, box.left) for box in self.merged)


@dataclass(frozen=True, slots=True)
class BookNow:
    """A spreadsheet as it is. `markers` are the marks of publications, by their metadata's id.

    `blank` is the tab with which a new spreadsheet begins, if nothing was ever done to it.
    """

    tabs: tuple[TabNow, ...]
    markers: Mapping[int, str]
    blank: TabNow | None = None

    def tab(self, key: str) -> TabNow | None:
        """Return the tab of a key."""
        return next((tab for tab in self.tabs if tab.key == key), None)


def is_number(value: Value) -> TypeGuard[float]:
    """Return whether a value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def index_of(keys: Iterable[str]) -> dict[str, int]:
    """Return the index of each key of ours."""
    return {key: index for index, key in enumerate(keys) if key}
