"""Tabs of a Google spreadsheet as cells of the kinds that an `.xlsx` download of it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.errors import PublishError, SourceError
from core.sheets.client import SheetsClient

_FIELDS = (
    "sheets(properties(title),data(startRow,startColumn,"
    "rowData(values(effectiveValue,effectiveFormat(numberFormat(type,pattern))))))"
)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- a sheet's dates have no zone
_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}


def fetch_tabs(client: SheetsClient, titles: Iterable[str]) -> dict[str, list[Sequence[object]]]:
    """Return the cells of the named tabs, all in one request; a tab that is not there is left out.

    Raises:
        SourceError: The spreadsheet cannot be read.
    """
    wanted = sorted(set(titles))
    try:
        try:
            answer = client.get(_FIELDS, [_quoted(title) for title in wanted])
        except PublishError as error:
            # One tab that is not there spoils the whole request.
            if "Unable to parse range" not in str(error):
                raise
            known = {
                sheet["properties"]["title"]
                for sheet in client.get("sheets(properties(title))").get("sheets", ())
            }
            present = [title for title in wanted if title in known]
            answer = client.get(_FIELDS, [_quoted(title) for title in present]) if present else {}
    except PublishError as error:
        raise SourceError(str(error)) from None
    return {
        sheet["properties"]["title"]: _rows(sheet.get("data", ()))
        for sheet in answer.get("sheets", ())
    }


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _rows(data: Iterable[Mapping[str, Any]]) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for part in data:
        left = [None] * int(part.get("startColumn", 0))
        rows += [()] * (int(part.get("startRow", 0)) - len(rows))
        rows += [[*left, *map(_cell, row.get("values", ()))] for row in part.get("rowData", ())]
    return rows


def _cell(cell: Mapping[str, Any]) -> object:
    value = cell.get("effectiveValue", {})
    if "numberValue" in value:
        return _number(
            float(value["numberValue"]), cell.get("effectiveFormat", {}).get("numberFormat", {})
        )
    if "errorValue" in value:
        return _ERRORS.get(str(value["errorValue"].get("type")), "#ERROR!")
    return value.get("stringValue", value.get("boolValue"))


def _number(number: float, shown: Mapping[str, str]) -> object:
    """Return what a number stands for where its format says date, time or duration."""
    kind = shown.get("type", "")
    if kind not in ("DATE", "TIME", "DATE_TIME"):
        return number
    span = timedelta(days=number)
    if shown.get("pattern", "").startswith("["):
        return span
    moment = _EPOCH + timedelta(seconds=round(span.total_seconds()))
    return moment.time() if kind == "TIME" and 0 <= number < 1 else moment
