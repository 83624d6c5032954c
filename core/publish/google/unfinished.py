"""What became of publications whose end nobody saw, as the spreadsheet tells. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.publish.google.changes import Base, same
from core.publish.google.sheet import BookNow
from core.store import WrittenCell


@dataclass(frozen=True, slots=True)
class Settled:
    """One publication: whether it was applied whole, and which of its cells stand there."""

    marker: str
    applied: bool
    cells: tuple[WrittenCell, ...]


def settle_unfinished(book: BookNow, planned: Mapping[str, Sequence[WrittenCell]]) -> list[Settled]:
    """Decide about planned publications: one whose mark the spreadsheet carries was applied whole.

    Of another, requests may have gone through before the one with the mark; what stands as planned
    came from it.
    """
    return [
        Settled(
            marker,
            marker in book.markers.values(),
            tuple(cells if marker in book.markers.values() else _standing(book, cells)),
        )
        for marker, cells in planned.items()
    ]


def with_settled(base: Base, settled: Sequence[Settled]) -> Base:
    """Return what is known to stand in each cell, the cells of settled publications included."""
    return {
        **base,
        **{(tab, row, column): value for each in settled for tab, row, column, value in each.cells},
    }


def _standing(book: BookNow, cells: Sequence[WrittenCell]) -> Iterator[WrittenCell]:
    places = {
        tab.key: (
            {key: index for index, key in enumerate(tab.rows) if key},
            {key: index for index, key in enumerate(tab.columns) if key},
            tab,
        )
        for tab in book.tabs
        if tab.key
    }
    for key, row, column, value in cells:
        if key in places:
            rows, columns, tab = places[key]
            if (
                row in rows
                and column in columns
                and same(tab.at((rows[row], columns[column])).value, value)
            ):
                yield key, row, column, value
