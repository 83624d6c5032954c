"""How a scorecard looks in Google Sheets: formats, sizes, what is frozen, and what stands out.
Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.publish.google.sheet import column_letters
from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    LABEL_ROW,
    NAME,
    NUMBER,
    OWNER,
    REFRESHED,
    TARGET,
    TREND,
    UNIT,
    RowLook,
    Wanted,
)

GRID = {"frozenRowCount": len(HEADER_ROWS), "frozenColumnCount": 2, "hideGridlines": True}
INK, SOFT, FAINT = "#1F2937", "#6B7280", "#A3ABB8"
BAND, CURRENT_BAND, SEPARATOR, GAP = "#E8EDF3", "#C9D8EA", "#E3E7EC", "#F1F2F4"
TREND_COLOUR = "#6B7280"

_WIDTHS = {NUMBER: 40, NAME: 270, OWNER: 200, UNIT: 64, TARGET: 92, TREND: 110}
_PERIOD_WIDTH = 76
_HEIGHTS = {HEADING: 36, REFRESHED: 24, LABEL_ROW: 24, DAY_ROW: 20}
_LINE_HEIGHT = 25
_LEFT = (NUMBER, NAME, OWNER, UNIT, TREND)
_PERIOD = "period"
_PADDING = {True: {"left": 6}, False: {"right": 8}}
_INK = "userEnteredFormat.textFormat.foregroundColorStyle"

# The column of the ISO week that ended last is its own header; nobody has to move a colour on
# Mondays.
_WEEK = '"W"&TEXT(ISOWEEKNUM(TODAY()-7);"00")'
_YEAR = "YEAR(TODAY()-WEEKDAY(TODAY();2)-3)"

Extent = tuple[int, int]


def colour(text: str) -> dict[str, Any]:
    """Return `#RRGGBB` as Google writes colours."""
    parts = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def cell_format(wanted: Wanted, row: str, column: str) -> dict[str, Any]:
    """Return the format of one cell of ours."""
    text: dict[str, Any] = {
        "fontFamily": "Arial",
        "fontSize": 10,
        "foregroundColorStyle": colour(INK),
    }
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
        found |= {
            "backgroundColorStyle": colour(BAND),
            "horizontalAlignment": "LEFT" if column in _LEFT else "RIGHT",
        }
        text |= (
            {"bold": True}
            if row == LABEL_ROW
            else {"fontSize": 8, "foregroundColorStyle": colour(SOFT)}
        )
        found["padding"] = _PADDING[column in _LEFT]
        if row == DAY_ROW:
            found["numberFormat"] = {"type": "TEXT"}
            found["borders"] = {"bottom": {"style": "SOLID", "colorStyle": colour(FAINT)}}
    else:
        text |= {"fontSize": 9, "foregroundColorStyle": colour(SOFT)}


def _line(look: RowLook, column: str, found: dict[str, Any], text: dict[str, Any]) -> None:
    found["borders"] = {"bottom": {"style": "SOLID", "colorStyle": colour(SEPARATOR)}}
    found["horizontalAlignment"] = "LEFT" if column in _LEFT else "RIGHT"
    found["padding"] = _PADDING[column in _LEFT]
    if column == NAME:
        text["bold"] = not look.is_breakdown
        found["padding"] = {"left": 18} if look.is_breakdown else found["padding"]
    if column in (NUMBER, OWNER, UNIT):
        found["wrapStrategy"] = "CLIP"
    if column in (NUMBER, OWNER, UNIT, TARGET):
        text["foregroundColorStyle"] = colour(SOFT)
    if look.is_breakdown:
        text |= {
            "fontSize": 9,
            "foregroundColorStyle": colour(FAINT if column in (NUMBER, OWNER, UNIT) else SOFT),
        }
    if look.is_retired:
        text["foregroundColorStyle"] = colour(FAINT)
    pattern = number_pattern(look, column)
    if pattern:
        found["numberFormat"] = {"type": "NUMBER", "pattern": pattern}


def number_pattern(look: RowLook, column: str) -> str:
    """Return the number format of a cell in a line: of its target, or of its values; none for its
    labels.
    """
    if column == TARGET:
        return look.target
    if column == NUMBER:
        return "0"
    return "" if column in (NAME, OWNER, UNIT, TREND) else look.values


def sizes(wanted: Wanted, sheet_id: int) -> Iterator[dict[str, Any]]:
    """Yield the widths and heights of a new tab's columns and rows."""
    for index, column in enumerate(wanted.columns[: len(_WIDTHS)]):
        yield _size(sheet_id, "COLUMNS", (index, index + 1), _WIDTHS[column])
    yield _size(sheet_id, "COLUMNS", (len(_WIDTHS), len(wanted.columns)), _PERIOD_WIDTH)
    for index, row in enumerate(HEADER_ROWS):
        yield _size(sheet_id, "ROWS", (index, index + 1), _HEIGHTS[row])
    yield height(sheet_id, len(HEADER_ROWS), len(wanted.rows))


