"""Find and replace."""

from __future__ import annotations

import re

from .context import Area, Context
from .errors import Json, invalid
from .model import Sheet
from .typed import parse


def find_replace(ctx: Context, body: Json) -> Json:
    if not body.get("find"):
        raise invalid("find must be specified.")
    areas = (
        [ctx.area(body["range"])]
        if "range" in body
        else [
            ctx.area({"sheetId": sheet.id})
            for sheet in ctx.workbook.sheets
            if body.get("allSheets") or sheet.id == body.get("sheetId", 0)
        ]
    )
    pattern = body["find"] if body.get("searchByRegex") else re.escape(body["find"])
    finder = re.compile(pattern, 0 if body.get("matchCase") else re.IGNORECASE)
    changes = [change for area in areas for change in _replaced(area, finder, body)]
    for sheet, row, column, value, _ in changes:
        ctx.guard(Area(sheet, row, row + 1, column, column + 1))
        sheet.put(row, column, sheet.cell(row, column) | {"userEnteredValue": value})
    counts = {
        "valuesChanged": sum("formulaValue" not in change[3] for change in changes),
        "formulasChanged": sum("formulaValue" in change[3] for change in changes),
        "rowsChanged": len({(change[0].id, change[1]) for change in changes}),
        "sheetsChanged": len({change[0].id for change in changes}),
        "occurrencesChanged": sum(change[4] for change in changes),
    }
    return {"findReplace": {key: count for key, count in counts.items() if count}}


def _replaced(
    area: Area, finder: re.Pattern[str], body: Json
) -> list[tuple[Sheet, int, int, Json, int]]:
    found = []
    for row in area.rows:
        for column, cell in area.sheet.cells.get(row, {}).items():
            kind, text = next(iter(cell.get("userEnteredValue", {}).items()), ("", ""))
            if (
                column not in area.columns
                or not kind
                or (kind == "formulaValue" and not body.get("includeFormulas"))
            ):
                continue
            text = str(text)
            if body.get("matchEntireCell") and not finder.fullmatch(text):
                continue
            new, count = finder.subn(body.get("replacement", ""), text)
            if count:
                found.append((area.sheet, row, column, parse(new)[0], count))
    return found
