"""Requests that make a tab of ours, as a new one or of the empty one of a new spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.publish.google.changes import TabPlan
from core.publish.google.comment_columns import column_label
from core.publish.google.comment_looks import comment_rules
from core.publish.google.formats import format_requests
from core.publish.google.metadata import line_metadata, tab_metadata, width_metadata
from core.publish.google.pixels import pixel_width
from core.publish.google.positions import Positions
from core.publish.google.ranges import dimension_range
from core.publish.google.rules import tab_rules
from core.publish.google.sheet import TabNow
from core.publish.google.sizes import frozen_parts, tab_sizes
from core.publish.google.updates import ApiRequest, trend_requests
from core.publish.google.wanted import Wanted
from core.publish.grid import LABELS, PERIOD

SPARE_ROWS = 20


def new_tab_requests(tab: TabPlan, positions: Positions, index: int | None) -> Iterator[ApiRequest]:
    """Yield all but the contents of a tab; `index` is its place, None for the end."""
    wanted, sheet_id = tab.wanted, positions.sheet_id
    if tab.blank:
        yield from _take(wanted, tab.blank)
    else:
        yield _add(wanted, sheet_id, index)
    yield tab_metadata(wanted, sheet_id)
    labels = {column_label(key) or PERIOD for key in wanted.columns}
    widths = {label: pixel_width(wanted, label) for label in (*LABELS, PERIOD) if label in labels}
    yield width_metadata(sheet_id, widths)
    marked = [row for row in wanted.rows if row not in tab.unmarked]
    yield from line_metadata(positions, marked, wanted.columns)
    yield from tab_sizes(wanted, sheet_id)
    yield from format_requests(wanted, sheet_id, positions.rows, positions.columns)
    yield from tab_rules(wanted, sheet_id)
    yield from comment_rules(wanted, positions)
    yield from trend_requests(wanted, positions, wanted.rows)


def _add(wanted: Wanted, sheet_id: int, index: int | None) -> ApiRequest:
    size = {"rowCount": len(wanted.rows) + SPARE_ROWS, "columnCount": len(wanted.columns)}
    properties: dict[str, Any] = {
        "sheetId": sheet_id,
        "title": wanted.title,
        "gridProperties": size | frozen_parts(wanted),
    }
    if index is not None:
        properties["index"] = index
    return {"addSheet": {"properties": properties}}


def _take(wanted: Wanted, blank: TabNow) -> Iterator[ApiRequest]:
    """Rename a blank tab and insert our rows above its own.

    A person may type into it before the write arrives: that text moves below our rows. It would be
    lost if the tab were deleted or overwritten.
    """
    sheet_id = blank.sheet_id
    rows = dimension_range(sheet_id, "ROWS", 0, len(wanted.rows))
    yield {"insertDimension": {"range": rows, "inheritFromBefore": False}}
    columns = len(wanted.columns) - len(blank.columns)
    if columns > 0:
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": columns}}
    frozen = frozen_parts(wanted)
    properties = {"sheetId": sheet_id, "title": wanted.title, "gridProperties": frozen}
    fields = ",".join(["title", *(f"gridProperties.{name}" for name in frozen)])
    yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
