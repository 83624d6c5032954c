"""Requests about things over the cells: protection, names, filters, conditional formats, bands."""

from __future__ import annotations

import random
import re

from . import a1, colors, masks
from .context import Context
from .errors import Json, invalid, protected
from .model import Sheet
from .schema import without_defaults

NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,249}$")


def add_protected_range(ctx: Context, body: Json) -> Json:
    wanted = without_defaults(body.get("protectedRange", {}), "ProtectedRange")
    _check_editors(wanted)
    wanted.setdefault("protectedRangeId", ctx.workbook.fresh_id())
    sheet = _home(ctx, wanted)
    wanted.pop("requestingUserCanEdit", None)
    answer = wanted | {"requestingUserCanEdit": True, "editors": wanted.get("editors", {})}
    users = wanted.get("editors", {}).get("users", [])
    wanted["editors"] = wanted.get("editors", {}) | {
        "users": sorted({*users, ctx.account, *_owners(ctx)})
    }
    sheet.protected.append(wanted)
    return {"addProtectedRange": {"protectedRange": without_defaults(answer, "ProtectedRange")}}


def _owners(ctx: Context) -> list[str]:
    return [account for account, role in ctx.workbook.permissions.items() if role == "owner"]


def _check_editors(wanted: Json) -> None:
    if wanted.get("warningOnly") and any(wanted.get("editors", {}).values()):
        raise invalid("ProtectedRange is warningOnly. Editors cannot be set on it.")


def _home(ctx: Context, wanted: Json) -> Sheet:
    """The sheet that a protection belongs to; a range must lie inside it."""
    if "namedRangeId" in wanted:
        named = next(
            (n for n in ctx.workbook.named if n["namedRangeId"] == wanted["namedRangeId"]), None
        )
        if named is None:
            raise invalid(f"No named range with id: {wanted['namedRangeId']}")
        return ctx.workbook.sheet(named["range"].get("sheetId"))
    if "range" not in wanted:
        raise invalid("A protected range must have a range or a named range.")
    return ctx.area(wanted["range"]).sheet


def _protection(ctx: Context, number: int | None) -> tuple[Sheet, Json]:
    for sheet in ctx.workbook.sheets:
        for item in sheet.protected:
            if item["protectedRangeId"] == number:
                if not ctx.may_edit(item):
                    raise protected()
                return sheet, item
    raise invalid(f"No protected range with id: {number or 0}")


def update_protected_range(ctx: Context, body: Json) -> None:
    wanted = without_defaults(body.get("protectedRange", {}), "ProtectedRange")
    mask = masks.for_write(body.get("fields"), "ProtectedRange", "protectedRange")
    sheet, old = _protection(ctx, wanted.get("protectedRangeId"))
    fixed = ("protectedRangeId", "requestingUserCanEdit")
    new = masks.write(old, wanted, {key: below for key, below in mask.items() if key not in fixed})
    if "editors" in mask:
        _check_editors(new)
    _home(ctx, new)
    sheet.protected[sheet.protected.index(old)] = new


def delete_protected_range(ctx: Context, body: Json) -> None:
    sheet, old = _protection(ctx, body.get("protectedRangeId"))
    sheet.protected.remove(old)


def _check_name(ctx: Context, wanted: Json) -> None:
    name = wanted.get("name", "")
    if not NAME.match(name) or a1.LOOKS_LIKE_CELL.match(name) or name.lower() in ("true", "false"):
        raise invalid(f'The name "{name}" is not valid for a named range.')
    others = (n for n in ctx.workbook.named if n["namedRangeId"] != wanted.get("namedRangeId"))
    if any(other["name"].lower() == name.lower() for other in others):
        raise invalid(f'A named range with the name "{name}" already exists.')
    ctx.area(wanted.get("range"))


def add_named_range(ctx: Context, body: Json) -> Json:
    wanted = without_defaults(body.get("namedRange", {}), "NamedRange")
    wanted = {"namedRangeId": str(random.randrange(1, 2**31)), **wanted}
    wanted["range"] = wanted.get("range", {})
    if any(named["namedRangeId"] == wanted["namedRangeId"] for named in ctx.workbook.named):
        raise invalid(f"A named range with the id {wanted['namedRangeId']} already exists.")
    _check_name(ctx, wanted)
    ctx.workbook.named.append(wanted)
    return {"addNamedRange": {"namedRange": wanted}}


def _named(ctx: Context, number: str | None) -> Json:
    for named in ctx.workbook.named:
        if named["namedRangeId"] == number:
            return named
    raise invalid(f"No named range with id: {number}")


def update_named_range(ctx: Context, body: Json) -> None:
    wanted = without_defaults(body.get("namedRange", {}), "NamedRange")
    mask = masks.for_write(body.get("fields"), "NamedRange", "namedRange")
    old = _named(ctx, wanted.get("namedRangeId"))
    new = masks.write(
        old, wanted, {key: below for key, below in mask.items() if key != "namedRangeId"}
    )
    _check_name(ctx, new)
    ctx.workbook.named[ctx.workbook.named.index(old)] = new


def delete_named_range(ctx: Context, body: Json) -> None:
    ctx.workbook.named.remove(_named(ctx, body.get("namedRangeId")))


def set_basic_filter(ctx: Context, body: Json) -> None:
    wanted = without_defaults(body.get("filter", {}), "BasicFilter")
    area = ctx.area(wanted.get("range"))
    area.sheet.basic_filter = colors.twins(wanted) | {"range": area.grid_range()}


def clear_basic_filter(ctx: Context, body: Json) -> None:
    ctx.workbook.sheet(body.get("sheetId")).basic_filter = None


