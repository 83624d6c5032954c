"""Edges of cells at which a new definition begins: set and removed with the cell's note. Pure.

The note says whether a cell has had its edge, so formats need not be read. Where the note does not
change, a person's format stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.publish.google.changes import Write
from core.publish.google.formats import repeat_cell, solid_line
from core.publish.google.note import find_our_note
from core.publish.google.positions import Positions
from core.publish.google.rectangles import rectangles
from core.publish.google.sheet import Position
from core.publish.google.wanted import is_value
from core.publish.notes import shows_break
from core.publish.theme import style_of

_EDGE = "userEnteredFormat.borders.left"


def edge_requests(positions: Positions, writes: Iterable[Write]) -> Iterator[dict[str, Any]]:
    """Yield the formats that draw the edges of some writes, and remove those of a break gone."""
    edges: dict[Position, bool] = {}
    for write in writes:
        if not write.is_ours or not is_value(write.place):
            continue
        has_edge = shows_break(write.our_note)
        if has_edge != shows_break(find_our_note(write.old.note)):
            edges[positions.position(*write.place)] = has_edge
    line = {"borders": {"left": solid_line(style_of("redefined").edge)}}
    for box, has_edge in rectangles(edges):
        yield repeat_cell(positions.sheet_id, box, line if has_edge else {}, _EDGE)
