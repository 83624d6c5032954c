"""A grid of KPIs and periods: the status of each as a sign on a colour. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from core.charts.drawing import Drawing, TextStyle
from core.charts.fonts import text_width
from core.charts.tones import TONES, Tone
from core.colours import PAPER, SEPARATOR, SOFT_INK

_TITLE, _NAME = TextStyle(13, is_bold=True), TextStyle(11)
_HEAD, _LEGEND = TextStyle(10, SOFT_INK, anchor="middle"), TextStyle(10, SOFT_INK)
_MARGIN, _TOP, _ROW = 8, 44, 22
_NAMES, _NARROWEST, _WIDEST = 0.38, 14, 44


@dataclass(frozen=True, slots=True)
class HealthCell:
    """The status of a KPI in a period: a sign, the word for it, and its tone."""

    sign: str
    word: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class HealthRow:
    """A KPI with a cell for each period, and a text behind them such as its newest value."""

    name: str
    cells: tuple[HealthCell, ...]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthGrid:
    """KPIs in their order, and the labels of the periods, oldest first."""

    title: str
    periods: tuple[str, ...]
    rows: tuple[HealthRow, ...]


def health_grid(chart: HealthGrid, width: int = 480) -> str:
    """Return the grid as SVG, with a line below that says what the signs mean.

    It is wider than `width` where so many periods need it: each cell has room for its sign.
    """
    texts = max((text_width(row.text, 11, is_bold=True) for row in chart.rows), default=0)
    left, count = _MARGIN + width * _NAMES, max(len(chart.periods), 1)
    step = max(_NARROWEST, min(_WIDEST, (width - left - _MARGIN - texts - 8) / count))
    height = _TOP + _ROW * len(chart.rows) + 24
    drawing = Drawing(max(width, ceil(left + step * count + texts + 8 + _MARGIN)), height)
    room = drawing.width - 2 * _MARGIN
    drawing.text(_MARGIN, 16, chart.title, _TITLE, room)
    for index in reversed(range(len(chart.periods))):
        drawing.number([(left + step * (index + 0.5), 38)], chart.periods[index], _HEAD)
    for index, row in enumerate(chart.rows):
        _draw_row(drawing, row, _TOP + _ROW * index, left, step)
    drawing.text(_MARGIN, height - 8, _legend(chart), _LEGEND, room)
    return drawing.svg(chart.title, _description(chart))


def _draw_row(drawing: Drawing, row: HealthRow, y: float, left: float, step: float) -> None:
    drawing.text(_MARGIN, y + 15, row.name, _NAME, left - _MARGIN - 8)
    for index, cell in enumerate(row.cells):
        fill, ink = TONES[cell.tone]
        x = left + step * index
        drawing.box((x, y), step, _ROW, fill, PAPER)
        style = TextStyle(11, ink, is_bold=True, anchor="middle")
        drawing.text(x + step / 2, y + 15, cell.sign, style, step)
    drawing.line((_MARGIN, y + _ROW), (drawing.width - _MARGIN, y + _ROW), SEPARATOR, 0.5)
    right = TextStyle(11, is_bold=True, anchor="end")
    drawing.number([(drawing.width - _MARGIN, y + 15)], row.text, right)


def _legend(chart: HealthGrid) -> str:
    words = {cell.sign: cell.word for row in chart.rows for cell in row.cells if cell.sign}
    return " · ".join(f"{sign} {word}" for sign, word in words.items())


def _description(chart: HealthGrid) -> str:
    rows = []
    for row in chart.rows:
        pairs = zip(chart.periods, row.cells, strict=False)
        cells = ", ".join(f"{period} {cell.word}" for period, cell in pairs)
        rows.append(f"{row.name} {row.text}: {cells}" if row.text else f"{row.name}: {cells}")
    return f"{'; '.join(rows)}."
