"""Requests about rows and columns."""

from __future__ import annotations

from dataclasses import replace

from . import masks, structure
from .compute import Calculator
from .context import Context, check_columns
from .errors import Json, invalid, protected
from .model import COLUMN_WIDTH, ROW_HEIGHT, Line, Sheet, Span

DIMENSIONS = ("ROWS", "COLUMNS")
FROZEN = {"ROWS": "frozenRowCount", "COLUMNS": "frozenColumnCount"}
CONTROL_AFTER = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}
DEFAULT_SIZE = {"ROWS": ROW_HEIGHT, "COLUMNS": COLUMN_WIDTH}


def insert_dimension(ctx: Context, body: Json) -> None:
    wanted = body.get("range", {})
    if "startIndex" not in wanted or "endIndex" not in wanted:
        raise invalid("range.startIndex and range.endIndex must be specified.")
    sheet, span = ctx.span(wanted)
    before = body.get("inheritFromBefore", False)
    count = len(sheet.lines(span.dimension))
    if before and span.start == 0:
        raise invalid(
            f"inheritFromBefore cannot be true when inserting before the first {span.word}."
        )
    if span.start > count or (span.start == count and not before):
        raise invalid(
            f"range.startIndex[{span.start}] is after last {span.word} in sheet[{count - 1}]"
        )
    check_growth(ctx, sheet, span.dimension, span.count)
    _guard_insertion(ctx, sheet, span)
    structure.insert(ctx.workbook, sheet, span, before)
    key = FROZEN[span.dimension]
    if span.start < sheet.grid.get(key, 0):
        sheet.grid[key] += span.count


def check_growth(ctx: Context, sheet: Sheet, dimension: str, count: int) -> None:
    """Refuse what would leave the sheet or the workbook too large."""
    if dimension == "COLUMNS":
        check_columns(len(sheet.columns) + count)
    ctx.check_growth(count * len(sheet.columns if dimension == "ROWS" else sheet.rows))


def extend(ctx: Context, sheet: Sheet, dimension: str, count: int) -> None:
    """Add plain lines at the end, so that there are at least `count`."""
    lines = sheet.lines(dimension)
    missing = count - len(lines)
    if missing > 0:
        check_growth(ctx, sheet, dimension, missing)
        lines.extend([Line(DEFAULT_SIZE[dimension])] * missing)


def _guard_insertion(ctx: Context, sheet: Sheet, span: Span) -> None:
    """An insertion strictly inside a protected span would change what it covers."""
    first, last = structure.KEYS[span.dimension]
    for protection in sheet.protected:
        held = protection.get("range", {})
        inside = (first in held or last in held) and held.get(first, 0) < span.start < held.get(
            last, 2**31
        )
        if inside and not ctx.may_edit(protection):
            raise protected()


def append_dimension(ctx: Context, body: Json) -> None:
    dimension, count = body.get("dimension"), body.get("length", 0)
    if dimension not in DIMENSIONS:
        raise invalid("No dimension specified.")
    if count <= 0:
        raise invalid("length must be greater than 0.")
    sheet = ctx.workbook.sheet(body.get("sheetId"))
    extend(ctx, sheet, dimension, len(sheet.lines(dimension)) + count)


def delete_dimension(ctx: Context, body: Json) -> None:
    sheet, span = _existing(ctx, body.get("range", {}), "delete")
    lines, key = sheet.lines(span.dimension), FROZEN[span.dimension]
    frozen = sheet.grid.get(key, 0)
    if span.count == len(lines) or (span.start <= frozen and span.end == len(lines)):
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {span.word}s.")
    ctx.guard_lines(sheet, span)
    structure.delete(ctx.workbook, sheet, span)
    if frozen:
        sheet.grid[key] = frozen - (min(frozen, span.end) - min(frozen, span.start))


def _existing(ctx: Context, wanted: Json, verb: str) -> tuple[Sheet, Span]:
    """A span of lines that are all there."""
    sheet, span = ctx.span(wanted)
    count, word = len(sheet.lines(span.dimension)), span.word
    if span.end > count:
        raise invalid(
            f"Cannot {verb} a {word} that doesn't exist. Tried to {verb} {word} index"
            f" {max(span.start, count)} but there are only {count} {word}s."
        )
    return sheet, span


