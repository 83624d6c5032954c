"""Requests about whole sheets and the spreadsheet itself."""

from __future__ import annotations

from dataclasses import replace

from . import colors, formula_refs, masks, structure
from .context import Context, check_columns
from .errors import Json, invalid
from .model import COLUMN_WIDTH, ROW_HEIGHT, Line, Metadata, Sheet, Span, Workbook, new_sheet
from .requests_dimensions import FROZEN
from .schema import without_defaults


def sheet_properties(workbook: Workbook, sheet: Sheet) -> Json:
    """A SheetProperties message."""
    grid = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns), **sheet.grid}
    head = {"sheetId": sheet.id, "title": sheet.title, "index": workbook.sheets.index(sheet)}
    return without_defaults(head | sheet.properties | {"gridProperties": grid}, "SheetProperties")


def add_sheet(ctx: Context, body: Json) -> Json:
    wanted = body.get("properties", {})
    grid = wanted.get("gridProperties", {})
    rows, columns = grid.get("rowCount", 1000), grid.get("columnCount", 26)
    _check_size(rows, columns)
    ctx.check_growth(rows * columns)
    if wanted.get("sheetType", "GRID") != "GRID":
        raise invalid("Only sheets of type GRID can be added.")
    sheet_id = _free_id(ctx, wanted.get("sheetId"))
    title = wanted.get("title") or _next_title(ctx.workbook)
    _check_title(ctx.workbook, title)
    sheet = new_sheet(sheet_id, title, rows, columns)
    extra = {
        key: wanted[key]
        for key in ("hidden", "rightToLeft", "tabColor", "tabColorStyle")
        if key in wanted
    }
    sheet.properties |= colors.twins(extra)
    _set_grid(ctx, sheet, grid)
    ctx.workbook.sheets.insert(wanted.get("index", len(ctx.workbook.sheets)), sheet)
    return {"addSheet": {"properties": sheet_properties(ctx.workbook, sheet)}}


def _check_size(rows: int, columns: int) -> None:
    if rows < 1 or columns < 1:
        raise invalid("gridProperties.rowCount and gridProperties.columnCount must be at least 1.")
    check_columns(columns)


def _free_id(ctx: Context, wanted: int | None) -> int:
    """An id given is taken as it is, even 0; without one a random id is made."""
    if wanted is None:
        return ctx.workbook.fresh_id()
    if ctx.workbook.find_sheet(wanted):
        raise invalid(f"Sheet with id {wanted} already exists")
    if wanted < 0:
        raise invalid(f"Invalid sheet id: {wanted}")
    return wanted