def add_filter_view(ctx: Context, body: Json) -> Json:
    wanted = colors.twins(without_defaults(body.get("filter", {}), "FilterView"))
    area = ctx.area(wanted.get("range"))
    wanted = {
        "filterViewId": random.randrange(1, 2**31),
        "title": "Filter 1",
        **wanted,
        "range": area.grid_range(),
    }
    area.sheet.filter_views.append(wanted)
    return {"addFilterView": {"filter": wanted}}


def _filter_view(ctx: Context, number: int | None) -> tuple[Sheet, Json]:
    for sheet in ctx.workbook.sheets:
        for view in sheet.filter_views:
            if view["filterViewId"] == number:
                return sheet, view
    raise invalid(f"No filter view with id: {number or 0}")


def update_filter_view(ctx: Context, body: Json) -> None:
    wanted = colors.twins(without_defaults(body.get("filter", {}), "FilterView"))
    mask = masks.for_write(body.get("fields"), "FilterView", "filter")
    sheet, old = _filter_view(ctx, wanted.get("filterViewId"))
    sheet.filter_views[sheet.filter_views.index(old)] = masks.write(old, wanted, mask)


def delete_filter_view(ctx: Context, body: Json) -> None:
    sheet, old = _filter_view(ctx, body.get("filterId"))
    sheet.filter_views.remove(old)


def _rule(ctx: Context, wanted: Json) -> tuple[Sheet, Json]:
    """A conditional format rule as kept, and the sheet of its ranges."""
    rule = colors.twins(without_defaults(wanted, "ConditionalFormatRule"))
    if not rule.get("ranges"):
        raise invalid("At least one range must be specified for a conditional format rule.")
    if "booleanRule" not in rule and "gradientRule" not in rule:
        raise invalid("A conditional format rule must have a boolean or a gradient rule.")
    if "booleanRule" in rule:
        check_condition(rule["booleanRule"].get("condition", {}))
    sheets = {ctx.area(grid_range, least=0).sheet.id for grid_range in rule["ranges"]}
    if len(sheets) > 1:
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    return ctx.workbook.sheet(sheets.pop()), rule


def add_conditional_format_rule(ctx: Context, body: Json) -> None:
    sheet, rule = _rule(ctx, body.get("rule", {}))
    index = body.get("index", 0)
    if not 0 <= index <= len(sheet.conditional):
        raise invalid(f"Invalid index: {index}")
    sheet.conditional.insert(index, rule)


def check_condition(condition: Json) -> None:
    """A condition has a type, and the values that the type compares with."""
    kind = condition.get("type", "")
    if not kind or kind.endswith("UNSPECIFIED"):
        raise invalid("A condition must have a type.")
    needed = (
        2 if kind.endswith("BETWEEN") else int(kind.startswith(("NUMBER_", "TEXT_", "CUSTOM_")))
    )
    if kind not in ("TEXT_IS_EMAIL", "TEXT_IS_URL") and len(condition.get("values", [])) < needed:
        raise invalid(f"A condition of type {kind} must have {needed} values.")


def _taken_rule(ctx: Context, sheet: Sheet, index: int) -> Json:
    if not 0 <= index < len(sheet.conditional):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet.conditional.pop(index)


def update_conditional_format_rule(ctx: Context, body: Json) -> Json:
    index = body.get("index", 0)
    if "rule" in body:
        sheet, new = _rule(ctx, body["rule"])
        old = _taken_rule(ctx, sheet, index)
        sheet.conditional.insert(index, new)
        return {"updateConditionalFormatRule": {"newRule": new, "newIndex": index, "oldRule": old}}
    sheet = ctx.workbook.sheet(body.get("sheetId"))
    moved, to = _taken_rule(ctx, sheet, index), body.get("newIndex", 0)
    sheet.conditional.insert(to, moved)
    return {"updateConditionalFormatRule": {"newRule": moved, "newIndex": to, "oldIndex": index}}


def delete_conditional_format_rule(ctx: Context, body: Json) -> Json:
    rule = _taken_rule(ctx, ctx.workbook.sheet(body.get("sheetId")), body.get("index", 0))
    return {"deleteConditionalFormatRule": {"rule": rule}}


def add_banding(ctx: Context, body: Json) -> Json:
    wanted = colors.twins(without_defaults(body.get("bandedRange", {}), "BandedRange"))
    area = ctx.area(wanted.get("range"))
    wanted = {"bandedRangeId": random.randrange(1, 2**31), **wanted, "range": area.grid_range()}
    if any(area.touches(other["range"]) for other in area.sheet.banded):
        raise invalid(
            "You cannot add alternating background colors to a range that already has them."
        )
    area.sheet.banded.append(wanted)
    return {"addBanding": {"bandedRange": wanted}}


def _band(ctx: Context, number: int | None) -> tuple[Sheet, Json]:
    for sheet in ctx.workbook.sheets:
        for band in sheet.banded:
            if band["bandedRangeId"] == number:
                return sheet, band
    raise invalid(f"No banded range with id: {number or 0}")


def update_banding(ctx: Context, body: Json) -> None:
    wanted = colors.twins(without_defaults(body.get("bandedRange", {}), "BandedRange"))
    mask = masks.for_write(body.get("fields"), "BandedRange", "bandedRange")
    sheet, old = _band(ctx, wanted.get("bandedRangeId"))
    new = masks.write(old, wanted, mask)
    sheet.banded[sheet.banded.index(old)] = new | {"range": ctx.area(new.get("range")).grid_range()}


def delete_banding(ctx: Context, body: Json) -> None:
    sheet, old = _band(ctx, body.get("bandedRangeId"))
    sheet.banded.remove(old)
