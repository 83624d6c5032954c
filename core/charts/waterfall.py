"""A waterfall: how a value came from one number to another, step by step. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.charts.drawing import Drawing, TextStyle
from core.charts.points import signed
from core.charts.scale import ChartScale, scale_of
from core.colours import FAINT_INK, FALL, GOOD_INK, INK, PAPER, SOFT_INK, WARNING_INK
from core.model import format_value

StepKind = Literal["part", "remainder"]

_TITLE = TextStyle(13, is_bold=True)
_NAME, _TOTAL = TextStyle(11), TextStyle(11, is_bold=True)
_MARGIN, _TOP, _ROW, _BAR = 8, 28, 22, 13
_NAMES = 0.34  # of the width


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """A part of the change; a `remainder` is what no part explains, drawn as an outline.

    `text` is the amount as the words beside the chart have it; without one it is in its unit.
    """

    label: str
    amount: float
    kind: StepKind = "part"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """A change from `before` to `after`, both named, and its parts in their order."""

    title: str
    unit: str
    before_label: str
    before: float
    after_label: str
    after: float
    steps: tuple[WaterfallStep, ...]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A row of the chart: a bar from one value to another."""

    label: str
    text: str
    start: float
    end: float
    fill: str
    ink: str
    is_total: bool = False


def waterfall(chart: Waterfall, width: int = 480) -> str:
    """Return the chart as SVG, a row for each step."""
    bars = list(_bars(chart))
    drawing = Drawing(width, _TOP + _ROW * len(bars) + 6)
    drawing.text(_MARGIN, 16, chart.title, _TITLE, width - 2 * _MARGIN)
    scale = _scale(bars, width)
    for index, bar in enumerate(bars):
        _draw(drawing, bar, scale, _TOP + _ROW * index)
        if index:
            x, y = scale(bars[index - 1].end), _TOP + _ROW * index
            drawing.line((x, y - _ROW + _BAR + 4), (x, y + 4), FAINT_INK)
    return drawing.svg(chart.title, _description(bars))


def _bars(chart: Waterfall) -> Iterator[_Bar]:
    before, after = (format_value(each, chart.unit) for each in (chart.before, chart.after))
    yield _Bar(chart.before_label, before, 0, chart.before, SOFT_INK, SOFT_INK, is_total=True)
    level = chart.before
    for step in chart.steps:
        ink, fill = (GOOD_INK, GOOD_INK) if step.amount >= 0 else (WARNING_INK, FALL)
        fill = PAPER if step.kind == "remainder" else fill
        text = step.text or signed(step.amount, chart.unit)
        yield _Bar(step.label, text, level, level + step.amount, fill, ink)
        level += step.amount
    yield _Bar(chart.after_label, after, 0, chart.after, INK, INK, is_total=True)


def _scale(bars: list[_Bar], width: int) -> ChartScale:
    left, right = _MARGIN + width * _NAMES, width - _MARGIN - 72
    values = [value for bar in bars if not bar.is_total for value in (bar.start, bar.end)]
    values += [bar.end for bar in bars if bar.is_total]
    return scale_of(values, left, right)


def _draw(drawing: Drawing, bar: _Bar, scale: ChartScale, y: float) -> None:
    style = _TOTAL if bar.is_total else _NAME
    drawing.text(_MARGIN, y + 14, bar.label, style, drawing.width * _NAMES - 8)
    left, right = _ends(bar, scale)
    dash = "3 2" if bar.fill == PAPER else ""
    drawing.box((left, y + 4), right - left, _BAR, bar.fill, bar.ink, dash)
    drawing.number([(right + 5, y + 14)], bar.text, TextStyle(11, bar.ink, bar.is_total))


def _ends(bar: _Bar, scale: ChartScale) -> tuple[float, float]:
    """Return where a bar begins and ends; without zero on the scale a total is a mark, no bar."""
    if bar.is_total and not scale.low <= 0 <= scale.high:
        return scale(bar.end) - 2, scale(bar.end) + 2
    left, right = sorted((scale(bar.start), scale(bar.end)))
    return left, max(right, left + 1)


def _description(bars: list[_Bar]) -> str:
    return f"{', '.join(f'{bar.label} {bar.text}' for bar in bars)}."
