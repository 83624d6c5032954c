"""Tabs of a Google spreadsheet, with cells of the same types as in its `.xlsx` download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from gspread.utils import absolute_range_name

from core.errors import PublishError, SourceError
from core.sheets.client import SheetsClient
from core.sheets.tab_rows import RowCells

_FIELDS = (
    "sheets(properties(title),data(startRow,startColumn,"
    "rowData(values(effectiveValue,effectiveFormat(numberFormat(type,pattern))))))"
)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- dates in a sheet have no zone
_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}


def fetch_tabs(client: SheetsClient, titles: Iterable[str]) -> dict[str, list[RowCells]]:
    """Return the cells of the named tabs, in one request; a tab that does not exist is left out.

    Raises:
        SourceError: The spreadsheet cannot be read.
    """
    try:
        sheets = _fetch_sheets(client, sorted(set(titles)))
    except PublishError as error:
        raise SourceError(str(error)) from None
    return {sheet["properties"]["title"]: _rows(sheet.get("data", ())) for sheet in sheets}


def _fetch_sheets(client: SheetsClient, titles: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    try:
        return _get_sheets(client, titles)
    except PublishError as error:
        # One tab that does not exist spoils the whole request.
        if "Unable to parse range" not in str(error):
            raise
    tabs = client.get("sheets(properties(title))").get("sheets", ())
    existing = {tab["properties"]["title"] for tab in tabs}
    remaining = [title for title in titles if title in existing]
    return _get_sheets(client, remaining) if remaining else ()


def _get_sheets(client: SheetsClient, titles: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    ranges = [absolute_range_name(title) for title in titles]
    sheets: Sequence[Mapping[str, Any]] = client.get(_FIELDS, ranges).get("sheets", ())
    return sheets


def _rows(data: Iterable[Mapping[str, Any]]) -> list[RowCells]:
    """Return all rows from the first one on; parts of the answer begin where cells are filled."""
    rows: list[RowCells] = []
    for part in data:
        blank_rows = int(part.get("startRow", 0)) - len(rows)
        rows += [()] * blank_rows
        blank_cells = [None] * int(part.get("startColumn", 0))
        for row in part.get("rowData", ()):
            rows.append([*blank_cells, *map(_cell, row.get("values", ()))])
    return rows


def _cell(cell: Mapping[str, Any]) -> object:
    value = cell.get("effectiveValue", {})
    if "numberValue" in value:
        number_format = cell.get("effectiveFormat", {}).get("numberFormat", {})
        return _number(float(value["numberValue"]), number_format)
    if "errorValue" in value:
        return _ERRORS.get(str(value["errorValue"].get("type")), "#ERROR!")
    return value.get("stringValue", value.get("boolValue"))


def _number(number: float, number_format: Mapping[str, str]) -> object:
    """Return a number as the date, time or duration that its format makes of it."""
    kind = number_format.get("type", "")
    if kind not in ("DATE", "TIME", "DATE_TIME"):
        return number
    duration = timedelta(days=number)
    if number_format.get("pattern", "").startswith("["):
        return duration
    moment = _EPOCH + timedelta(seconds=round(duration.total_seconds()))
    is_time_of_day = kind == "TIME" and 0 <= number < 1
    return moment.time() if is_time_of_day else moment
