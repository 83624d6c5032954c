"""Requests about charts that float over a sheet's cells."""

from __future__ import annotations

from collections.abc import Iterator

from . import masks
from .context import Context
from .errors import Json, invalid
from .model import Sheet
from .schema import without_defaults
from .structure import data_of

KINDS = (
    *("basicChart", "pieChart", "bubbleChart", "candlestickChart", "orgChart"),
    *("histogramChart", "waterfallChart", "treemapChart", "scorecardChart"),
)


def add_chart(ctx: Context, body: Json) -> Json:
    wanted = without_defaults(body.get("chart", {}), "EmbeddedChart")
    position = wanted.get("position", {})
    if "overlayPosition" not in position:
        raise invalid("The emulator places charts over cells only.")
    wanted.setdefault("chartId", ctx.workbook.fresh_id())
    if any(chart["chartId"] == wanted["chartId"] for _, chart in _charts(ctx)):
        raise invalid(f"An object with the id {wanted['chartId']} already exists.")
    _check_spec(ctx, wanted.get("spec", {}))
    _anchored(ctx, position).charts.append(wanted)
    return {"addChart": {"chart": wanted}}


def update_chart_spec(ctx: Context, body: Json) -> None:
    _, chart = _chart(ctx, body.get("chartId"))
    spec = without_defaults(body.get("spec", {}), "ChartSpec")
    _check_spec(ctx, spec)
    chart["spec"] = spec


def update_embedded_object_position(ctx: Context, body: Json) -> Json:
    sheet, chart = _chart(ctx, body.get("objectId"))
    mask = masks.for_write(body.get("fields"), "OverlayPosition", "newPosition.overlayPosition")
    wanted = body.get("newPosition", {}).get("overlayPosition", {})
    place = masks.write(chart["position"]["overlayPosition"], wanted, mask)
    position = {"overlayPosition": place}
    home = _anchored(ctx, position)
    sheet.charts.remove(chart)
    home.charts.append(chart | {"position": position})
    return {"updateEmbeddedObjectPosition": {"position": position}}


def delete_embedded_object(ctx: Context, body: Json) -> None:
    sheet, chart = _chart(ctx, body.get("objectId"))
    sheet.charts.remove(chart)


def _charts(ctx: Context) -> Iterator[tuple[Sheet, Json]]:
    for sheet in ctx.workbook.sheets:
        for chart in sheet.charts:
            yield sheet, chart


def _chart(ctx: Context, number: int | None) -> tuple[Sheet, Json]:
    for sheet, chart in _charts(ctx):
        if chart["chartId"] == number:
            return sheet, chart
    raise invalid(f"No embedded object with id: {number or 0}")


def _anchored(ctx: Context, position: Json) -> Sheet:
    """The sheet over which a chart floats; its anchor lies inside."""
    anchor = position["overlayPosition"].get("anchorCell", {})
    sheet = ctx.workbook.sheet(anchor.get("sheetId"))
    is_inside = anchor.get("rowIndex", 0) < len(sheet.rows)
    if not is_inside or anchor.get("columnIndex", 0) >= len(sheet.columns):
        raise invalid("The anchor cell of a chart must lie inside its sheet.")
    return sheet


def _check_spec(ctx: Context, spec: Json) -> None:
    kinds = [kind for kind in KINDS if kind in spec]
    if len(kinds) != 1:
        raise invalid("A chart must have a specification of one kind.")
    basic = spec.get("basicChart")
    if basic is None:
        return
    if not basic.get("series"):
        raise invalid("A basic chart must have at least one series.")
    for data in data_of(basic):
        sources = data.get("sourceRange", {}).get("sources", [])
        if not sources:
            raise invalid("The data of a chart must have a source range.")
        for source in sources:
            _check_source(ctx, source)


def _check_source(ctx: Context, source: Json) -> None:
    area = ctx.area(source)
    if len(area.rows) != 1 and len(area.columns) != 1:
        raise invalid("One dimension of a chart's source range must have a length of 1.")