def _next_title(workbook: Workbook) -> str:
    number = len(workbook.sheets) + 1
    while workbook.by_title(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _check_title(workbook: Workbook, title: str, own: Sheet | None = None) -> None:
    if not title:
        raise invalid("The sheet name cannot be empty.")
    if len(title) > 100:
        raise invalid("The sheet name cannot be greater than 100 characters.")
    other = workbook.by_title(title)
    if other is not None and other is not own:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def delete_sheet(ctx: Context, body: Json) -> None:
    sheet = ctx.workbook.sheet(body.get("sheetId"))
    if not any(
        other is not sheet and not other.properties.get("hidden") for other in ctx.workbook.sheets
    ):
        raise invalid("You can't remove all the visible sheets in a document.")
    ctx.guard_lines(sheet, Span("ROWS", 0, len(sheet.rows)))
    ctx.workbook.sheets.remove(sheet)
    ctx.workbook.named = [n for n in ctx.workbook.named if n["range"].get("sheetId", 0) != sheet.id]


def update_sheet_properties(ctx: Context, body: Json) -> None:
    wanted = colors.twins(body.get("properties", {}))
    mask = masks.for_write(body.get("fields"), "SheetProperties", "properties")
    sheet = ctx.workbook.sheet(wanted.get("sheetId"))
    if "title" in mask:
        rename(ctx, sheet, wanted.get("title", ""))
    if "hidden" in mask:
        _hide(ctx.workbook, sheet, wanted.get("hidden", False))
    if "gridProperties" in mask:
        below = masks.below(mask, "gridProperties")
        grid = wanted.get("gridProperties", {})
        _set_grid(
            ctx,
            sheet,
            {key: grid.get(key, 0) for key in below or ("rowCount", "columnCount", *grid)},
            below,
        )
    loose: Json = {key: {} for key in ("tabColor", "tabColorStyle", "rightToLeft") if key in mask}
    sheet.properties = masks.write(sheet.properties, wanted, loose)
    if "index" in mask:
        _reorder(ctx.workbook, sheet, wanted.get("index", 0))


def rename(ctx: Context, sheet: Sheet, title: str) -> None:
    """Formulas go on meaning the same tab."""
    _check_title(ctx.workbook, title, sheet)
    old, sheet.properties["title"] = sheet.title, title
    structure.rewrite_formulas(ctx.workbook, lambda text, _: formula_refs.renamed(text, old, title))


def _hide(workbook: Workbook, sheet: Sheet, hidden: bool) -> None:
    if hidden and not any(
        other is not sheet and not other.properties.get("hidden") for other in workbook.sheets
    ):
        raise invalid("You can't hide all the sheets in a document.")
    sheet.properties["hidden"] = hidden


def _reorder(workbook: Workbook, sheet: Sheet, index: int) -> None:
    """Positions count as they were before the move."""
    at = workbook.sheets.index(sheet)
    if not 0 <= index <= len(workbook.sheets):
        raise invalid(f"Invalid sheet index: {index}")
    workbook.sheets.pop(at)
    workbook.sheets.insert(index - 1 if index > at + 1 else index, sheet)


def _set_grid(ctx: Context, sheet: Sheet, grid: Json, mask: Json | None = None) -> None:
    """Rows before columns: each is checked against the limit as it is applied."""
    for dimension, key, size in (
        ("ROWS", "rowCount", ROW_HEIGHT),
        ("COLUMNS", "columnCount", COLUMN_WIDTH),
    ):
        if key in grid:
            _resize(ctx, sheet, dimension, grid[key], size)
    for key, lines in (("frozenRowCount", sheet.rows), ("frozenColumnCount", sheet.columns)):
        count = grid.get(key, sheet.grid.get(key, 0))
        if count and count >= len(lines):
            word = "rows" if lines is sheet.rows else "columns"
            raise invalid(f"You can't freeze all visible {word} on the sheet.")
    wanted = {key: value for key, value in grid.items() if key not in ("rowCount", "columnCount")}
    if mask == {}:
        sheet.properties["gridProperties"] = {}
    sheet.grid.update(wanted)
    sheet.properties["gridProperties"] = {key: value for key, value in sheet.grid.items() if value}


def _resize(ctx: Context, sheet: Sheet, dimension: str, count: int, size: int) -> None:
    lines = sheet.lines(dimension)
    _check_size(count, count if dimension == "COLUMNS" else 1)
    if count > len(lines):
        across = len(sheet.columns if dimension == "ROWS" else sheet.rows)
        if ctx.workbook.find_sheet(sheet.id) is sheet:
            ctx.check_growth((count - len(lines)) * across)
        lines += [Line(size)] * (count - len(lines))
    elif count < len(lines):
        frozen = sheet.grid.get(FROZEN[dimension], 0)
        if count <= frozen and frozen:
            raise invalid(
                f"Sorry, it is not possible to delete all non-frozen {dimension.lower()}."
            )
        gone = Span(dimension, count, len(lines))
        ctx.guard_lines(sheet, gone)
        structure.delete(ctx.workbook, sheet, gone)


def duplicate_sheet(ctx: Context, body: Json) -> Json:
    source = ctx.workbook.sheet(body.get("sourceSheetId"))
    ctx.check_growth(len(source.rows) * len(source.columns))
    title = body.get("newSheetName") or free_copy_title(ctx.workbook, source.title)
    _check_title(ctx.workbook, title)
    sheet = copied(ctx, source, _free_id(ctx, body.get("newSheetId")), title)
    ctx.workbook.sheets.insert(body.get("insertSheetIndex", 0), sheet)
    return {"duplicateSheet": {"properties": sheet_properties(ctx.workbook, sheet)}}


def free_copy_title(workbook: Workbook, title: str) -> str:
    name, number = f"Copy of {title}", 2
    while workbook.by_title(name):
        name, number = f"Copy of {title} {number}", number + 1
    return name


def copied(ctx: Context, source: Sheet, sheet_id: int, title: str) -> Sheet:
    """A copy of a sheet for the workbook in `ctx`; its metadata entries get ids of their own."""

    def fresh(entries: tuple[Metadata, ...]) -> tuple[Metadata, ...]:
        return tuple(replace(entry, id=ctx.workbook.fresh_id()) for entry in entries)

    sheet = source.copy()
    sheet.properties |= {"sheetId": sheet_id, "title": title}
    sheet.metadata = fresh(sheet.metadata)
    for lines in (sheet.rows, sheet.columns):
        for index, line in enumerate(lines):
            if line.metadata:
                lines[index] = replace(line, metadata=fresh(line.metadata))
    for item in (*sheet.merges, *_ranged(sheet)):
        item["sheetId"] = sheet_id
    for group in (*sheet.groups["ROWS"], *sheet.groups["COLUMNS"]):
        group["range"]["sheetId"] = sheet_id
    for chart in sheet.charts:
        chart["chartId"] = ctx.workbook.fresh_id()
        chart["position"]["overlayPosition"]["anchorCell"]["sheetId"] = sheet_id
        for data in structure.data_of(chart["spec"].get("basicChart", {})):
            for drawn in data["sourceRange"]["sources"]:
                if drawn.get("sheetId", 0) == source.id:
                    drawn["sheetId"] = sheet_id
    for protection in sheet.protected:
        protection["protectedRangeId"] = ctx.workbook.fresh_id()
    return sheet


def _ranged(sheet: Sheet) -> list[Json]:
    """Every GridRange that belongs to an object of the sheet."""
    owners = [
        *sheet.protected,
        *sheet.filter_views,
        *sheet.banded,
        *([sheet.basic_filter] if sheet.basic_filter else []),
    ]
    ranges = [owner["range"] for owner in owners if "range" in owner]
    ranges += [item for owner in sheet.protected for item in owner.get("unprotectedRanges", [])]
    return ranges + [item for rule in sheet.conditional for item in rule["ranges"]]


def update_spreadsheet_properties(ctx: Context, body: Json) -> None:
    mask = masks.for_write(body.get("fields"), "SpreadsheetProperties", "properties")
    wanted = body.get("properties", {})
    if "defaultFormat" in wanted:
        wanted |= {"defaultFormat": colors.twins(wanted["defaultFormat"])}
    if "title" in mask and not wanted.get("title"):
        raise invalid("Title cannot be empty.")
    ctx.workbook.properties = masks.write(ctx.workbook.properties, wanted, mask)
