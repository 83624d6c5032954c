"""One stretch of periods as lines: this year, a year ago, target, limits, events. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from core.charts.drawing import Drawing, Spot, TextStyle
from core.charts.fonts import text_width
from core.charts.number_places import by_weight, is_low, near
from core.charts.points import ChartPoint, last_of, stretches, values_of
from core.charts.scale import ChartScale, scale_of
from core.colours import BAND, FAINT_INK, GOOD_INK, INK, PAPER, SOFT_INK
from core.model import format_value

_HEADING = TextStyle(10, SOFT_INK)
_AXIS = TextStyle(10, SOFT_INK, anchor="middle")
_VALUE = TextStyle(10, GOOD_INK, is_bold=True, anchor="middle")
_THIS_YEAR = TextStyle(10, GOOD_INK, is_bold=True)
_TARGET = TextStyle(10, INK)
_MARK = TextStyle(9, PAPER, is_bold=True, anchor="middle")
_DASH, _DOTS = "5 3", "1.5 3"
_RADIUS = 3
# Of the names at the ends of lines: their distance, their letters, and room below the plot.
_LINE, _LETTERS, _BELOW = 11, 9, 6
_MOST_ROOM = 0.55  # of a panel's width for the names
_HEAD, _FOOT = 6, 14  # room for numbers above the highest and below the lowest point
_REQUIRED = 3  # numbers that are written even across a line


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPanel:
    """Values of consecutive periods, oldest first.

    Attributes:
        name: What stands above them, such as `6 weeks`.
        points: This year.
        year_ago: The value a year before each point; None where there is none. Empty: not shown.
        target: The value to reach, if one holds.
        limits: The lower and upper process limit, if known.
    """

    name: str
    points: tuple[ChartPoint, ...]
    year_ago: tuple[float | None, ...] = ()
    target: float | None = None
    limits: tuple[float, float] | None = None

    @property
    def points_year_ago(self) -> tuple[ChartPoint, ...]:
        """The values a year ago under the labels of this year."""
        pairs = zip(self.points, self.year_ago, strict=False)
        return tuple(ChartPoint(point.label, value) for point, value in pairs)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the values of a panel are drawn; between `right` and `end` is room for names."""

    panel: PeriodPanel
    unit: str
    left: float
    right: float
    end: float
    top: float
    bottom: float
    scale: ChartScale

    @property
    def names_width(self) -> float:
        return self.end - self.right - 4

    def x(self, index: int) -> float:
        step = (self.right - self.left) / max(len(self.panel.points), 1)
        return self.left + step * (index + 0.5)

    def spots(self, points: Sequence[ChartPoint]) -> list[Spot | None]:
        return [
            None if point.value is None else (self.x(index), self.scale(point.value))
            for index, point in enumerate(points)
        ]


def draw_panel(
    drawing: Drawing,
    panel: PeriodPanel,
    unit: str,
    sides: tuple[float, float],
    heights: tuple[float, float],
    marked: Mapping[str, str],
) -> None:
    """Draw a panel between the left and right side, top and bottom; `marked` are its events."""
    plot = _plot_of(panel, unit, sides, heights)
    drawing.text(sides[0], heights[0] - 14, _heading(panel, sides), _HEADING)
    _draw_limits(drawing, plot)
    drawing.line((plot.left, plot.bottom), (plot.right, plot.bottom), FAINT_INK)
    _draw_marks(drawing, plot, marked)
    _draw_lines(drawing, plot)
    _draw_axis(drawing, plot)
    _name_lines(drawing, plot)
    _draw_numbers(drawing, plot)


def _heading(panel: PeriodPanel, sides: tuple[float, float]) -> str:
    longer = f"{panel.name}, usual range shaded"
    fits = text_width(longer, _HEADING.size) <= sides[1] - sides[0]
    return longer if panel.limits and fits else panel.name


def _plot_of(
    panel: PeriodPanel, unit: str, sides: tuple[float, float], heights: tuple[float, float]
) -> _Plot:
    target = [] if panel.target is None else [panel.target]
    values = [*values_of(panel.points), *values_of(panel.points_year_ago), *target]
    ends = heights[1] - _FOOT, heights[0] + _HEAD
    scale = scale_of([*values, *(panel.limits or ())], *ends)
    # A name may be longer than what a narrow chart can spare.
    room = min(_room_for_names(panel, unit), _MOST_ROOM * (sides[1] - sides[0]))
    return _Plot(panel, unit, sides[0], sides[1] - room, sides[1], *heights, scale)


