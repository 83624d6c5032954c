"""Segments of a KPI beside each other: before and after, with intervals. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.charts.drawing import Drawing, TextStyle
from core.charts.fonts import text_width
from core.charts.scale import ChartScale, scale_of
from core.colours import BAND, GOOD_INK, INK, SEPARATOR, SOFT_INK, WARNING_INK
from core.model import format_value

_TITLE, _HEADING = TextStyle(13, is_bold=True), TextStyle(10, SOFT_INK)
_REMARK = TextStyle(9, INK)
_MARGIN, _TOP, _ROW = 8, 44, 24
_NAMES = 0.3  # of the width


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentValue:
    """A segment's value before and after; None where it did not exist.

    Attributes:
        interval: What a small denominator leaves open of the value after; shown in place of a
            direction.
        remark: Such as `312 of 2,210`, the numbers behind the value.
        is_whole: Whether it is all segments together.
    """

    label: str
    before: float | None
    after: float | None
    interval: tuple[float, float] | None = None
    remark: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentComparison:
    """Segments in their order, and what the two values of each are called."""

    title: str
    unit: str
    before_label: str
    after_label: str
    segments: tuple[SegmentValue, ...]


def segment_comparison(chart: SegmentComparison, width: int = 480) -> str:
    """Return the chart as SVG: a row for each segment, a ring before and a dot after."""
    drawing = Drawing(width, _TOP + _ROW * len(chart.segments) + 6)
    drawing.text(_MARGIN, 16, chart.title, _TITLE, width - 2 * _MARGIN)
    interval = " · ├┤ interval" if any(each.interval for each in chart.segments) else ""
    heading = f"○ {chart.before_label} · ● {chart.after_label}{interval}"
    drawing.text(_MARGIN, 33, heading, _HEADING, width - 2 * _MARGIN)
    room = _room_for_numbers(chart)
    scale = _scale(chart, _MARGIN + width * _NAMES, width - _MARGIN - room)
    for index, segment in enumerate(chart.segments):
        _draw(drawing, chart, segment, scale, _TOP + _ROW * index)
    return drawing.svg(chart.title, _description(chart))


def _room_for_numbers(chart: SegmentComparison) -> float:
    texts = [_numbers(segment, chart.unit) for segment in chart.segments]
    return max((text_width(text, 10, is_bold=True) for text in texts), default=0) + 14


def _scale(chart: SegmentComparison, start: float, end: float) -> ChartScale:
    values = [
        value
        for segment in chart.segments
        for value in (segment.before, segment.after, *(segment.interval or ()))
        if value is not None
    ]
    return scale_of(values, start, end)


def _draw(
    drawing: Drawing, chart: SegmentComparison, segment: SegmentValue, scale: ChartScale, y: float
) -> None:
    middle = y + _ROW / 2
    if segment.is_whole:
        drawing.box((0, y), drawing.width, _ROW, BAND)
    drawing.line((_MARGIN, y + _ROW), (drawing.width - _MARGIN, y + _ROW), SEPARATOR)
    name = TextStyle(11, is_bold=segment.is_whole)
    drawing.text(_MARGIN, middle + 4, segment.label, name, drawing.width * _NAMES - 8)
    beside = _MARGIN + text_width(segment.label, name.size, is_bold=name.is_bold) + 6
    room = _MARGIN + drawing.width * _NAMES - beside
    if text_width(segment.remark, _REMARK.size) <= room:
        drawing.number([(beside, middle + 4)], segment.remark, _REMARK)
    _draw_marks(drawing, segment, scale, middle)
    text = _numbers(segment, chart.unit)
    style = TextStyle(10, is_bold=segment.is_whole, anchor="end")
    drawing.number([(drawing.width - _MARGIN, middle + 4)], text, style)


def _draw_marks(drawing: Drawing, segment: SegmentValue, scale: ChartScale, y: float) -> None:
    ink = _ink(segment)
    if segment.interval:
        low, high = (scale(each) for each in segment.interval)
        drawing.line((low, y), (high, y), SOFT_INK, 1)
        for x in (low, high):
            drawing.line((x, y - 4), (x, y + 4), SOFT_INK)
    elif segment.before is not None and segment.after is not None:
        drawing.line((scale(segment.before), y), (scale(segment.after), y), ink, 3)
    if segment.before is not None:
        drawing.dot((scale(segment.before), y), 3.5, SOFT_INK, is_hollow=True)
    if segment.after is not None:
        drawing.dot((scale(segment.after), y), 4, ink)


def _ink(segment: SegmentValue) -> str:
    if segment.before is None or segment.after is None or segment.interval:
        return SOFT_INK
    return GOOD_INK if segment.after >= segment.before else WARNING_INK


def _numbers(segment: SegmentValue, unit: str) -> str:
    before = "new" if segment.before is None else format_value(segment.before, unit)
    after = "gone" if segment.after is None else format_value(segment.after, unit)
    return f"{before} → {after}"


def _description(chart: SegmentComparison) -> str:
    rows = []
    for each in chart.segments:
        words = f"{each.label} {_numbers(each, chart.unit)}"
        if each.interval:
            low, high = (format_value(value, chart.unit) for value in each.interval)
            words += f" (interval {low} to {high})"
        rows.append(f"{words}, {each.remark}" if each.remark else words)
    return f"From {chart.before_label} to {chart.after_label}: {'; '.join(rows)}."
