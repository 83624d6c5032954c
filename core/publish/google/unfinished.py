"""Decides whether unfinished publications were applied, by the marks in the spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.publish.google.changes import Base, same_value
from core.publish.google.sheet import BookNow, TabNow, Value
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
        for tab, row, column, value in publication.cells:
            values[tab, row, column] = value
    return values


def _cells_as_planned(book: BookNow, cells: Iterable[WrittenCell]) -> Iterator[WrittenCell]:
    values = {tab.key: _values(tab) for tab in book.tabs if tab.key}
    for cell in cells:
        tab, row, column, value = cell
        by_keys = values.get(tab, {})
        if (row, column) in by_keys and same_value(by_keys[row, column], value):
            yield cell


def _values(tab: TabNow) -> dict[CellKey, Value]:
    """Return what the cells of ours hold, by the keys of row and column."""
    values: dict[CellKey, Value] = {}
    for row_index, row in enumerate(tab.rows):
        for column_index, column in enumerate(tab.columns):
            if row and column:
                values[row, column] = tab.at((row_index, column_index)).value
    return values