def _room_for_names(panel: PeriodPanel, unit: str) -> float:
    names = ["this year", "a year ago"]
    if panel.target is not None:
        names += ["target", format_value(panel.target, unit)]
    return max(text_width(name, _TARGET.size, is_bold=True) for name in names) + 6


def _draw_limits(drawing: Drawing, plot: _Plot) -> None:
    if plot.panel.limits:
        low, high = (plot.scale(each) for each in plot.panel.limits)
        drawing.box((plot.left, high), plot.right - plot.left, low - high, BAND)


def _draw_marks(drawing: Drawing, plot: _Plot, marked: Mapping[str, str]) -> None:
    for index, point in enumerate(plot.panel.points):
        if point.label in marked:
            x, y = plot.x(index), plot.bottom
            drawing.line((x, plot.top), (x, y), SOFT_INK, 1, _DOTS)
            width = max(12, text_width(marked[point.label], _MARK.size, is_bold=True) + 6)
            drawing.box((x - width / 2, y - 6), width, 12, SOFT_INK)
            drawing.text(x, y + 3, marked[point.label], _MARK)


def _draw_lines(drawing: Drawing, plot: _Plot) -> None:
    panel = plot.panel
    if panel.target is not None:
        y = plot.scale(panel.target)
        drawing.path([(plot.left, y), (plot.right, y)], INK, 1, _DOTS)
    for stretch in stretches(plot.spots(panel.points_year_ago)):
        drawing.path(stretch, SOFT_INK, 1.5, _DASH)
        if len(stretch) == 1:
            drawing.dot(stretch[0], 1, SOFT_INK)
    spots = plot.spots(panel.points)
    for stretch in stretches(spots):
        drawing.path(stretch, GOOD_INK, 2)
    for point, spot in zip(panel.points, spots, strict=True):
        if spot:
            drawing.dot(spot, _RADIUS, GOOD_INK, is_hollow=point.is_provisional)
            x, y = spot
            drawing.take(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)


def _draw_axis(drawing: Drawing, plot: _Plot) -> None:
    """Write the periods: all, or so many that there is room, at equal distances up to the last."""
    labels = [point.label for point in plot.panel.points]
    widest = max((text_width(label, _AXIS.size) for label in labels), default=0)
    step = max(1, ceil((widest + 3) / (plot.x(1) - plot.x(0))))
    for index in range(len(labels) - 1, -1, -step):
        drawing.text(plot.x(index), plot.bottom + 18, labels[index], _AXIS)


def _name_lines(drawing: Drawing, plot: _Plot) -> None:
    """Write at the right end of each line what it is, from top to bottom, and none over another."""
    names = sorted(_names(plot), key=lambda name: name.y)
    free = plot.top
    for index, name in enumerate(names):
        # So far up that all below still have room.
        below = sum(each.height for each in names[index:])
        top = max(free, min(name.y - name.height / 2, plot.bottom + _BELOW - below))
        for line, text in enumerate(name.lines):
            if text_width(text, name.style.size, is_bold=name.style.is_bold) <= plot.names_width:
                drawing.text(plot.right + 4, top + _LETTERS + _LINE * line, text, name.style)
        free = top + name.height


@dataclass(frozen=True, slots=True)
class _LineName:
    """What a line is called, in one line of text or two, and where the line ends."""

    y: float
    lines: tuple[str, ...]
    style: TextStyle

    @property
    def height(self) -> float:
        return _LINE * len(self.lines)


def _names(plot: _Plot) -> Iterator[_LineName]:
    panel = plot.panel
    this_year, year_ago = last_of(panel.points), last_of(panel.points_year_ago)
    if this_year and this_year.value is not None:
        yield _LineName(plot.scale(this_year.value), ("this year",), _THIS_YEAR)
    if year_ago and year_ago.value is not None:
        yield _LineName(plot.scale(year_ago.value), ("a year ago",), _HEADING)
    if panel.target is not None:
        lines = ("target", format_value(panel.target, plot.unit))
        yield _LineName(plot.scale(panel.target), lines, _TARGET)


def _draw_numbers(drawing: Drawing, plot: _Plot) -> None:
    """Write numbers of this year: the last, the greatest, the least, the first, then the others."""
    points = plot.panel.points
    spots = plot.spots(points)
    for place, index in enumerate(by_weight([point.value for point in points])):
        spot, value = spots[index], points[index].value
        if spot and value is not None:
            text = format_value(value, plot.unit)
            spots_near = near(spot, is_low=is_low(points, index))
            drawing.number(spots_near, text, _VALUE, is_required=place < _REQUIRED)
