"""Requests that mark the spreadsheet, its tabs, rows and columns with developer metadata. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.publish.google.answers import PUBLICATION, TAB, WIDTHS, tab_mark, width_text
from core.publish.google.line_marks import COLUMN, ROW, row_mark
from core.publish.google.positions import Positions
from core.publish.google.ranges import dimension_range
from core.publish.google.updates import ApiRequest
from core.publish.google.wanted import Wanted


def mark_requests(marker: str, old_markers: Iterable[int]) -> Iterator[ApiRequest]:
    """Yield the requests that put a publication's marker in the place of older ones."""
    yield from delete_metadata(old_markers)
    yield _metadata(PUBLICATION, marker, {"spreadsheet": True})


def delete_metadata(ids: Iterable[int]) -> Iterator[ApiRequest]:
    """Yield what deletes metadata."""
    for number in ids:
        lookup = {"developerMetadataLookup": {"metadataId": number}}
        yield {"deleteDeveloperMetadata": {"dataFilter": lookup}}


def tab_metadata(wanted: Wanted, sheet_id: int) -> ApiRequest:
    """Return what marks a tab as ours."""
    return _metadata(TAB, tab_mark(wanted.key, sheet_id), {"sheetId": sheet_id})


def width_metadata(sheet_id: int, widths: Mapping[str, int]) -> ApiRequest:
    """Return what lets a tab remember the widths that its columns were given."""
    return _metadata(WIDTHS, width_text(widths), {"sheetId": sheet_id})


def line_metadata(
    positions: Positions, rows: Iterable[str], columns: Iterable[str]
) -> Iterator[ApiRequest]:
    """Yield what marks rows and columns with their keys."""
    sheet_id = positions.sheet_id
    for key in rows:
        index = positions.rows[key]
        line = dimension_range(sheet_id, "ROWS", index, index + 1)
        yield _metadata(ROW, row_mark(key), {"dimensionRange": line})
    for key in columns:
        index = positions.columns[key]
        line = dimension_range(sheet_id, "COLUMNS", index, index + 1)
        yield _metadata(COLUMN, key, {"dimensionRange": line})


def _metadata(key: str, value: str, location: Mapping[str, Any]) -> ApiRequest:
    metadata = {
        "metadataKey": key,
        "metadataValue": value,
        "location": location,
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}
