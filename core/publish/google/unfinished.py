"""Decides which cells unfinished publications wrote, by marks and contents. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.publish.google.changes import Base, Notes, same_value
from core.publish.google.misplaced import Misplaced, key_at
from core.publish.google.note import find_our_note, mark_note
from core.publish.google.ranges import cell_name
from core.publish.google.sheet import EMPTY, BookNow, Content, TabNow
from core.publish.google.wanted import CellKey
from core.store import WrittenCell


@dataclass(frozen=True, slots=True)
class Settled:
    """One publication: whether all was written as planned, and which cells were written.

    `notices` name the cells of a person that it wrote to, for a person to look at.
    """

    marker: str
    applied: bool
    cells: tuple[WrittenCell, ...]
    notices: tuple[str, ...] = ()


def settle_unfinished(book: BookNow, planned: Mapping[str, Sequence[WrittenCell]]) -> list[Settled]:
    """Decide about planned publications: one whose mark the spreadsheet carries was applied.

    Its values may still be in other cells, if rows or columns were moved before it arrived. Of
    another one, requests before that with the mark may have arrived: the cells that hold the
    planned value are counted as written by it.
    """
    markers = {*book.markers.values()}
    tabs = {tab.key: tab for tab in book.tabs if tab.key}
    settled: list[Settled] = []
    for marker, cells in planned.items():
        if marker in markers:
            settled.append(_settle_applied(marker, tabs, cells))
        else:
            settled.append(Settled(marker, False, tuple(_cells_as_planned(tabs, cells))))
    return settled


def _settle_applied(
    marker: str, tabs: Mapping[str, TabNow], cells: Sequence[WrittenCell]
) -> Settled:
    contents = {key: _contents(tab) for key, tab in tabs.items()}
    written: list[WrittenCell] = []
    notices: list[str] = []
    for cell in cells:
        tab = tabs.get(cell.keys[0])
        stray = _find_stray(cell, tab, contents) if tab else None
        if stray is None:
            written.append(cell)
        elif stray.landed:
            written.append(stray.written)
        else:
            notices.append(stray.notice)
    return Settled(marker, written == [*cells], tuple(written), tuple(notices))


def _find_stray(
    cell: WrittenCell, tab: TabNow, contents: Mapping[str, Mapping[CellKey, Content]]
) -> Misplaced | None:
    """Return where a cell's value and note are, if not in the cell but where the cell was."""
    key, row, column = cell.keys
    if cell.position is None or row not in tab.rows:
        return None
    now = contents[key].get((row, column), EMPTY)
    if _is_as_planned(now, cell) or not _is_as_planned(tab.at(cell.position), cell):
        return None
    place = key_at(tab.rows, cell.position[0]), key_at(tab.columns, cell.position[1])
    if place == (row, column):
        return None
    return Misplaced(
        tab=key,
        meant=(row, column),
        landed=place if all(place) else None,
        cell=cell_name(tab.title, cell.position),
        value=cell.value,
        note=cell.note,
        sets_value=cell.sets_value,
    )


def _is_as_planned(content: Content, cell: WrittenCell) -> bool:
    has_value = not cell.sets_value or same_value(content.value, cell.value)
    return has_value and (cell.note is None or _holds(content.note, cell.note))


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
    tabs: Mapping[str, TabNow], cells: Iterable[WrittenCell]
) -> Iterator[WrittenCell]:
    """Yield the cells that hold what was planned: value, note or both."""
    contents = {key: _contents(tab) for key, tab in tabs.items()}
    for cell in cells:
        tab, *place = cell.keys
        now = contents.get(tab, {}).get((place[0], place[1]))
        if now is None:
            continue
        has_value = cell.sets_value and same_value(now.value, cell.value)
        has_note = cell.note is not None and _holds(now.note, cell.note)
        if has_value or has_note:
            yield replace(cell, sets_value=has_value, note=cell.note if has_note else None)


def _holds(note: str, ours: str) -> bool:
    """Return whether a note has our part as planned, or none where it was to be removed."""
    return mark_note(ours) in note if ours else not find_our_note(note)


def _contents(tab: TabNow) -> dict[CellKey, Content]:
    """Return what the cells of ours hold, by the keys of row and column."""
    contents: dict[CellKey, Content] = {}
    for row_index, row in enumerate(tab.rows):
        for column_index, column in enumerate(tab.columns):
            if row and column:
                contents[row, column] = tab.at((row_index, column_index))
    return contents
