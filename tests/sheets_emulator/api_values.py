"""spreadsheets.values.*: the methods over HTTP; all of a batch is applied or none of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import metadata, schema, values
from .a1 import Rect, parse_cells
from .calls import GUARDED_READ, READ, WRITE, Call, Route, route
from .context import Context
from .errors import ApiError, Json, invalid
from .model import Sheet
from .values import Rendering

ROOT = "/v4/spreadsheets/{id}/values"


def _reading(call: Call) -> Context:
    return call.emulator.store.reading(call.parts["id"], call.account)


def _writing(call: Call) -> Context:
    return call.emulator.store.writing(call.parts["id"], call.account)


def get(call: Call) -> Any:
    ctx, how = _reading(call), Rendering.of(call.enums())
    return values.value_range(ctx, *ctx.workbook.resolve(call.parts["range"]), how)


def batch_get(call: Call) -> Any:
    ctx, how = _reading(call), Rendering.of(call.enums())
    found = [
        values.value_range(ctx, *ctx.workbook.resolve(text), how)
        for text in call.query.get("ranges", [])
    ]
    return {"spreadsheetId": ctx.workbook.id} | ({"valueRanges": found} if found else {})


def batch_get_by_data_filter(call: Call) -> Any:
    ctx, body = _reading(call), call.message("Method.valuesBatchGetByDataFilter")
    found = values.matched(ctx, body.get("dataFilters", []), Rendering.of(body))
    plain = [schema.without_defaults(item, "MatchedValueRange") for item in found]
    return {"spreadsheetId": ctx.workbook.id} | ({"valueRanges": plain} if plain else {})


def update(call: Call) -> Any:
    ctx = _writing(call)
    options = call.enums()
    given = call.message("ValueRange", "data")
    sheet, rect = ctx.workbook.resolve(call.parts["range"])
    _same_range(ctx, given, sheet, rect)
    answer = values.update(ctx, sheet, rect, given, options.get("valueInputOption"))
    if call.flag("includeValuesInResponse"):
        answer["updatedData"] = _written(ctx, answer, Rendering.of(options, "response"))
    call.emulator.store.commit(ctx.workbook)
    return answer


def _same_range(ctx: Context, given: Json, sheet: Sheet, rect: Rect) -> None:
    """A range in the body must be the one in the URL."""
    if given.get("range") and ctx.workbook.resolve(given["range"]) != (sheet, rect):
        raise invalid(
            f"Requested writing within range [{given['range']}], but the URL names another range."
        )


def _written(ctx: Context, answer: Json, how: Rendering) -> Json:
    return values.value_range(ctx, *ctx.workbook.resolve(answer["updatedRange"]), how)


def append(call: Call) -> Any:
    ctx = _writing(call)
    options = call.enums()
    given = call.message("ValueRange", "data")
    sheet, rect = ctx.workbook.resolve(call.parts["range"])
    answer = values.append(ctx, sheet, rect, given, options)
    if call.flag("includeValuesInResponse"):
        answer["updates"]["updatedData"] = _written(
            ctx, answer["updates"], Rendering.of(options, "response")
        )
    call.emulator.store.commit(ctx.workbook)
    return answer


def clear(call: Call) -> Any:
    ctx = _writing(call)
    call.message("Method.empty")
    name = values.clear(ctx, *ctx.workbook.resolve(call.parts["range"]))
    call.emulator.store.commit(ctx.workbook)
    return {"spreadsheetId": ctx.workbook.id, "clearedRange": name}


def batch_clear(call: Call) -> Any:
    ctx, body = _writing(call), call.message("Method.valuesBatchClear")
    names = [values.clear(ctx, *ctx.workbook.resolve(text)) for text in body.get("ranges", [])]
    call.emulator.store.commit(ctx.workbook)
    return {"spreadsheetId": ctx.workbook.id, "clearedRanges": names}


def batch_clear_by_data_filter(call: Call) -> Any:
    ctx, body = _writing(call), call.message("Method.valuesBatchClearByDataFilter")
    found = [
        one
        for data_filter in body.get("dataFilters", [])
        for one in metadata.ranges(ctx.workbook, data_filter)
    ]
    names = [values.clear(ctx, *one) for one in found]
    call.emulator.store.commit(ctx.workbook)
    return {"spreadsheetId": ctx.workbook.id} | ({"clearedRanges": names} if names else {})


def _each(ctx: Context, body: Json, one: Callable[[Json], list[Json]]) -> Json:
    """Carry out every element of `data`, each refusal prefixed with its position; the totals of
    all.
    """
    responses: list[Json] = []
    for index, item in enumerate(body.get("data", [])):
        try:
            responses += one(item)
        except ApiError as error:
            raise error.prefixed(f"Invalid data[{index}]: ") from None
    totals: Json = {"spreadsheetId": ctx.workbook.id}
    for name in ("Rows", "Columns", "Cells"):
        if total := _total(responses, f"updated{name}", name):
            totals[f"totalUpdated{name}"] = total
    sheets = {
        answer["updatedRange"].rpartition("!")[0]
        for answer in responses
        if answer.get("updatedCells")
    }
    return (
        totals | ({"totalUpdatedSheets": len(sheets)} if sheets else {}) | {"responses": responses}
    )


def _total(responses: list[Json], key: str, name: str) -> int:
    """Cells add up; rows and columns that several ranges share count once."""
    if name == "Cells":
        return sum(int(answer.get(key, 0)) for answer in responses)
    seen: set[tuple[str, int]] = set()
    for answer in responses:
        title, _, cells = answer["updatedRange"].rpartition("!")
        rect = parse_cells(cells) or Rect()
        start = (rect.top if name == "Rows" else rect.left) or 0
        seen |= {(title, start + i) for i in range(answer.get(key, 0))}
    return len(seen)


def batch_update(call: Call) -> Any:
    ctx, body = _writing(call), call.message("Method.valuesBatchUpdate")

    def one(item: Json) -> list[Json]:
        sheet, rect = ctx.workbook.resolve(item.get("range", ""))
        answer = values.update(ctx, sheet, rect, item, body.get("valueInputOption"))
        if body.get("includeValuesInResponse"):
            answer["updatedData"] = _written(ctx, answer, Rendering.of(body, "response"))
        return [answer]

    answer = _each(ctx, body, one)
    call.emulator.store.commit(ctx.workbook)
    return answer


def batch_update_by_data_filter(call: Call) -> Any:
    """A filter that matches several ranges writes to all of them."""
    ctx, body = _writing(call), call.message("Method.valuesBatchUpdateByDataFilter")

    def one(item: Json) -> list[Json]:
        answers = []
        for sheet, rect in list(metadata.ranges(ctx.workbook, item.get("dataFilter", {}))):
            bounded = Rect(*sheet.bounds(rect))
            answer = values.update(ctx, sheet, bounded, item, body.get("valueInputOption"))
            del answer["spreadsheetId"]
            if body.get("includeValuesInResponse"):
                answer["updatedData"] = _written(ctx, answer, Rendering.of(body, "response"))
            answers.append(
                answer | {"dataFilter": schema.without_defaults(item["dataFilter"], "DataFilter")}
            )
        return answers

    answer = _each(ctx, body, one)
    call.emulator.store.commit(ctx.workbook)
    return answer


SHOWN = "majorDimension valueRenderOption dateTimeRenderOption"
WRITTEN = (
    "valueInputOption includeValuesInResponse responseValueRenderOption"
    " responseDateTimeRenderOption"
)
NAME = "spreadsheets.values."
ROUTES: list[Route] = [
    route("GET " + ROOT + ":batchGet", NAME + "batchGet", batch_get, READ, "ranges " + SHOWN),
    route("POST " + ROOT + ":batchUpdate", NAME + "batchUpdate", batch_update, WRITE),
    route("POST " + ROOT + ":batchClear", NAME + "batchClear", batch_clear, WRITE),
    route(
        "POST " + ROOT + ":batchGetByDataFilter",
        NAME + "batchGetByDataFilter",
        batch_get_by_data_filter,
        GUARDED_READ,
    ),
    route(
        "POST " + ROOT + ":batchUpdateByDataFilter",
        NAME + "batchUpdateByDataFilter",
        batch_update_by_data_filter,
        WRITE,
    ),
    route(
        "POST " + ROOT + ":batchClearByDataFilter",
        NAME + "batchClearByDataFilter",
        batch_clear_by_data_filter,
        WRITE,
    ),
    route(
        "POST " + ROOT + "/{range}:append",
        NAME + "append",
        append,
        WRITE,
        "insertDataOption " + WRITTEN,
    ),
    route("POST " + ROOT + "/{range}:clear", NAME + "clear", clear, WRITE),
    route("GET " + ROOT + "/{range}", NAME + "get", get, READ, SHOWN),
    route("PUT " + ROOT + "/{range}", NAME + "update", update, WRITE, WRITTEN),
]
