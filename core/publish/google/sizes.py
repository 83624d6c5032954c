"""Sizes of a tab's rows and columns in Google Sheets, and the parts that stay in view. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.publish.google.ranges import Dimension, dimension_range
from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    LABEL_ROW,
    REFRESHED,
    Wanted,
)
from core.publish.grid import NAME, NUMBER, OWNER, TARGET, TREND, UNIT

FROZEN = {"frozenRowCount": len(HEADER_ROWS), "frozenColumnCount": 2, "hideGridlines": True}

# In pixels.
_WIDTHS = {NUMBER: 40, NAME: 270, OWNER: 200, UNIT: 64, TARGET: 92, TREND: 110}
_PERIOD_WIDTH = 76
_HEIGHTS = {HEADING: 36, REFRESHED: 24, LABEL_ROW: 24, DAY_ROW: 20}
_LINE_HEIGHT = 25


def tab_sizes(wanted: Wanted, sheet_id: int) -> Iterator[dict[str, Any]]:
    """Yield the requests that set the widths and heights of a new tab."""
    for index, label in enumerate(_WIDTHS):
        yield _size(sheet_id, "COLUMNS", index, index + 1, _WIDTHS[label])
    yield _size(sheet_id, "COLUMNS", len(_WIDTHS), len(wanted.columns), _PERIOD_WIDTH)
    for index, row in enumerate(HEADER_ROWS):
        yield _size(sheet_id, "ROWS", index, index + 1, _HEIGHTS[row])
    yield line_height(sheet_id, len(HEADER_ROWS), len(wanted.rows))


def line_height(sheet_id: int, start: int, end: int) -> dict[str, Any]:
    """Return the request that gives lines their height."""
    return _size(sheet_id, "ROWS", start, end, _LINE_HEIGHT)


def _size(sheet_id: int, dimension: Dimension, start: int, end: int, pixels: int) -> dict[str, Any]:
    return {
        "updateDimensionProperties": {
            "range": dimension_range(sheet_id, dimension, start, end),
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }
