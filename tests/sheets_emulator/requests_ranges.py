"""Requests that rearrange cells: merge, sort, copy, cut, shift."""

from __future__ import annotations

from typing import Any

from . import formula_refs, masks, structure
from .compute import Calculator
from .context import Area, Context, beyond
from .errors import Json, invalid
from .formula_functions import CellError
from .model import Cell, Sheet
from .requests_dimensions import extend

PASTED: dict[str, masks.Mask] = {
    "PASTE_VALUES": {"userEnteredValue": {}},
    "PASTE_FORMULA": {"userEnteredValue": {}},
    "PASTE_FORMAT": {"userEnteredFormat": {}},
    "PASTE_DATA_VALIDATION": {"dataValidation": {}},
    "PASTE_CONDITIONAL_FORMATTING": {"nothing": {}},
}


def merge_cells(ctx: Context, body: Json) -> None:
    area = ctx.area(body.get("range"))
    ctx.guard(area)
    _check_frozen(area)
    _drop_merges(area)
    kind = body.get("mergeType", "MERGE_ALL")
    parts = [area]
    if kind == "MERGE_ROWS":
        parts = [Area(area.sheet, row, row + 1, area.left, area.right) for row in area.rows]
    elif kind == "MERGE_COLUMNS":
        parts = [
            Area(area.sheet, area.top, area.bottom, column, column + 1) for column in area.columns
        ]
    for part in parts:
        if len(part.rows) * len(part.columns) > 1:
            _keep_first_value(part)
            area.sheet.merges.append(part.grid_range())


def _check_frozen(area: Area) -> None:
    grid = area.sheet.grid
    if area.left < grid.get("frozenColumnCount", 0) < area.right:
        raise invalid("You can't merge frozen and non-frozen columns.")
    if area.top < grid.get("frozenRowCount", 0) < area.bottom:
        raise invalid("You can't merge frozen and non-frozen rows.")


def _drop_merges(area: Area) -> None:
    """Merges inside go; one that sticks out is not to be split."""
    touched = [merge for merge in area.sheet.merges if area.touches(merge)]
    if not all(area.covers(merge) for merge in touched):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    area.sheet.merges = [merge for merge in area.sheet.merges if merge not in touched]


def _keep_first_value(area: Area) -> None:
    for row in area.rows:
        for column in area.columns:
            if (row, column) != (area.top, area.left):
                cell = area.sheet.cell(row, column)
                area.sheet.put(
                    row, column, {k: v for k, v in cell.items() if k != "userEnteredValue"}
                )


def unmerge_cells(ctx: Context, body: Json) -> None:
    area = ctx.area(body.get("range"))
    ctx.guard(area)
    _drop_merges(area)


def sort_range(ctx: Context, body: Json) -> None:
    """Cells move with their rows; so does the developer metadata of the rows."""
    area = ctx.area(body.get("range"))
    ctx.guard(area)
    if any(
        area.touches(m) and m["endRowIndex"] - m["startRowIndex"] > 1 for m in area.sheet.merges
    ):
        raise invalid("You can't sort a range that contains vertical merges.")
    specs = body.get("sortSpecs", [])
    if not specs:
        raise invalid("At least one sort spec must be specified.")
    order = list(area.rows)
    calculator = Calculator(ctx.workbook)
    for spec in reversed(specs):
        order = _sorted_by(calculator, area, order, spec)
    _rearrange(area, order)


def _sorted_by(calculator: Calculator, area: Area, order: list[int], spec: Json) -> list[int]:
    column = spec.get("dimensionIndex", 0)
    if column not in area.columns:
        raise invalid(f"The sort column index {column} is not within the range.")
    keyed = [(row, _sort_key(calculator.value(area.sheet, row, column))) for row in order]
    filled = [item for item in keyed if item[1] is not None]
    filled.sort(key=lambda item: item[1] or (0, 0), reverse=spec.get("sortOrder") == "DESCENDING")
    return [row for row, _ in filled] + [row for row, key in keyed if key is None]


