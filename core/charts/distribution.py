"""All values of a KPI as dots on one line, with the newest among them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.drawing import Drawing, TextStyle
from core.charts.points import ChartPoint, values_of
from core.charts.scale import ChartScale, scale_of
from core.colours import BAND, FAINT_INK, GOOD_INK, SOFT_INK
from core.model import format_value

_TITLE = TextStyle(13, is_bold=True)
_MARGIN, _RADIUS, _TOP, _PLOT, _MOST = 12, 3.5, 46, 84, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Values in any order, of which the one labelled `marked` is pointed at.

    Attributes:
        limits: A range that is shown as a band, such as the process limits.
        limits_name: What the band is.
    """

    title: str
    unit: str
    points: tuple[ChartPoint, ...]
    marked: str
    limits: tuple[float, float] | None = None
    limits_name: str = "usual range"


def distribution(chart: Distribution, width: int = 480) -> str:
    """Return the chart as SVG: a dot for each value, equal ones above each other."""
    bottom = _TOP + _PLOT
    drawing = Drawing(width, bottom + 34)
    drawing.text(_MARGIN, 16, chart.title, _TITLE, width - 2 * _MARGIN)
    values = [*values_of(chart.points), *(chart.limits or ())]
    scale = scale_of(values, _MARGIN + 8, width - _MARGIN - 8)
    if chart.limits:
        low, high = (scale(each) for each in chart.limits)
        drawing.box((low, _TOP), high - low, _PLOT, BAND)
    drawing.line((_MARGIN, bottom), (width - _MARGIN, bottom), FAINT_INK)
    _draw_dots(drawing, chart, scale, bottom)
    _draw_numbers(drawing, chart, scale, bottom)
    return drawing.svg(chart.title, _description(chart))


def _draw_dots(drawing: Drawing, chart: Distribution, scale: ChartScale, bottom: float) -> None:
    """Stack dots that would cover each other; high stacks are drawn closer."""
    points = sorted(
        (point for point in chart.points if point.value is not None),
        key=lambda point: point.value or 0.0,
    )
    places = [scale(point.value or 0.0) for point in points]
    levels = _levels(places)
    step = (2 * _RADIUS + 1) * min(1, _MOST / (max(levels, default=0) + 1))
    for point, x, level in zip(points, places, levels, strict=True):
        is_marked = point.label == chart.marked
        ink = GOOD_INK if is_marked else FAINT_INK
        spot = (x, bottom - _RADIUS - 1 - step * level)
        drawing.dot(spot, _RADIUS + is_marked, ink, is_hollow=point.is_provisional)


def _levels(places: list[float]) -> list[int]:
    """Return for each place, from left to right, the lowest level on which it is free."""
    ends: list[float] = []
    levels = []
    for x in places:
        level = next((level for level, end in enumerate(ends) if end <= x), len(ends))
        ends[level : level + 1] = [x + 2 * _RADIUS + 1]
        levels.append(level)
    return levels


def _draw_numbers(drawing: Drawing, chart: Distribution, scale: ChartScale, bottom: float) -> None:
    """Name the marked value above its dot, and the least and the greatest below the line."""
    for point in chart.points:
        if point.label == chart.marked and point.value is not None:
            x = scale(point.value)
            text = f"{point.label} {format_value(point.value, chart.unit)}"
            drawing.line((x, _TOP - 4), (x, bottom), GOOD_INK, 1, "1.5 3")
            style = TextStyle(11, GOOD_INK, is_bold=True, anchor="middle")
            drawing.text(x, _TOP - 8, text, style)
    values = values_of(chart.points)
    marked = {point.value for point in chart.points if point.label == chart.marked}
    ends = {min(values), max(values)} if values else set()
    for value in sorted(ends - marked):
        style = TextStyle(10, SOFT_INK, anchor="middle")
        drawing.text(scale(value), bottom + 14, format_value(value, chart.unit), style)
    if chart.limits:
        low, high = chart.limits
        text = f"{chart.limits_name} {_range(chart)}"
        drawing.text(
            scale((low + high) / 2), bottom + 28, text, TextStyle(10, SOFT_INK, anchor="middle")
        )


def _range(chart: Distribution) -> str:
    return " to ".join(format_value(each, chart.unit) for each in chart.limits or ())


def _description(chart: Distribution) -> str:
    points = sorted(
        (point for point in chart.points if point.value is not None),
        key=lambda point: point.value or 0.0,
    )
    words = ", ".join(point.text(chart.unit) for point in points)
    limits = f" {chart.limits_name.capitalize()} {_range(chart)}." if chart.limits else ""
    return f"{words or 'no values'}.{limits}"
