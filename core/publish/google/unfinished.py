"""Decides which cells unfinished publications wrote, by marks and contents. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.publish.google.changes import Base, Notes, same_value
from core.publish.google.misplaced import Misplaced, key_at
from core.publish.google.names import value_text
from core.publish.google.note import holds_note
from core.publish.google.ranges import cell_name
from core.publish.google.sheet import EMPTY, BookNow, Content, TabNow
from core.publish.google.wanted import CellKey, Wanted
from core.store import CellKeys, WrittenCell


@dataclass(frozen=True, slots=True)
class Settled:
    """One publication: whether all was written as planned, and which cells were written.

    `notices` name the cells of a person that it wrote to, for a person to look at.
    """

    marker: str
    applied: bool
    cells: tuple[WrittenCell, ...]
    notices: tuple[str, ...] = ()


def settle_unfinished(
    book: BookNow,
    wanted: Iterable[Wanted],
    planned: Mapping[str, Sequence[WrittenCell]],
    notes: Notes | None = None,
    *,
    is_changed: bool = True,
) -> list[Settled]:
    """Decide about planned publications: one whose mark the spreadsheet carries was applied.

    Its values may still be in other cells, if rows or columns were moved before it arrived. Of
    another one, requests before that with the mark may have arrived: the cells that hold the
    planned value are counted as written by it, unless nothing is changed since it was planned.
    `notes` are our parts of notes before all of them.
    """
    markers = {*book.markers.values()}
    tabs: dict[str, _TabContents] = {}
    for tab in wanted:
        now = book.tab(tab.key)
        if now:
            tabs[tab.key] = _TabContents(tab, now, notes or {})
    settled: list[Settled] = []
    for marker, cells in planned.items():
        if marker in markers:
            settled.append(_settle_applied(marker, tabs, cells))
        else:
            arrived = tuple(_cells_as_planned(tabs, cells)) if is_changed else ()
            settled.append(Settled(marker, False, arrived))
    return settled


@dataclass(frozen=True)
class _TabContents:
    """A tab as it should be and as it is, and our parts of its notes as last written."""

    wanted: Wanted
    tab: TabNow
    notes: Notes

    @cached_property
    def contents(self) -> Mapping[CellKey, Content]:
        """What the cells of ours hold, by the keys of row and column."""
        contents: dict[CellKey, Content] = {}
        for row_index, row in enumerate(self.tab.rows):
            for column_index, column in enumerate(self.tab.columns):
                if row and column:
                    contents[row, column] = self.tab.at((row_index, column_index))
        return contents

    def at(self, keys: CellKeys) -> Content | None:
        """Return what a cell of ours holds; None if it is not there."""
        return self.contents.get(keys[1:])

    def part_held(self, content: Content, cell: WrittenCell) -> WrittenCell | None:
        """Return what a cell was to get, as far as some content has it: value, note or both."""
        has_value = cell.sets_value and same_value(content.value, cell.value)
        has_note = cell.note is not None and holds_note(
            content.note, cell.note, self.notes.get(cell.keys)
        )
        if not (has_value or has_note):
            return None
        return replace(cell, sets_value=has_value, note=cell.note if has_note else None)


def _settle_applied(
    marker: str, tabs: Mapping[str, _TabContents], cells: Sequence[WrittenCell]
) -> Settled:
    written: list[WrittenCell] = []
    notices: list[str] = []
    for cell in cells:
        tab = tabs.get(cell.keys[0])
        stray = _find_stray(cell, tab) if tab else None
        if stray is None:
            written.append(cell)
            continue
        rest = replace(
            cell,
            sets_value=cell.sets_value and not stray.sets_value,
            note=cell.note if stray.note is None else None,
        )
        written += [rest] if rest.sets_value or rest.note is not None else []
        written += [stray.written] if stray.landed else []
        notices += [] if stray.landed else [stray.notice]
    return Settled(marker, written == [*cells], tuple(written), tuple(notices))


def _find_stray(cell: WrittenCell, there: _TabContents) -> Misplaced | None:
    """Return where a cell's value or note is, if not in the cell but where the cell was."""
    tab, wanted, now = there.tab, there.wanted, there.at(cell.keys)
    key, row, column = cell.keys
    if cell.position is None or row not in tab.rows:
        return None
    place = key_at(tab.rows, cell.position[0]), key_at(tab.columns, cell.position[1])
    found = there.part_held(tab.at(cell.position), cell)
    if place == (row, column) or found is None:
        return None
    own = there.part_held(now or EMPTY, cell)
    sets_value = found.sets_value and not (own and own.sets_value)
    note = found.note if own is None or own.note is None else None
    if not sets_value and not note:
        return None
    is_filled = place[0] in wanted.rows and place[1] in wanted.columns
    return Misplaced(
        tab=key,
        meant=(row, column),
        landed=place if is_filled else None,
        cell=cell_name(tab.title, cell.position),
        value=cell.value,
        shown=value_text(wanted, (row, column), cell.value),
        note=note,
        sets_value=sets_value,
    )


def add_settled(base: Base, settled: Iterable[Settled]) -> Base:
    """Return the values last written to cells, those of settled publications included."""
    values = dict(base)
    for publication in settled:
        values |= {cell.keys: cell.value for cell in publication.cells if cell.sets_value}
    return values


def add_settled_notes(notes: Notes, settled: Iterable[Settled]) -> Notes:
    """Return our part of the notes last written, those of settled publications included."""
    known = dict(notes)
    for publication in settled:
        known |= {cell.keys: cell.note for cell in publication.cells if cell.note is not None}
    return known


def _cells_as_planned(
    tabs: Mapping[str, _TabContents], cells: Iterable[WrittenCell]
) -> Iterator[WrittenCell]:
    """Yield the cells that hold what was planned: value, note or both."""
    for cell in cells:
        tab = tabs.get(cell.keys[0])
        now = tab.at(cell.keys) if tab else None
        held = tab.part_held(now, cell) if tab and now else None
        if held:
            yield held
