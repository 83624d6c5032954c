"""Values of periods as charts show them, and numbers as text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.charts.drawing import Spot
from core.model import format_value


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """The value of a period; None leaves a gap.

    Attributes:
        label: The period for readers, such as `W46`.
        is_provisional: Whether the value may still change; it is drawn hollow.
        reason: Why there is no value; for readers who do not see the chart.
    """

    label: str
    value: float | None
    is_provisional: bool = False
    reason: str = ""

    def text(self, unit: str) -> str:
        """Return period and value in words."""
        if self.value is None:
            return f"{self.label} {self.reason or 'no value'}"
        remark = " (provisional)" if self.is_provisional else ""
        return f"{self.label} {format_value(self.value, unit)}{remark}"


def values_of(points: Iterable[ChartPoint]) -> list[float]:
    """Return the values that there are."""
    return [point.value for point in points if point.value is not None]


def last_of(points: Sequence[ChartPoint]) -> ChartPoint | None:
    """Return the last point with a value."""
    return next((point for point in reversed(points) if point.value is not None), None)


def stretches(spots: Sequence[Spot | None]) -> list[list[Spot]]:
    """Return the spots in stretches without a gap."""
    found: list[list[Spot]] = [[]]
    for spot in spots:
        if spot is None:
            found.append([])
        else:
            found[-1].append(spot)
    return [stretch for stretch in found if stretch]


def signed(amount: float, unit: str) -> str:
    """Return a change with its sign; one of a percentage is in points."""
    text = format_value(abs(amount), unit)
    if unit == "percent":
        text = f"{text.removesuffix('%')} pp"
    if not amount:
        return text
    return f"+{text}" if amount > 0 else f"-{text}"


def listed(points: Iterable[ChartPoint], unit: str) -> str:
    """Return all values in words."""
    return ", ".join(point.text(unit) for point in points)
