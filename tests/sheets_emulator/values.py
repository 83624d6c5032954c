"""The values.* methods: reading and writing plain values by range or by data filter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import a1, metadata, structure
from .compute import Calculator
from .context import Area, Context, beyond, check_characters, inside
from .errors import Json, invalid
from .model import Sheet, Span
from .requests_dimensions import check_growth, extend
from .typed import entered

Matrix = list[list[Any]]


@dataclass(frozen=True)
class Rendering:
    """How values are shown in an answer."""

    render: str = "FORMATTED_VALUE"
    moments: str = "SERIAL_NUMBER"
    major: str = "ROWS"

    @classmethod
    def of(cls, given: Json, prefix: str = "") -> Rendering:
        def option(name: str, default: str) -> str:
            key = prefix + name[0].upper() + name[1:] if prefix else name
            value = given.get(key) or default
            return default if str(value).endswith("UNSPECIFIED") else str(value)

        major = given.get("majorDimension") or "ROWS"
        return cls(
            option("valueRenderOption", "FORMATTED_VALUE"),
            option("dateTimeRenderOption", "SERIAL_NUMBER"),
            "ROWS" if major.endswith("UNSPECIFIED") else major,
        )


def readable(sheet: Sheet, rect: a1.Rect) -> Area:
    """A range for reading: it must start inside the grid, and ends with it."""
    top, bottom, left, right = sheet.bounds(rect)
    if top >= len(sheet.rows) or left >= len(sheet.columns):
        raise beyond(sheet, top, max(bottom, top + 1), left, max(right, left + 1))
    return Area(sheet, top, min(bottom, len(sheet.rows)), left, min(right, len(sheet.columns)))


def value_range(ctx: Context, sheet: Sheet, rect: a1.Rect, how: Rendering) -> Json:
    """A ValueRange: trailing empty rows and cells left out, no values at all when everything is
    empty.
    """
    area = readable(sheet, rect)
    answer: Json = {"range": area.name, "majorDimension": how.major}
    if values := read(ctx, area, how):
        answer["values"] = values
    return answer


def read(ctx: Context, area: Area, how: Rendering) -> Matrix:
    calculator, sheet = Calculator(ctx.workbook), area.sheet
    if how.major == "ROWS":
        filled = [row for row in sheet.cells if row in area.rows]
        lines = [
            [
                calculator.rendered(sheet, row, column, how.render, how.moments)
                for column in _reach(sheet, row, area)
            ]
            for row in range(area.top, max(filled, default=-1) + 1)
        ]
    else:
        lines = [
            [calculator.rendered(sheet, row, column, how.render, how.moments) for row in area.rows]
            for column in area.columns
        ]
    trimmed = [_trimmed(line) for line in lines]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def _reach(sheet: Sheet, row: int, area: Area) -> range:
    """The columns of a row up to its last cell."""
    last = max(
        (column for column in sheet.cells.get(row, ()) if column in area.columns),
        default=area.left - 1,
    )
    return range(area.left, last + 1)


def _trimmed(line: list[Any]) -> list[Any]:
    end = len(line)
    while end and line[end - 1] == "":
        end -= 1
    return line[:end]


def by_rows(values: Matrix, major: str) -> Matrix:
    """Values as rows, whichever way they were sent; gaps of ragged columns are left alone."""
    if major != "COLUMNS":
        return values
    height = max((len(column) for column in values), default=0)
    return [
        [column[row] if row < len(column) else None for column in values] for row in range(height)
    ]


def update(ctx: Context, sheet: Sheet, rect: a1.Rect, given: Json, option: str | None) -> Json:
    """values.update on one range: an UpdateValuesResponse."""
    rows = by_rows(given.get("values", []), given.get("majorDimension") or "ROWS")
    area = _target(sheet, rect, rows)
    return write(ctx, area, rows, option)


def _target(sheet: Sheet, rect: a1.Rect, rows: Matrix) -> Area:
    """The cells a write is about. One cell, or a whole column, is an anchor; anything else is a
    limit.
    """
    width = max((len(row) for row in rows), default=0)
    top, bottom, left, right = sheet.bounds(rect)
    anchor = rect.is_cell or (
        rect.bottom is None and (rect.right is None or rect.right == left + 1)
    )
    if anchor:
        return inside(sheet, a1.Rect(top, top + max(len(rows), 1), left, left + max(width, 1)))
    area = inside(sheet, rect)
    asked = f"Requested writing within range [{area.name}], but tried writing to"
    if len(rows) > bottom - top:
        raise invalid(f"{asked} row [{bottom + 1}]")
    if width > right - left:
        raise invalid(f"{asked} column [{a1.column_name(right)}]")
    return area


def write(ctx: Context, area: Area, rows: Matrix, option: str | None) -> Json:
    """Put values into cells; null leaves a cell alone, "" empties it, notes and formats stay."""
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    ctx.guard(area)
    sheet = area.sheet
    written = []
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            _check_value(value, i, j)
            cell = entered(value, sheet.cell(area.top + i, area.left + j), option == "RAW")
            if cell is not None:
                sheet.put(area.top + i, area.left + j, cell)
                written.append((i, j))
    counts = {
        "updatedRows": len({i for i, _ in written}),
        "updatedColumns": len({j for _, j in written}),
        "updatedCells": len(written),
    }
    answer: Json = {"spreadsheetId": ctx.workbook.id, "updatedRange": _written_range(area, rows)}
    return answer | {key: count for key, count in counts.items() if count}


def _written_range(area: Area, rows: Matrix) -> str:
    """The rectangle of the data, not that of the range asked for."""
    width = max((len(row) for row in rows), default=1)
    bottom, right = area.top + max(len(rows), 1), area.left + max(width, 1)
    return Area(area.sheet, area.top, bottom, area.left, right).name


def _check_value(value: Any, row: int, column: int) -> None:
    if isinstance(value, dict | list):
        kind = "struct_value" if isinstance(value, dict) else "list_value"
        raise invalid(f"Invalid values[{row}][{column}]: {kind} {json.dumps(value)}")
    check_characters(value)


def clear(ctx: Context, sheet: Sheet, rect: a1.Rect) -> str:
    """Empty the cells of a range; notes, formats and validation stay. Answers the range."""
    area = readable(sheet, rect)
    ctx.guard(area)
    for row in [row for row in sheet.cells if row in area.rows]:
        for column in [column for column in sheet.cells[row] if column in area.columns]:
            cell = sheet.cell(row, column)
            sheet.put(
                row,
                column,
                {k: v for k, v in cell.items() if k not in ("userEnteredValue", "textFormatRuns")},
            )
    return area.name


def append(ctx: Context, sheet: Sheet, rect: a1.Rect, given: Json, options: Json) -> Json:
    """values.append: below the table that the range finds, growing the grid as needed."""
    rows = by_rows(given.get("values", []), given.get("majorDimension") or "ROWS")
    area = readable(sheet, rect)
    table = _table(area)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    target = Area(sheet, top, top + max(len(rows), 1), left, left + max(1, *map(len, rows or [[]])))
    if (
        options.get("insertDataOption") == "INSERT_ROWS"
        and table
        and rows
        and top < len(sheet.rows)
    ):
        check_growth(ctx, sheet, "ROWS", len(rows))
        structure.insert(ctx.workbook, sheet, Span("ROWS", top, top + len(rows)), before=True)
    extend(ctx, sheet, "ROWS", target.bottom)
    extend(ctx, sheet, "COLUMNS", target.right)
    answer: Json = {"spreadsheetId": ctx.workbook.id}
    if table:
        answer["tableRange"] = table.name
    return answer | {"updates": write(ctx, target, rows, options.get("valueInputOption"))}


def _table(area: Area) -> Area | None:
    """The last table with a cell in the range: the block of filled cells around it, as far as they
    touch.
    """
    sheet = area.sheet
    filled = {
        (row, column)
        for row, cells in sheet.cells.items()
        for column, cell in cells.items()
        if "userEnteredValue" in cell
    }
    seeds = [(row, column) for row, column in filled if row in area.rows and column in area.columns]
    if not seeds:
        return None
    row, column = max(seeds)
    top, bottom, left, right = row, row + 1, column, column + 1
    while True:
        near = [(r, c) for r, c in filled if top - 1 <= r <= bottom and left - 1 <= c <= right]
        grown = (
            min(r for r, _ in near),
            max(r for r, _ in near) + 1,
            min(c for _, c in near),
            max(c for _, c in near) + 1,
        )
        if grown == (top, bottom, left, right):
            return Area(sheet, top, bottom, left, right)
        top, bottom, left, right = grown


def matched(ctx: Context, filters: list[Json], how: Rendering) -> list[Json]:
    """values:batchGetByDataFilter: each matched range once, with the filters that matched it."""
    found: dict[str, Json] = {}
    for data_filter in filters:
        for sheet, rect in metadata.ranges(ctx.workbook, data_filter):
            answer = value_range(ctx, sheet, rect, how)
            item = found.setdefault(answer["range"], {"valueRange": answer, "dataFilters": []})
            item["dataFilters"].append(data_filter)
    return list(found.values())
