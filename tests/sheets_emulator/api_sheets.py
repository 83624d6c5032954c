"""spreadsheets.*: create, get, batchUpdate, developer metadata, copying a sheet."""

from __future__ import annotations

from typing import Any

from . import batch, masks, metadata, render, schema
from .calls import GUARDED_READ, READ, WRITE, Call, Route, route
from .context import Context, check_columns
from .errors import ApiError, Json, forbidden, invalid, not_found
from .model import Workbook, metadata_json, new_sheet
from .requests_sheets import copied, free_copy_title, sheet_properties
from .values import readable

ROOT = "/v4/spreadsheets"
ONE = ROOT + "/{id}"


def _sized(ctx: Context, texts: list[str]) -> render.Ranges:
    found = [ctx.workbook.resolve(text) for text in texts]
    for sheet, rect in found:
        readable(sheet, rect)
    return found


def get(call: Call) -> Any:
    ctx = call.emulator.store.reading(call.parts["id"], call.account)
    fields = call.one("fields")
    mask = masks.for_answer(fields, "Spreadsheet")
    texts = call.query.get("ranges", [])
    ranges = _sized(ctx, texts) if texts else None
    wanted = call.flag("includeGridData")
    return render.spreadsheet(ctx, mask, ranges, True if fields else wanted)


def get_by_data_filter(call: Call) -> Any:
    ctx = call.emulator.store.reading(call.parts["id"], call.account)
    body = call.message("Method.getByDataFilter")
    fields = call.one("fields")
    mask = masks.for_answer(fields, "Spreadsheet")
    filters = body.get("dataFilters", [])
    ranges = (
        [found for one in filters for found in metadata.ranges(ctx.workbook, one)]
        if filters
        else None
    )
    return render.spreadsheet(
        ctx, mask, ranges, True if fields else bool(body.get("includeGridData"))
    )


def create(call: Call) -> Any:
    if call.emulator.accounts.is_service(call.account):
        raise forbidden()
    body = call.message("Method.create")
    store = call.emulator.store
    properties = body.get("properties", {})
    workbook = store.create(properties.get("title") or "Untitled spreadsheet", call.account)
    workbook.properties |= {key: value for key, value in properties.items() if key != "title"}
    if body.get("sheets"):
        _set_sheets(workbook, body["sheets"])
    return render.spreadsheet(
        Context(workbook, call.account),
        masks.for_answer(call.one("fields"), "Spreadsheet"),
        None,
        False,
    )


def _set_sheets(workbook: Workbook, wanted: list[Json]) -> None:
    """The sheets that a create request asks for, instead of the first empty one."""
    workbook.sheets = []
    for number, sheet in enumerate(wanted):
        given = sheet.get("properties", {})
        grid = given.get("gridProperties", {})
        title = given.get("title") or f"Sheet{number + 1}"
        rows, columns = grid.get("rowCount", 1000), grid.get("columnCount", 26)
        check_columns(columns)
        if workbook.by_title(title):
            raise invalid(
                f'A sheet with the name "{title}" already exists. Please enter another name.'
            )
        sheet_id = given.get("sheetId", workbook.fresh_id() if number else 0)
        made = new_sheet(sheet_id, title, rows, columns)
        made.grid.update(
            {key: value for key, value in grid.items() if key not in ("rowCount", "columnCount")}
        )
        workbook.sheets.append(made)


def batch_update(call: Call) -> Any:
    store = call.emulator.store
    workbook = store.get(call.parts["id"], call.account, write=True)
    body = call.message("Method.batchUpdate")
    changed, replies = batch.run(workbook, call.account, body.get("requests", []))
    answer: Json = {"spreadsheetId": workbook.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        ctx = Context(changed, call.account)
        texts = body.get("responseRanges", [])
        grid = bool(body.get("responseIncludeGridData"))
        answer["updatedSpreadsheet"] = render.spreadsheet(
            ctx, {}, _sized(ctx, texts) if texts else None, grid
        )
    store.commit(changed)
    mask = masks.parse(call.one("fields") or "*")
    return masks.project(answer, mask)


def metadata_get(call: Call) -> Any:
    ctx = call.emulator.store.reading(call.parts["id"], call.account)
    for location, entry in ctx.workbook.all_metadata():
        if str(entry.id) == call.parts["metadata"]:
            return schema.without_defaults(metadata_json(location, entry), "DeveloperMetadata")
    raise not_found()


def metadata_search(call: Call) -> Any:
    ctx = call.emulator.store.reading(call.parts["id"], call.account)
    filters = call.message("Method.search").get("dataFilters", [])
    found = [
        {"developerMetadata": metadata_json(location, entry), "dataFilters": selecting}
        for (location, entry), selecting in metadata.search(ctx.workbook, filters)
    ]
    plain = [schema.without_defaults(item, "MatchedDeveloperMetadata") for item in found]
    return masks.project(
        {"matchedDeveloperMetadata": plain} if plain else {}, masks.parse(call.one("fields") or "*")
    )


def copy_to(call: Call) -> Any:
    """The copy goes to the end of the other spreadsheet and is called "Copy of …"."""
    store = call.emulator.store
    source = store.reading(call.parts["id"], call.account)
    if not call.parts["sheet"].isdigit():
        raise ApiError(400, f"Invalid value at 'sheet_id' (TYPE_INT32), \"{call.parts['sheet']}\"")
    sheet = source.workbook.sheet(int(call.parts["sheet"]))
    target = store.writing(
        call.message("Method.copyTo").get("destinationSpreadsheetId", ""), call.account
    )
    target.check_growth(len(sheet.rows) * len(sheet.columns))
    new = copied(
        target, sheet, target.workbook.fresh_id(), free_copy_title(target.workbook, sheet.title)
    )
    target.workbook.sheets.append(new)
    store.commit(target.workbook)
    return sheet_properties(target.workbook, new)


GET_PARAMS = "ranges includeGridData excludeTablesInBandedRanges commentsViewMode"
ROUTES: list[Route] = [
    route("GET " + ONE, "spreadsheets.get", get, READ, GET_PARAMS),
    route("POST " + ROOT, "spreadsheets.create", create, WRITE),
    route("POST " + ONE + ":batchUpdate", "spreadsheets.batchUpdate", batch_update, WRITE),
    route(
        "POST " + ONE + ":getByDataFilter",
        "spreadsheets.getByDataFilter",
        get_by_data_filter,
        GUARDED_READ,
    ),
    route(
        "GET " + ONE + "/developerMetadata/{metadata}",
        "spreadsheets.developerMetadata.get",
        metadata_get,
        GUARDED_READ,
    ),
    route(
        "POST " + ONE + "/developerMetadata:search",
        "spreadsheets.developerMetadata.search",
        metadata_search,
        GUARDED_READ,
    ),
    route("POST " + ONE + "/sheets/{sheet}:copyTo", "spreadsheets.sheets.copyTo", copy_to, WRITE),
]
