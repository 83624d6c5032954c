"""How a scorecard looks in Google Sheets: formats, widths and what is frozen. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    LABEL_ROW,
    NAME,
    NUMBER,
    OWNER,
    TARGET,
    TREND,
    UNIT,
    RowLook,
    Wanted,
)

FROZEN_COLUMNS = 2
INK, SOFT, FAINT = "#1F2937", "#6B7280", "#A3ABB8"
BAND, SEPARATOR = "#E8EDF3", "#E3E7EC"
TREND_COLOUR = "#6B7280"

_WIDTHS = {NUMBER: 40, NAME: 270, OWNER: 190, UNIT: 70, TARGET: 80, TREND: 120}
_PERIOD_WIDTH = 72
_LEFT = (NUMBER, NAME, OWNER, UNIT, TREND)


def colour(text: str) -> dict[str, Any]:
    """Return `#RRGGBB` as Google writes colours."""
    parts = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def cell_format(wanted: Wanted, row: str, column: str) -> dict[str, Any]:
    """Return the format of one cell of ours."""
    text: dict[str, Any] = {"fontFamily": "Arial", "fontSize": 10, "foregroundColorStyle": colour(INK)}
    found: dict[str, Any] = {"textFormat": text, "verticalAlignment": "MIDDLE"}
    if row in HEADER_ROWS:
        _header(row, column, found, text)
    else:
        _line(wanted.rows[row], column, found, text)
    return found


def _header(row: str, column: str, found: dict[str, Any], text: dict[str, Any]) -> None:
    if row == HEADING:
        text |= {"fontSize": 15, "bold": True}
    elif row in (LABEL_ROW, DAY_ROW):
        found |= {"backgroundColorStyle": colour(BAND), "horizontalAlignment": "LEFT" if column in _LEFT else "RIGHT"}
        text |= {"bold": True} if row == LABEL_ROW else {"fontSize": 8, "foregroundColorStyle": colour(SOFT)}
        if row == DAY_ROW:
            found["numberFormat"] = {"type": "TEXT"}
            found["borders"] = {"bottom": {"style": "SOLID", "colorStyle": colour(FAINT)}}
    else:
        text |= {"fontSize": 9, "foregroundColorStyle": colour(SOFT)}


def _line(look: RowLook, column: str, found: dict[str, Any], text: dict[str, Any]) -> None:
    found["borders"] = {"bottom": {"style": "SOLID", "colorStyle": colour(SEPARATOR)}}
    found["horizontalAlignment"] = "LEFT" if column in _LEFT else "RIGHT"
    if column == NAME:
        text["bold"] = not look.is_breakdown
        found["padding"] = {"left": 18 if look.is_breakdown else 3}
    if column in (NUMBER, OWNER, UNIT, TARGET):
        text["foregroundColorStyle"] = colour(SOFT)
    if look.is_breakdown:
        text |= {"fontSize": 9, "foregroundColorStyle": colour(SOFT)}
    if look.is_retired:
        text["foregroundColorStyle"] = colour(FAINT)
    pattern = number_pattern(look, column)
    if pattern:
        found["numberFormat"] = {"type": "NUMBER", "pattern": pattern}


def number_pattern(look: RowLook, column: str) -> str:
    """Return the number format of a cell in a line: of its target, or of its values; none for its labels."""
    if column == TARGET:
        return look.target
    if column == NUMBER:
        return "0"
    return "" if column in (NAME, OWNER, UNIT, TREND) else look.values


def dimensions(wanted: Wanted, sheet_id: int) -> Iterator[dict[str, Any]]:
    """Yield the widths of a new tab's columns."""
    for index, column in enumerate(wanted.columns[: len(_WIDTHS)]):
        yield _width(sheet_id, index, index + 1, _WIDTHS[column])
    yield _width(sheet_id, len(_WIDTHS), len(wanted.columns), _PERIOD_WIDTH)


def _width(sheet_id: int, start: int, end: int, pixels: int) -> dict[str, Any]:
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}
    return {"updateDimensionProperties": {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def formats(
    wanted: Wanted, sheet_id: int, rows: Mapping[str, int], columns: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield the formats of the cells where `rows` and `columns` meet, one request a rectangle of one format."""
    open_runs: dict[tuple[int, int, str], tuple[int, int]] = {}
    for key, row in sorted(rows.items(), key=lambda item: item[1]):
        for left, right, found in _format_runs(wanted, key, columns):
            top, bottom = open_runs.get((left, right, found), (row, row))
            if bottom != row:
                yield _format(sheet_id, (top, bottom), (left, right), found)
                top = row
            open_runs[left, right, found] = top, row + 1
    for (left, right, found), span in open_runs.items():
        yield _format(sheet_id, span, (left, right), found)


def _format_runs(wanted: Wanted, row: str, columns: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """Yield runs of neighbouring columns with one format, as JSON, in a row."""
    run: tuple[int, int, str] | None = None
    for column, index in sorted(columns.items(), key=lambda item: item[1]):
        found = json.dumps(cell_format(wanted, row, column))
        if run and run[1] == index and run[2] == found:
            run = run[0], index + 1, found
            continue
        if run:
            yield run
        run = index, index + 1, found
    if run:
        yield run


def _format(sheet_id: int, rows: tuple[int, int], columns: tuple[int, int], found: str) -> dict[str, Any]:
    box = {
        "sheetId": sheet_id,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }
    cell = {"userEnteredFormat": json.loads(found)}
    return {"repeatCell": {"range": box, "cell": cell, "fields": "userEnteredFormat"}}


def grey(sheet_id: int, row: int, end: int, start: int) -> dict[str, Any]:
    """Return the request that greys the text of a retired KPI's row."""
    return {
        "repeatCell": {
            "range": {
                "sheetId": sheet_id,
                "startRowIndex": row,
                "endRowIndex": row + 1,
                "startColumnIndex": start,
                "endColumnIndex": end,
            },
            "cell": {"userEnteredFormat": {"textFormat": {"foregroundColorStyle": colour(FAINT)}}},
            "fields": "userEnteredFormat.textFormat.foregroundColorStyle",
        }
    }
