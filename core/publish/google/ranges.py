"""Ranges of cells, rows and columns as the Sheets API and its formulas name them."""

from __future__ import annotations

import math
from typing import Any, Literal

from gspread.utils import absolute_range_name, rowcol_to_a1

from core.publish.google.sheet import Box, Position

Dimension = Literal["ROWS", "COLUMNS"]


def grid_range(sheet_id: int, box: Box) -> dict[str, Any]:
    """Return a rectangle of cells; an open side is left out."""
    sides = {
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }
    closed = {name: index for name, index in sides.items() if index != math.inf}
    return {"sheetId": sheet_id, **closed}


def dimension_range(sheet_id: int, dimension: Dimension, start: int, end: int) -> dict[str, Any]:
    """Return whole rows or columns from `start` up to, but without, `end`."""
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}


def cell_name(title: str, position: Position) -> str:
    """Return a cell as people write it: `sc2026!AV12`, the title quoted where it has to be."""
    row, column = position
    cell = rowcol_to_a1(row + 1, column + 1)
    if title.replace("_", "").isalnum():
        return f"{title}!{cell}"
    return str(absolute_range_name(title, cell))


def column_letters(index: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    return str(rowcol_to_a1(1, index + 1)).removesuffix("1")