def _sort_key(value: Any) -> tuple[int, Any] | None:
    """Numbers before text before booleans; empty cells come last in either order."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    return (3, "") if isinstance(value, CellError) else (1, str(value).casefold())


def _rearrange(area: Area, order: list[int]) -> None:
    sheet = area.sheet
    moved: list[list[Cell]] = [
        [_shifted(sheet.cell(old, column), new - old, 0) for column in area.columns]
        for new, old in zip(area.rows, order, strict=True)
    ]
    for row, cells in zip(area.rows, moved, strict=True):
        for column, cell in zip(area.columns, cells, strict=True):
            sheet.put(row, column, cell)
    structure.relabel(sheet.rows, area.top, [sheet.rows[old] for old in order])


def _shifted(cell: Cell, rows: int, columns: int) -> Cell:
    """A cell as its copy reads: relative references move along."""
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if not formula:
        return cell
    return cell | {
        "userEnteredValue": {"formulaValue": formula_refs.offset(formula, rows, columns)}
    }


def _block(area: Area) -> list[list[Cell]]:
    return [[area.sheet.cell(row, column) for column in area.columns] for row in area.rows]


def copy_paste(ctx: Context, body: Json) -> None:
    """The source fills the destination, over and over where the destination is a multiple of it."""
    source, target = ctx.area(body.get("source")), ctx.area(body.get("destination"))
    block = _block(source)
    transposed = body.get("pasteOrientation") == "TRANSPOSE"
    if transposed:
        block = [list(row) for row in zip(*block, strict=True)]
    high, wide = len(block), len(block[0])
    rows = len(target.rows) if len(target.rows) % high == 0 else high
    columns = len(target.columns) if len(target.columns) % wide == 0 else wide
    _room(target.sheet, target.top + rows, target.left + columns, target)
    ctx.guard(Area(target.sheet, target.top, target.top + rows, target.left, target.left + columns))
    kind = body.get("pasteType", "PASTE_NORMAL")
    calculator = Calculator(ctx.workbook)
    for i in range(rows):
        for j in range(columns):
            row, column = target.top + i, target.left + j
            origin = (
                source.top + (j % wide if transposed else i % high),
                source.left + (i % high if transposed else j % wide),
            )
            cell = _shifted(block[i % high][j % wide], row - origin[0], column - origin[1])
            if kind == "PASTE_VALUES":
                cell = {"userEnteredValue": calculator.extended(source.sheet, *origin) or {}}
            target.sheet.put(row, column, _pasted(target.sheet.cell(row, column), cell, kind))


def _pasted(old: Cell, new: Cell, kind: str) -> Cell:
    result = masks.write(old, new, PASTED[kind]) if kind in PASTED else new
    return {key: value for key, value in result.items() if value not in ({}, None)}


def _room(sheet: Sheet, bottom: int, right: int, target: Area) -> None:
    if bottom > len(sheet.rows) or right > len(sheet.columns):
        raise beyond(sheet, target.top, bottom, target.left, right)


def cut_paste(ctx: Context, body: Json) -> None:
    source, at = ctx.area(body.get("source")), body.get("destination", {})
    sheet = ctx.workbook.sheet(at.get("sheetId"))
    top, left = at.get("rowIndex", 0), at.get("columnIndex", 0)
    target = Area(sheet, top, top + len(source.rows), left, left + len(source.columns))
    _room(sheet, target.bottom, target.right, target)
    ctx.guard(source)
    ctx.guard(target)
    block = _block(source)
    for row in source.rows:
        for column in source.columns:
            source.sheet.put(row, column, {})
    kind = body.get("pasteType", "PASTE_NORMAL")
    for row, cells in zip(target.rows, block, strict=True):
        for column, cell in zip(target.columns, cells, strict=True):
            sheet.put(row, column, _pasted(sheet.cell(row, column), cell, kind))


def insert_range(ctx: Context, body: Json) -> None:
    """Shift the cells of the range down or right; the grid grows if content would fall off it."""
    area = ctx.area(body.get("range"))
    down = body.get("shiftDimension", "ROWS") == "ROWS"
    _shift(ctx, area, down, len(area.rows if down else area.columns))


def delete_range(ctx: Context, body: Json) -> None:
    area = ctx.area(body.get("range"))
    down = body.get("shiftDimension", "ROWS") == "ROWS"
    _shift(ctx, area, down, -len(area.rows if down else area.columns))


def _shift(ctx: Context, area: Area, down: bool, by: int) -> None:
    sheet = area.sheet
    bottom, right = (len(sheet.rows), area.right) if down else (area.bottom, len(sheet.columns))
    whole = Area(sheet, area.top, bottom, area.left, right)
    ctx.guard(whole)
    held = {
        (row, column): sheet.cell(row, column)
        for row in whole.rows
        if row in sheet.cells
        for column in whole.columns
    }
    for row, column in held:
        sheet.put(row, column, {})
    for (row, column), cell in held.items():
        new = (row + by, column) if down else (row, column + by)
        if cell and new[0] >= area.top and new[1] >= area.left:
            extend(ctx, sheet, "ROWS", new[0] + 1)
            extend(ctx, sheet, "COLUMNS", new[1] + 1)
            sheet.put(*new, cell)