def move_dimension(ctx: Context, body: Json) -> None:
    sheet, span = _existing(ctx, body.get("source", {}), "move")
    destination, count = body.get("destinationIndex", 0), len(sheet.lines(span.dimension))
    if not 0 <= destination <= count:
        raise invalid(
            f"destinationIndex[{destination}] must be between 0 and the number of"
            f" {span.word}s[{count}]."
        )
    if span.start < destination < span.end:
        raise invalid(f"destinationIndex[{destination}] must not lie inside the source range.")
    first, last = structure.KEYS[span.dimension]
    for merge in sheet.merges:
        whole = span.start <= merge[first] and merge[last] <= span.end
        if merge[first] < span.end and span.start < merge[last] and not whole:
            raise invalid("You must select all cells in a merged range to move them.")
    ctx.guard_lines(sheet, span)
    structure.move(ctx.workbook, sheet, span, destination)


def update_dimension_properties(ctx: Context, body: Json) -> None:
    mask = masks.for_write(body.get("fields"), "DimensionProperties", "properties")
    sheet, span = _existing(ctx, body.get("range", {}), "update")
    wanted = body.get("properties", {})
    lines = sheet.lines(span.dimension)
    ctx.guard_lines(sheet, span)
    for index in range(span.start, span.end):
        if "pixelSize" in mask:
            lines[index] = replace(
                lines[index], size=wanted.get("pixelSize") or DEFAULT_SIZE[span.dimension]
            )
        if "hiddenByUser" in mask:
            lines[index] = replace(lines[index], hidden=wanted.get("hiddenByUser", False))
    if all(line.hidden for line in lines):
        raise invalid(f"You can't hide all the {span.word}s in a sheet.")


def auto_resize_dimensions(ctx: Context, body: Json) -> None:
    """As wide as the longest text; the widths of letters are a guess."""
    sheet, span = _existing(ctx, body.get("dimensions", {}), "resize")
    calculator = Calculator(ctx.workbook)
    lines = sheet.lines(span.dimension)
    for index in range(span.start, span.end):
        size = ROW_HEIGHT
        for along, cell in structure.line_cells(sheet, span.dimension, index):
            row, column = (index, along) if span.word == "row" else (along, index)
            font = cell.get("userEnteredFormat", {}).get("textFormat", {}).get("fontSize", 10)
            texts = calculator.shown(sheet, row, column).split("\n")
            wide = int(max(map(len, texts)) * font * 0.65) + 10
            size = max(size, int(len(texts) * font * 1.7) + 4 if span.word == "row" else wide)
        lines[index] = replace(lines[index], size=size)


def add_dimension_group(ctx: Context, body: Json) -> Json:
    """A span inside a group of the same or a larger span is one level deeper."""
    sheet, span = _existing(ctx, body.get("range", {}), "group")
    groups = sheet.groups[span.dimension]
    around = [
        g
        for g in groups
        if g["range"]["startIndex"] <= span.start and span.end <= g["range"]["endIndex"]
    ]
    depth = max((group["depth"] for group in around), default=0) + 1
    if depth > 8:
        raise invalid("The maximum depth of groups is 8.")
    where = {
        "sheetId": sheet.id,
        "dimension": span.dimension,
        "startIndex": span.start,
        "endIndex": span.end,
    }
    groups.append({"range": where, "depth": depth})
    groups.sort(key=lambda group: (group["range"]["startIndex"], group["depth"]))
    sheet.grid[CONTROL_AFTER[span.dimension]] = True
    return {"addDimensionGroup": {"dimensionGroups": groups}}


def delete_dimension_group(ctx: Context, body: Json) -> Json:
    """Takes the deepest group of exactly that span."""
    sheet, span = ctx.span(body.get("range", {}))
    groups = sheet.groups[span.dimension]
    exact = [
        g
        for g in groups
        if (g["range"]["startIndex"], g["range"]["endIndex"]) == (span.start, span.end)
    ]
    if not exact:
        raise invalid("There is no group at the given range.")
    groups.remove(max(exact, key=lambda group: int(group["depth"])))
    return {"deleteDimensionGroup": {"dimensionGroups": groups} if groups else {}}


def update_dimension_group(ctx: Context, body: Json) -> None:
    """Only whether a group is collapsed can change; its lines are hidden with it."""
    wanted = body.get("dimensionGroup", {})
    if "collapsed" not in masks.for_write(body.get("fields"), "DimensionGroup", "dimensionGroup"):
        return
    sheet, span = ctx.span(wanted.get("range", {}))
    for group in sheet.groups[span.dimension]:
        where = (group["range"]["startIndex"], group["range"]["endIndex"], group["depth"])
        if where == (span.start, span.end, wanted.get("depth", 1)):
            group["collapsed"] = wanted.get("collapsed", False)
            lines = sheet.lines(span.dimension)
            for index in range(span.start, span.end):
                lines[index] = replace(lines[index], hidden=group["collapsed"])
            return
    raise invalid("There is no group at the given range and depth.")
