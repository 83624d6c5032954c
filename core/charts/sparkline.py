"""A line of the size of a word. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.charts.drawing import Drawing
from core.charts.points import ChartPoint, listed, stretches, values_of
from core.charts.scale import scale_of
from core.colours import GOOD_INK, SOFT_INK


def sparkline(
    title: str, points: Sequence[ChartPoint], unit: str, width: int = 120, height: int = 24
) -> str:
    """Return values as a small line; its last point is a dot, hollow if it is provisional."""
    drawing = Drawing(width, height)
    scale = scale_of(values_of(points), height - 4, 4)
    step = (width - 8) / max(len(points) - 1, 1)
    spots = [
        None if point.value is None else (4 + step * index, scale(point.value))
        for index, point in enumerate(points)
    ]
    for stretch in stretches(spots):
        drawing.path(stretch, SOFT_INK, 1.5)
        if len(stretch) == 1:
            drawing.dot(stretch[0], 1, SOFT_INK)
    last = spots[-1] if spots else None
    if last:
        drawing.dot(last, 2.5, GOOD_INK, is_hollow=points[-1].is_provisional)
    return drawing.svg(title, f"{listed(points, unit)}.")
