"""Renders the theme as the formats of a spreadsheet's cells. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.publish.google.comment_columns import column_label
from core.publish.google.ranges import grid_range
from core.publish.google.rectangles import rectangles
from core.publish.google.sheet import Box, Position
from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    REFRESHED,
    RowLook,
    Wanted,
)
from core.publish.grid import (
    CHANGE,
    COMMENTS,
    NAME,
    NEWS,
    NUMBER,
    OWNER,
    STATUS,
    TARGET,
    TREND,
    UNIT,
    YEAR_AGO,
)
from core.publish.theme import FONT, Alignment, CellStyle, Role, alignment_of, line_roles, style_of

_INK = "userEnteredFormat.textFormat.foregroundColorStyle"
_NUMBER = "userEnteredFormat.numberFormat"
# In pixels.
_PADDING: Mapping[Alignment, Mapping[str, int]] = {
    "left": {"left": 6},
    "indented": {"left": 18},
    "right": {"right": 8},
}


@dataclass(frozen=True, slots=True)
class CellFormat:
    """Format of one cell: its style, its number format, and how it treats long text."""

    style: CellStyle
    pattern: str = ""
    is_text: bool = False
    is_clipped: bool = False
    is_wrapped: bool = False


def cell_format(wanted: Wanted, row: str, column: str) -> CellFormat:
    """Return the format of one cell of ours."""
    label = column_label(column)
    if row in HEADER_ROWS:
        return _header_format(row, label)
    return _line_format(wanted.rows[row], label)


@cache
def _header_format(row: str, label: str) -> CellFormat:
    if row == HEADING:
        return CellFormat(style_of("heading"))
    if row == REFRESHED:
        return CellFormat(style_of("refreshed"))
    state: tuple[Role, ...] = ("current header",) if label in NEWS else ()
    if row == DAY_ROW:
        style = style_of("header", "last header", "day", alignment_of(label), *state)
        return CellFormat(style, is_text=True)
    return CellFormat(style_of("header", alignment_of(label), *state))


@cache
def _line_format(look: RowLook, label: str) -> CellFormat:
    roles = line_roles(label, is_breakdown=look.is_breakdown, is_retired=look.is_retired)
    return CellFormat(
        style_of(*roles),
        pattern=number_pattern(look, label),
        is_text=label == COMMENTS,
        is_clipped=label in (NUMBER, NAME, OWNER, UNIT),
        is_wrapped=label == COMMENTS,
    )


def number_pattern(look: RowLook, label: str) -> str:
    """Return the number format of a line's cell under a label, or of its values; none for text."""
    if label == TARGET:
        return look.target
    if label in (CHANGE, YEAR_AGO):
        return look.change
    if label == NUMBER:
        return "0"
    return "" if label in (NAME, STATUS, OWNER, UNIT, TREND, COMMENTS) else look.values


def format_json(cell: CellFormat) -> dict[str, Any]:
    """Return a format as the Sheets API writes it."""
    style = cell.style
    answer: dict[str, Any] = {"textFormat": _text_json(style), "verticalAlignment": "MIDDLE"}
    if style.alignment:
        answer["horizontalAlignment"] = "RIGHT" if style.alignment == "right" else "LEFT"
        answer["padding"] = _PADDING[style.alignment]
    if style.background:
        answer["backgroundColorStyle"] = colour(style.background)
    if style.rule:
        answer["borders"] = {"bottom": solid_line(style.rule)}
    if cell.is_text:
        answer["numberFormat"] = {"type": "TEXT"}
    if cell.pattern:
        answer["numberFormat"] = {"type": "NUMBER", "pattern": cell.pattern}
    if cell.is_clipped:
        answer["wrapStrategy"] = "CLIP"
    if cell.is_wrapped:
        answer["wrapStrategy"] = "WRAP"
    return answer


def _text_json(style: CellStyle) -> dict[str, Any]:
    text: dict[str, Any] = {
        "fontFamily": FONT,
        "fontSize": style.size,
        "foregroundColorStyle": colour(style.ink),
    }
    if style.bold:
        text["bold"] = True
    if style.italic:
        text["italic"] = True
    return text


def colour(text: str) -> dict[str, Any]:
    """Return `#RRGGBB` as the Sheets API writes colours."""
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}


def solid_line(ink: str) -> dict[str, Any]:
    """Return a thin line as a cell's border."""
    return {"style": "SOLID", "colorStyle": colour(ink)}


def format_requests(
    wanted: Wanted, sheet_id: int, rows: Mapping[str, int], columns: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield the formats of the cells where rows and columns meet, both given with their index."""
    cells: dict[Position, CellFormat] = {}
    for row, row_index in rows.items():
        for column, column_index in columns.items():
            cells[row_index, column_index] = cell_format(wanted, row, column)
    for box, cell in rectangles(cells):
        yield repeat_cell(sheet_id, box, format_json(cell), "userEnteredFormat")


def ink_requests(
    wanted: Wanted,
    sheet_id: int,
    row: str,
    row_index: int,
    columns: Mapping[str, int],
    *,
    is_retired: bool,
) -> Iterator[dict[str, Any]]:
    """Yield what greys the text of our cells in a retired row, or gives it back its colour."""
    inks: dict[Position, str] = {}
    for column, index in columns.items():
        style = style_of("retired") if is_retired else cell_format(wanted, row, column).style
        inks[row_index, index] = style.ink
    for box, ink in rectangles(inks):
        yield repeat_cell(
            sheet_id, box, {"textFormat": {"foregroundColorStyle": colour(ink)}}, _INK
        )


def number_requests(
    wanted: Wanted, sheet_id: int, row: str, row_index: int, columns: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield the number formats of a row whose unit is another one now."""
    patterns: dict[Position, str] = {}
    for column, index in columns.items():
        pattern = number_pattern(wanted.rows[row], column_label(column))
        if pattern:
            patterns[row_index, index] = pattern
    for box, pattern in rectangles(patterns):
        form = {"numberFormat": {"type": "NUMBER", "pattern": pattern}}
        yield repeat_cell(sheet_id, box, form, _NUMBER)


def repeat_cell(sheet_id: int, box: Box, cell: dict[str, Any], fields: str) -> dict[str, Any]:
    """Return the request that gives the cells of a box some fields of a format."""
    return {
        "repeatCell": {
            "range": grid_range(sheet_id, box),
            "cell": {"userEnteredFormat": cell},
            "fields": fields,
        }
    }
