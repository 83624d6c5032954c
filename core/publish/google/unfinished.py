"""Decides whether unfinished publications were applied, by the marks in the spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.publish.google.changes import Base, Notes, same_value
from core.publish.google.note import mark_note
from core.publish.google.sheet import BookNow, Content, TabNow
from core.publish.google.wanted import CellKey
from core.store import WrittenCell


@dataclass(frozen=True, slots=True)
class Settled:
    """One publication: whether it was applied as a whole, and which of its cells were written."""

    marker: str
    applied: bool
    cells: tuple[WrittenCell, ...]


def settle_unfinished(book: BookNow, planned: Mapping[str, Sequence[WrittenCell]]) -> list[Settled]:
    """Decide about planned publications: one whose mark the spreadsheet carries was applied.

    Of another one, requests before that with the mark may have arrived: the cells that hold the
    planned value are counted as written by it.
    """
    markers = {*book.markers.values()}
    settled: list[Settled] = []
    for marker, cells in planned.items():
        applied = marker in markers
        written = cells if applied else _cells_as_planned(book, cells)
        settled.append(Settled(marker, applied, tuple(written)))
    return settled


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


def _cells_as_planned(book: BookNow, cells: Iterable[WrittenCell]) -> Iterator[WrittenCell]:
    """Yield the cells that hold what was planned: value, note or both."""
    contents = {tab.key: _contents(tab) for tab in book.tabs if tab.key}
    for cell in cells:
        tab, *place = cell.keys
        now = contents.get(tab, {}).get((place[0], place[1]))
        if now is None:
            continue
        has_value = cell.sets_value and same_value(now.value, cell.value)
        has_note = cell.note is not None and mark_note(cell.note) in now.note
        if has_value or has_note:
            yield replace(cell, sets_value=has_value, note=cell.note if has_note else None)


def _contents(tab: TabNow) -> dict[CellKey, Content]:
    """Return what the cells of ours hold, by the keys of row and column."""
    contents: dict[CellKey, Content] = {}
    for row_index, row in enumerate(tab.rows):
        for column_index, column in enumerate(tab.columns):
            if row and column:
                contents[row, column] = tab.at((row_index, column_index))
    return contents
