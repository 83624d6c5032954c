"""Sizes of a tab's rows and columns in Google Sheets, and the parts that stay in view. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.publish.charts import ROW_HEIGHT
from core.publish.google.comment_columns import is_comment_column
from core.publish.google.pixels import pixel_width
from core.publish.google.ranges import Dimension, dimension_range
from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    LABEL_ROW,
    REFRESHED,
    Wanted,
)
from core.publish.grid import CHANGE, COMMENTS, LABELS, PERIOD, STATUS

# In pixels.
_HEIGHTS = {HEADING: 36, REFRESHED: 24, LABEL_ROW: 24, DAY_ROW: 20}
_LINE_HEIGHT = 25
# Columns that stay in view on a tab of charts: number and name.
_BESIDE_CHARTS = 2


def frozen_parts(wanted: Wanted) -> dict[str, Any]:
    """Return what stays in view: the header, and the status and the news beside the names."""
    absent = 0 if STATUS in wanted.columns else 1
    columns = LABELS.index(CHANGE) + 1 - absent
    return {
        "frozenRowCount": len(HEADER_ROWS),
        "frozenColumnCount": _BESIDE_CHARTS if wanted.charts else columns,
        "hideGridlines": True,
    }


def tab_sizes(wanted: Wanted, sheet_id: int) -> Iterator[dict[str, Any]]:
    """Yield the requests that set the widths and heights of a new tab."""
    labels = [column for column in wanted.columns if column in LABELS]
    for index, label in enumerate(labels):
        yield column_width(wanted, sheet_id, label, index, index + 1)
    yield column_width(wanted, sheet_id, PERIOD, len(labels), len(wanted.columns))
    for index, column in enumerate(wanted.columns):
        if is_comment_column(column):
            yield column_width(wanted, sheet_id, COMMENTS, index, index + 1)
    for index, row in enumerate(HEADER_ROWS):
        yield _size(sheet_id, "ROWS", index, index + 1, _HEIGHTS[row])
    # A line grows with its comments as long as it has no height of its own.
    if wanted.comments is None:
        yield line_height(wanted, sheet_id, len(HEADER_ROWS), len(wanted.rows))
    if wanted.is_newest_first and wanted.later:
        # Otherwise empty columns would stand between the names and the newest period.
        later = [index for index, key in enumerate(wanted.columns) if key in wanted.later]
        yield column_visibility(sheet_id, later[0], later[-1] + 1, is_hidden=True)


def column_width(wanted: Wanted, sheet_id: int, label: str, start: int, end: int) -> dict[str, Any]:
    """Return the request that gives the columns of a label, or of periods, their width."""
    return _size(sheet_id, "COLUMNS", start, end, pixel_width(wanted, label))


def column_visibility(sheet_id: int, start: int, end: int, *, is_hidden: bool) -> dict[str, Any]:
    """Return the request that hides columns or shows them."""
    return {
        "updateDimensionProperties": {
            "range": dimension_range(sheet_id, "COLUMNS", start, end),
            "properties": {"hiddenByUser": is_hidden},
            "fields": "hiddenByUser",
        }
    }


def line_height(wanted: Wanted, sheet_id: int, start: int, end: int) -> dict[str, Any]:
    """Return the request that gives lines their height, with room for a chart on a tab of them."""
    return _size(sheet_id, "ROWS", start, end, ROW_HEIGHT if wanted.charts else _LINE_HEIGHT)


def _size(sheet_id: int, dimension: Dimension, start: int, end: int, pixels: int) -> dict[str, Any]:
    return {
        "updateDimensionProperties": {
            "range": dimension_range(sheet_id, dimension, start, end),
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }
