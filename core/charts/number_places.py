"""Which numbers of a line are written first, and where beside their points. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.charts.drawing import Spot
from core.charts.points import ChartPoint, values_of

_GAP = 7  # pixels between a point and its number


def near(spot: Spot, *, is_low: bool) -> list[Spot]:
    """Return spots for a number beside a point: above it first, or below if it is a low one."""
    x, y = spot
    above = [(x, y - _GAP), (x - 8, y - _GAP), (x + 8, y - _GAP), (x, y - _GAP - 5)]
    below = [(x, y + _GAP + 7), (x - 8, y + _GAP + 7), (x + 8, y + _GAP + 7), (x, y + _GAP + 12)]
    return [*below, *above] if is_low else [*above, *below]


def is_low(points: Sequence[ChartPoint], index: int) -> bool:
    """Return whether a value is below the mean of its neighbours."""
    beside = values_of([*points[max(index - 1, 0) : index], *points[index + 1 : index + 2]])
    value = points[index].value or 0.0
    return bool(beside) and value < sum(beside) / len(beside)


def by_weight(values: Sequence[float | None]) -> list[int]:
    """Return the places of values: the last, greatest, least and first, then the others."""
    there = [index for index, value in enumerate(values) if value is not None]
    ranked = sorted(there, key=lambda index: values[index] or 0.0)
    first = [*there[-1:], *ranked[-1:], *ranked[:1], *there[:1], *reversed(there)]
    return list(dict.fromkeys(first))
