"""Joins cells of one content into rectangles, so that one request covers many cells. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from core.publish.google.sheet import Box, Position

T = TypeVar("T", bound=Hashable)


def rectangles(cells: Mapping[Position, T]) -> Iterator[tuple[Box, T]]:
    """Yield rectangles of one content each, which together cover every cell once and no other.

    Equal neighbours in a row make a run; equal runs below each other make a rectangle.
    """
    growing: dict[tuple[int, int, T], tuple[int, int]] = {}  # top and bottom of each run
    for row, left, right, content in _runs(cells):
        run = left, right, content
        top, bottom = growing.get(run, (row, row))
        if bottom != row:
            yield Box(top, left, bottom, right), content
            top = row
        growing[run] = top, row + 1
    for (left, right, content), (top, bottom) in growing.items():
        yield Box(top, left, bottom, right), content


def _runs(cells: Mapping[Position, T]) -> Iterator[tuple[int, int, int, T]]:
    """Yield row, first column, column behind the last one, and content of each run."""
    positions = sorted(cells)
    start = 0
    for index, (row, column) in enumerate(positions, 1):
        content = cells[row, column]
        following = positions[index] if index < len(positions) else None
        if following == (row, column + 1) and cells[following] == content:
            continue
        yield row, positions[start][1], column + 1, content
        start = index
