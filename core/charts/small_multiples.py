"""Many small charts with one scale, so that they can be compared. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.drawing import Drawing, Spot, TextStyle
from core.charts.points import ChartPoint, last_of, listed, stretches, values_of
from core.charts.scale import ChartScale, scale_of
from core.colours import FAINT_INK, GOOD_INK, SOFT_INK
from core.model import format_value

_TITLE, _NAME, _SMALL = TextStyle(13, is_bold=True), TextStyle(11), TextStyle(10, SOFT_INK)
_MARGIN, _TOP, _HEIGHT, _GAP = 8, 30, 84, 16


@dataclass(frozen=True, slots=True)
class SmallPanel:
    """One of the charts: its name and its values, oldest first."""

    name: str
    points: tuple[ChartPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMultiples:
    """Charts in their order, all in the same unit."""

    title: str
    unit: str
    panels: tuple[SmallPanel, ...]
    columns: int = 4


def small_multiples(chart: SmallMultiples, width: int = 480) -> str:
    """Return the charts as SVG, in rows; the newest value of each is written."""
    rows = -(-len(chart.panels) // chart.columns)
    drawing = Drawing(width, _TOP + rows * (_HEIGHT + 8))
    drawing.text(_MARGIN, 16, chart.title, _TITLE, width - 2 * _MARGIN)
    values = [value for panel in chart.panels for value in values_of(panel.points)]
    step = (width - 2 * _MARGIN + _GAP) / chart.columns
    for index, panel in enumerate(chart.panels):
        row, column = divmod(index, chart.columns)
        left, top = _MARGIN + step * column, _TOP + row * (_HEIGHT + 8)
        scale = scale_of(values, top + _HEIGHT - 16, top + 32)
        _draw(drawing, panel, chart.unit, scale, (left, top), step - _GAP)
    return drawing.svg(chart.title, _description(chart))


def _draw(
    drawing: Drawing, panel: SmallPanel, unit: str, scale: ChartScale, corner: Spot, width: float
) -> None:
    left, top = corner
    drawing.text(left, top + 10, panel.name, _NAME, width)
    bottom = top + _HEIGHT - 14
    drawing.line((left, bottom), (left + width, bottom), FAINT_INK, 0.5)
    step = width / max(len(panel.points), 1)
    spots = [
        None if point.value is None else (left + step * (index + 0.5), scale(point.value))
        for index, point in enumerate(panel.points)
    ]
    for stretch in stretches(spots):
        drawing.path(stretch, GOOD_INK, 1.5)
        if len(stretch) == 1:
            drawing.dot(stretch[0], 1, GOOD_INK)
    _draw_last(drawing, panel, unit, spots, corner)
    if panel.points:
        drawing.text(left, top + _HEIGHT - 2, panel.points[0].label, _SMALL, width / 2)
        last = TextStyle(10, SOFT_INK, anchor="end")
        drawing.text(left + width, top + _HEIGHT - 2, panel.points[-1].label, last, width / 2)


def _draw_last(
    drawing: Drawing, panel: SmallPanel, unit: str, spots: list[Spot | None], corner: Spot
) -> None:
    """Write the newest value below the name, and its period if a later one has none."""
    last = last_of(panel.points)
    if last is None:
        drawing.text(corner[0], corner[1] + 24, "no value", _SMALL)
        return
    spot = spots[panel.points.index(last)]
    if spot:
        drawing.dot(spot, 2.5, GOOD_INK, is_hollow=last.is_provisional)
    text = format_value(last.value or 0.0, unit)
    if last != panel.points[-1]:
        text = f"{text} in {last.label}"
    style = TextStyle(11, GOOD_INK, is_bold=True)
    drawing.number([(corner[0], corner[1] + 24)], text, style)


def _description(chart: SmallMultiples) -> str:
    words = (f"{panel.name}: {listed(panel.points, chart.unit)}" for panel in chart.panels)
    return f"{'; '.join(words)}."