def height(sheet_id: int, start: int, end: int) -> dict[str, Any]:
    """Return the request that makes lines as high as they are meant to be."""
    return _size(sheet_id, "ROWS", (start, end), _LINE_HEIGHT)


def _size(sheet_id: int, dimension: str, lines: Extent, pixels: int) -> dict[str, Any]:
    span = {
        "sheetId": sheet_id,
        "dimension": dimension,
        "startIndex": lines[0],
        "endIndex": lines[1],
    }
    return {
        "updateDimensionProperties": {
            "range": span,
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }


def formats(
    wanted: Wanted, sheet_id: int, rows: Mapping[str, int], columns: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield the formats of the cells where `rows` and `columns` meet, one request a rectangle of
    one format.
    """
    segments = list(_segments(columns))
    known: dict[tuple[object, str], str] = {}
    open_runs: dict[tuple[int, int, str], Extent] = {}
    for key, row in sorted(rows.items(), key=lambda item: item[1]):
        look = key if key in HEADER_ROWS else wanted.rows[key]
        found = []
        for left, right, kind in segments:
            if (look, kind) not in known:
                known[look, kind] = json.dumps(cell_format(wanted, key, kind))
            found.append((left, right, known[look, kind]))
        for run in _joined(found):
            top, bottom = open_runs.get(run, (row, row))
            if bottom != row:
                yield _format(sheet_id, (top, bottom), run)
                top = row
            open_runs[run] = top, row + 1
    for run, span in open_runs.items():
        yield _format(sheet_id, span, run)


def _segments(columns: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """Yield runs of neighbouring columns that look alike: each label on its own, periods together."""
    kinds = (
        (index, index + 1, key if key in _WIDTHS else _PERIOD) for key, index in columns.items()
    )
    yield from _joined(sorted(kinds))


def _joined(runs: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    run: tuple[int, int, str] | None = None
    for left, right, text in runs:
        if run and run[1:] == (left, text):
            run = run[0], right, text
            continue
        if run:
            yield run
        run = left, right, text
    if run:
        yield run


def _format(sheet_id: int, rows: Extent, run: tuple[int, int, str]) -> dict[str, Any]:
    cell = {"userEnteredFormat": json.loads(run[2])}
    return {
        "repeatCell": {
            "range": _box(sheet_id, rows, run[:2]),
            "cell": cell,
            "fields": "userEnteredFormat",
        }
    }


def _box(sheet_id: int, rows: Extent, columns: Extent) -> dict[str, int]:
    return {
        "sheetId": sheet_id,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }


def ink(
    wanted: Wanted,
    sheet_id: int,
    row: tuple[str, int],
    columns: Mapping[str, int],
    *,
    is_retired: bool,
) -> Iterator[dict[str, Any]]:
    """Yield what greys the text of our cells in a retired row, or gives it back its colour."""
    key, index = row
    colours = {
        column: (
            colour(FAINT)
            if is_retired
            else cell_format(wanted, key, column)["textFormat"]["foregroundColorStyle"]
        )
        for column in columns
    }
    for left, right, text in _joined(
        sorted((columns[each], columns[each] + 1, json.dumps(colours[each])) for each in columns)
    ):
        cell = {"userEnteredFormat": {"textFormat": {"foregroundColorStyle": json.loads(text)}}}
        box = _box(sheet_id, (index, index + 1), (left, right))
        yield {"repeatCell": {"range": box, "cell": cell, "fields": _INK}}


def rules(wanted: Wanted, sheet_id: int) -> Iterator[dict[str, Any]]:
    """Yield what marks the week that ended last, and greys the gaps of a line that had values
    before.
    """
    _, cadence, year = wanted.key.split("/")
    if cadence != "weekly":
        return
    left, right, lines = len(_WIDTHS), len(wanted.columns), len(HEADER_ROWS)
    first = column_letters(left)
    header = _box(sheet_id, (lines - 2, lines), (left, right))
    label = f"{first}${lines - 1}"
    yield _rule(header, f"=AND({_YEAR}={year};{label}={_WEEK})", CURRENT_BAND)
    cell = f"{first}{lines + 1}"
    ended = f"OR({_YEAR}>{year};AND({_YEAR}={year};{label}<={_WEEK}))"
    body = {
        key: value
        for key, value in _box(sheet_id, (lines, 0), (left, right)).items()
        if key != "endRowIndex"
    }
    yield _rule(body, f"=AND(ISBLANK({cell});COUNT(${cell}:{cell})>0;{ended})", GAP)


def _rule(box: Mapping[str, int], formula: str, background: str) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    shown = {"condition": condition, "format": {"backgroundColorStyle": colour(background)}}
    return {
        "addConditionalFormatRule": {"rule": {"ranges": [box], "booleanRule": shown}, "index": 0}
    }
