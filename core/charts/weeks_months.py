"""Six weeks and twelve months of a KPI in one chart, as in a weekly business review. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from core.charts.drawing import Drawing, TextStyle
from core.charts.fonts import wrap_text
from core.charts.panel import PeriodPanel, draw_panel
from core.charts.points import listed
from core.colours import SEPARATOR, SOFT_INK
from core.model import format_value

_TITLE = TextStyle(13, is_bold=True)
_SMALL = TextStyle(10, SOFT_INK)
_FACT = TextStyle(10, is_bold=True)
_MARGIN, _LINE, _ROW, _FACT_WIDTH = 8, 14, 36, 112
_PLOT_TOP, _PLOT_HEIGHT, _AXIS = 46, 118, 34


@dataclass(frozen=True, slots=True)
class ChartEvent:
    """Something that happened in a period: a number on the chart, and its text below."""

    label: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ChartFact:
    """A text below a chart, such as `quarter to date` and `13,204`, handed in as readers see it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksAndMonths:
    """What the chart shows; weeks and months have a scale of their own.

    An event belongs to the week or month whose label it names.
    """

    title: str
    unit: str
    weeks: PeriodPanel
    months: PeriodPanel
    events: tuple[ChartEvent, ...] = ()
    facts: tuple[ChartFact, ...] = ()


def six_weeks_and_twelve_months(chart: WeeksAndMonths, width: int = 480) -> str:
    """Return the chart as SVG, `width` pixels wide."""
    lines = list(_event_lines(chart, width))
    rows = _fact_rows(chart, width)
    below = _PLOT_TOP + _PLOT_HEIGHT + _AXIS
    height = below + _LINE * len(lines) + _ROW * len(rows)
    drawing = Drawing(width, height)
    drawing.text(_MARGIN, 16, chart.title, _TITLE, width - 2 * _MARGIN)
    _draw_panels(drawing, chart)
    for index, text in enumerate(lines):
        drawing.text(_MARGIN, below + _LINE * index, text, _SMALL)
    _draw_facts(drawing, rows, below + _LINE * len(lines) - 4)
    return drawing.svg(chart.title, _description(chart))


def _draw_panels(drawing: Drawing, chart: WeeksAndMonths) -> None:
    """Draw weeks on the left and months on the right; a week gets more room than a month."""
    marked: dict[str, str] = {}
    for event in chart.events:
        others = f"{marked[event.label]}·" if event.label in marked else ""
        marked[event.label] = f"{others}{event.number}"
    room = drawing.width - 2 * _MARGIN
    middle = _MARGIN + room * 0.42
    bottom = _PLOT_TOP + _PLOT_HEIGHT
    left, right = (_MARGIN, middle - 10), (middle + 10, drawing.width - _MARGIN)
    for panel, sides in ((chart.weeks, left), (chart.months, right)):
        draw_panel(drawing, panel, chart.unit, sides, (_PLOT_TOP, bottom), marked)


def _event_lines(chart: WeeksAndMonths, width: int) -> Iterator[str]:
    for event in chart.events:
        text = f"{event.number} {event.label}: {event.text}"
        yield from wrap_text(text, width - 2 * _MARGIN, _SMALL.size)


def _fact_rows(chart: WeeksAndMonths, width: int) -> list[tuple[ChartFact, ...]]:
    """Return the facts in rows of the same length, as far as that goes."""
    most = max(1, int((width - 2 * _MARGIN) // _FACT_WIDTH))
    rows = ceil(len(chart.facts) / most)
    columns = ceil(len(chart.facts) / max(rows, 1))
    starts = range(0, len(chart.facts), max(columns, 1))
    return [chart.facts[start : start + columns] for start in starts]


def _draw_facts(drawing: Drawing, rows: list[tuple[ChartFact, ...]], y: float) -> None:
    for row in rows:
        drawing.line((_MARGIN, y), (drawing.width - _MARGIN, y), SEPARATOR)
        room = (drawing.width - 2 * _MARGIN) / len(rows[0])
        for index, fact in enumerate(row):
            x = _MARGIN + room * index
            drawing.text(x, y + 13, fact.name, _SMALL, room - 6)
            drawing.number([(x, y + 27)], fact.text, _FACT)
        y += _ROW


def _description(chart: WeeksAndMonths) -> str:
    parts = [_panel_words(chart.weeks, chart.unit), _panel_words(chart.months, chart.unit)]
    parts += [f"Event {each.number}, {each.label}: {each.text}." for each in chart.events]
    parts += [f"{each.name}: {each.text}." for each in chart.facts]
    return " ".join(parts)


def _panel_words(panel: PeriodPanel, unit: str) -> str:
    words = [f"{panel.name}: {listed(panel.points, unit)}."]
    if panel.year_ago:
        words.append(f"A year ago: {listed(panel.points_year_ago, unit)}.")
    if panel.target is not None:
        words.append(f"Target {format_value(panel.target, unit)}.")
    if panel.limits:
        low, high = (format_value(each, unit) for each in panel.limits)
        words.append(f"Usual range {low} to {high}.")
    return " ".join(words)
