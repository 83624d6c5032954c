"""A spreadsheet as spreadsheets.get answers it."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from . import a1, conditions, masks
from .compute import Calculator
from .context import Context
from .defaults import DEFAULT_FORMAT
from .errors import Json
from .masks import Mask
from .model import Line, Sheet, metadata_json
from .requests_sheets import sheet_properties
from .schema import without_defaults

URL = "https://docs.google.com/spreadsheets/d/{}/edit"
Ranges = list[tuple[Sheet, a1.Rect]]


def spreadsheet(ctx: Context, mask: Mask, ranges: Ranges | None, grid_data: bool) -> Json:
    """A Spreadsheet message: all sheets, or those that `ranges` touch; grid data when asked for."""
    workbook = ctx.workbook
    calculator = Calculator(workbook)
    shown = [
        sheet
        for sheet in workbook.sheets
        if ranges is None or any(sheet is one for one, _ in ranges)
    ]
    answer: Json = {
        "spreadsheetId": workbook.id,
        "properties": copy.deepcopy(workbook.properties),
        "sheets": [],
    }
    for sheet in shown if masks.selects(mask, "sheets") else []:
        rects = [rect for one, rect in ranges if one is sheet] if ranges else [a1.Rect()]
        data = rects if grid_data else []
        answer["sheets"].append(_sheet(ctx, calculator, sheet, data, masks.below(mask, "sheets")))
    answer["namedRanges"] = workbook.named
    answer["spreadsheetUrl"] = URL.format(workbook.id)
    answer["developerMetadata"] = [
        metadata_json(place, e) for place, e in workbook.all_metadata() if "spreadsheet" in place
    ]
    return without_defaults(masks.project(answer, mask), "Spreadsheet")


def _sheet(
    ctx: Context, calculator: Calculator, sheet: Sheet, rects: Iterable[a1.Rect], mask: Mask
) -> Json:
    entries = [
        metadata_json({"locationType": "SHEET", "sheetId": sheet.id}, entry)
        for entry in sheet.metadata
    ]
    answer: Json = {"properties": sheet_properties(ctx.workbook, sheet)}
    if masks.selects(mask, "data"):
        answer["data"] = [
            _grid_data(calculator, sheet, rect, masks.below(mask, "data")) for rect in rects
        ]
    answer |= {
        "merges": sheet.merges,
        "conditionalFormats": sheet.conditional,
        "filterViews": sheet.filter_views,
        "protectedRanges": [_protection(ctx, item) for item in sheet.protected],
        "basicFilter": sheet.basic_filter,
        "bandedRanges": sheet.banded,
        "developerMetadata": entries,
        "rowGroups": sheet.groups["ROWS"],
        "columnGroups": sheet.groups["COLUMNS"],
        "charts": sheet.charts,
    }
    return {key: value for key, value in answer.items() if value}


def _protection(ctx: Context, item: Json) -> Json:
    """Who may edit is told to those who may."""
    if ctx.may_edit(item):
        return item | {"requestingUserCanEdit": True}
    return {key: value for key, value in item.items() if key != "editors"}


def _grid_data(calculator: Calculator, sheet: Sheet, rect: a1.Rect, mask: Mask) -> Json:
    top, bottom, left, right = sheet.bounds(rect)
    bottom, right = min(bottom, len(sheet.rows)), min(right, len(sheet.columns))
    answer: Json = {"startRow": top, "startColumn": left}
    if masks.selects(mask, "rowData"):
        cell_mask = masks.below(mask, "rowData", "values")
        answer["rowData"] = _rows(calculator, sheet, (top, bottom, left, right), cell_mask)
    if masks.selects(mask, "rowMetadata"):
        answer["rowMetadata"] = _lines(sheet, "ROWS", top, bottom)
    if masks.selects(mask, "columnMetadata"):
        answer["columnMetadata"] = _lines(sheet, "COLUMNS", left, right)
    return answer


def _lines(sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
    lines = sheet.lines(dimension)
    return [_line(sheet, dimension, index, lines[index]) for index in range(start, end)]


def _line(sheet: Sheet, dimension: str, index: int, line: Line) -> Json:
    answer: Json = {
        "hiddenByFilter": line.filtered,
        "hiddenByUser": line.hidden,
        "pixelSize": line.size,
    }
    if line.metadata:
        span = {
            "sheetId": sheet.id,
            "dimension": dimension,
            "startIndex": index,
            "endIndex": index + 1,
        }
        place = {"locationType": "ROW" if dimension == "ROWS" else "COLUMN", "dimensionRange": span}
        answer["developerMetadata"] = [metadata_json(place, entry) for entry in line.metadata]
    return answer


def _rows(
    calculator: Calculator, sheet: Sheet, bounds: tuple[int, int, int, int], mask: Mask
) -> list[Json]:
    """Up to the last row and cell that hold anything; what lies between is there and empty."""
    top, bottom, left, right = bounds
    filled = {
        row: [c for c in cells if left <= c < right]
        for row, cells in sheet.cells.items()
        if top <= row < bottom
    }
    last = max((row for row, columns in filled.items() if columns), default=top - 1)
    rows: list[Json] = []
    for row in range(top, last + 1):
        columns = range(left, max(filled.get(row) or [left - 1]) + 1)
        rows.append({"values": [_cell(calculator, sheet, row, column, mask) for column in columns]})
    return rows


def _cell(calculator: Calculator, sheet: Sheet, row: int, column: int, mask: Mask) -> Json:
    """A CellData, as far as the mask wants it computed."""
    cell = sheet.cell(row, column)
    if not cell:
        return {}
    answer: Json = {key: cell[key] for key in cell if not mask or key in mask}
    if "userEnteredValue" in cell:
        if masks.selects(mask, "effectiveValue") and (
            value := calculator.extended(sheet, row, column)
        ):
            answer["effectiveValue"] = value
        if masks.selects(mask, "formattedValue") and (
            shown := calculator.shown(sheet, row, column)
        ):
            answer["formattedValue"] = shown
    if masks.selects(mask, "effectiveFormat"):
        answer["effectiveFormat"] = _overlaid(DEFAULT_FORMAT, cell.get("userEnteredFormat", {}))
        for look in conditions.looks(calculator, sheet, row, column):
            answer["effectiveFormat"] = _overlaid(answer["effectiveFormat"], look)
    if link := cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri"):
        answer["hyperlink"] = link
    return answer


def _overlaid(below: Json, above: Json) -> Json:
    result = dict(below)
    for key, value in above.items():
        nested = (
            isinstance(value, dict)
            and isinstance(result.get(key), dict)
            and not key.lower().endswith("color")
        )
        result[key] = (
            _overlaid(result[key], value) if nested and not key.endswith("Style") else value
        )
    return result
