"""Requests that write cells: contents, formats, notes, validation, borders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import colors, formula_refs, masks
from .context import Area, Context, beyond, check_characters
from .errors import Json, invalid
from .masks import Mask
from .model import Cell
from .requests_dimensions import extend
from .requests_objects import check_condition
from .schema import without_defaults

READ_ONLY = ("effectiveValue", "formattedValue", "effectiveFormat", "hyperlink")


def cell_mask(fields: str | None, root: str = "") -> Mask:
    mask = masks.for_write(fields, "CellData", root)
    return {key: below for key, below in mask.items() if key not in READ_ONLY}


def write_cell(cell: Cell, source: Json, mask: Mask) -> Cell:
    """A cell with the masked fields of `source`; an empty string empties it."""
    check_characters(source.get("userEnteredValue", {}).get("stringValue"))
    check_characters(source.get("userEnteredValue", {}).get("formulaValue"))
    result = masks.write(cell, source, mask)
    if result.get("userEnteredValue") in ({}, {"stringValue": ""}):
        del result["userEnteredValue"]
    if not result.get("note", "x"):
        del result["note"]
    return result


def prepared(source: Json) -> Json:
    """A CellData from a request in the form in which it is kept."""
    if "errorValue" in source.get("userEnteredValue", {}):
        raise invalid("The value of a cell cannot be set to an error.")
    clean = without_defaults(source, "CellData")
    return {
        key: colors.twins(value) if key in ("userEnteredFormat", "textFormatRuns") else value
        for key, value in clean.items()
    }


def update_cells(ctx: Context, body: Json) -> None:
    mask = cell_mask(body.get("fields"))
    rows = [row.get("values", []) for row in body.get("rows", [])]
    if "range" in body:
        area = ctx.area(body["range"])
    elif "start" in body:
        area = _from_start(ctx, body["start"], rows)
    else:
        raise invalid("One of start or range must be specified.")
    _check_fits(area, rows)
    ctx.guard(area)
    for row in area.rows:
        given = rows[row - area.top] if row - area.top < len(rows) else []
        for column in area.columns:
            at = column - area.left
            source = prepared(given[at]) if at < len(given) else {}
            if "range" in body or at < len(given):
                area.sheet.put(row, column, write_cell(area.sheet.cell(row, column), source, mask))


def _from_start(ctx: Context, start: Json, rows: list[list[Json]]) -> Area:
    """From `start` the data says how far it reaches; it must not reach beyond the grid."""
    sheet = ctx.workbook.sheet(start.get("sheetId"))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    width = max((len(row) for row in rows), default=0)
    if top >= len(sheet.rows) or left >= len(sheet.columns):
        raise beyond(sheet, top, top + max(len(rows), 1), left, left + max(width, 1))
    bottom, right = min(top + len(rows), len(sheet.rows)), min(left + width, len(sheet.columns))
    return Area(sheet, top, bottom, left, right)


def _check_fits(area: Area, rows: list[list[Json]]) -> None:
    if len(rows) > len(area.rows):
        raise invalid(
            f"Attempting to write row: {area.bottom}, beyond the last requested row of:"
            f" {area.bottom - 1}"
        )
    for row in rows:
        if len(row) > len(area.columns):
            last = area.right - 1
            raise invalid(
                f"Attempting to write column: {area.right}, beyond the last requested column of:"
                f" {last}"
            )


def append_cells(ctx: Context, body: Json) -> None:
    """Below the last row that holds data; rows are added as needed, columns are not."""
    mask = cell_mask(body.get("fields"))
    sheet = ctx.workbook.sheet(body.get("sheetId"))
    rows = [row.get("values", []) for row in body.get("rows", [])]
    filled = (
        row
        for row, cells in sheet.cells.items()
        if any("userEnteredValue" in c for c in cells.values())
    )
    top = max(filled, default=-1) + 1
    for row in rows:
        if len(row) > len(sheet.columns):
            last = len(sheet.columns) - 1
            raise invalid(
                f"Attempting to write column: {last + 1}, beyond the last requested column of:"
                f" {last}"
            )
    extend(ctx, sheet, "ROWS", top + len(rows))
    if rows:
        ctx.guard(Area(sheet, top, top + len(rows), 0, max(1, *map(len, rows))))
    for row, cells in enumerate(rows, top):
        for column, source in enumerate(cells):
            sheet.put(row, column, write_cell(sheet.cell(row, column), prepared(source), mask))


def repeat_cell(ctx: Context, body: Json) -> None:
    """One cell over a whole range; formulas read relative to each cell."""
    mask = cell_mask(body.get("fields"), "cell")
    area = ctx.area(body.get("range"))
    ctx.guard(area)
    source = prepared(body.get("cell", {}))
    formula = source.get("userEnteredValue", {}).get("formulaValue")
    for row in area.rows:
        for column in area.columns:
            if formula:
                shifted = formula_refs.offset(formula, row - area.top, column - area.left)
                source = source | {"userEnteredValue": {"formulaValue": shifted}}
            area.sheet.put(row, column, write_cell(area.sheet.cell(row, column), source, mask))


def set_data_validation(ctx: Context, body: Json) -> None:
    area = ctx.area(body.get("range"))
    ctx.guard(area)
    rule = body.get("rule")
    if rule is not None:
        check_condition(rule.get("condition", {}))
    source = {"dataValidation": without_defaults(rule, "DataValidationRule")} if rule else {}
    for row in area.rows:
        for column in area.columns:
            area.sheet.put(
                row,
                column,
                masks.write(area.sheet.cell(row, column), source, {"dataValidation": {}}),
            )


def update_borders(ctx: Context, body: Json) -> None:
    area = ctx.area(body.get("range"))
    ctx.guard(area)
    for row, column, side, border in _border_sides(area, body):
        cell = area.sheet.cell(row, column)
        own: Json = cell.get("userEnteredFormat", {})
        borders = {key: value for key, value in own.get("borders", {}).items() if key != side}
        if border.get("style", "NONE") != "NONE":
            borders[side] = border
        changed = {key: value for key, value in own.items() if key != "borders"}
        if borders:
            changed["borders"] = borders
        area.sheet.put(
            row,
            column,
            masks.write(cell, {"userEnteredFormat": changed or None}, {"userEnteredFormat": {}}),
        )


def _border_sides(area: Area, body: Json) -> Iterator[tuple[int, int, str, Json]]:
    """(row, column, side, border) of every edge that the request sets."""
    given: dict[str, Any] = {
        key: colors.twins(without_defaults(body[key], "Border")) for key in body if key != "range"
    }
    for row in area.rows:
        for column in area.columns:
            edges = {
                "top": "top" if row == area.top else "innerHorizontal",
                "bottom": "bottom" if row == area.bottom - 1 else "innerHorizontal",
                "left": "left" if column == area.left else "innerVertical",
                "right": "right" if column == area.right - 1 else "innerVertical",
            }
            for side, name in edges.items():
                if name in given:
                    yield row, column, side, given[name]
