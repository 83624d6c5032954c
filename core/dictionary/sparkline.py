"""A KPI's last values drawn as a line, with breaks that need no pointer to be seen. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape

from core.dictionary.pages import SeriesPart, ShownValue
from core.model import Period

_WIDTH, _HEIGHT = 560, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 12, 26, 22

_Place = tuple[float, float]


def sparkline_svg(series: SeriesPart, breaks: Collection[Period], title: str) -> str:
    """Return one series as SVG: a line for each stretch of one definition, a dot for each value."""
    values = series.values
    numbers = [value.number for value in values if value.number is not None]
    if not numbers:
        return ""
    points = _points(values, min(numbers), max(numbers))
    parts = [
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">',
        f'<line class="base" x1="{_LEFT}" y1="{_HEIGHT - _BOTTOM}" x2="{_WIDTH - _RIGHT}" '
        f'y2="{_HEIGHT - _BOTTOM}"/>',
        *_break_lines(values, breaks),
        *_stretches(values, points, breaks),
        *_dots(values, points),
        *_period_labels(values),
        "</svg>",
    ]
    return "".join(parts)


def _x(index: int, count: int) -> float:
    step = (_WIDTH - _LEFT - _RIGHT) / max(count, 1)
    return round(_LEFT + step * (index + 0.5), 1)


def _points(values: Sequence[ShownValue], low: float, high: float) -> list[_Place | None]:
    height = _HEIGHT - _TOP - _BOTTOM - 8
    points: list[_Place | None] = []
    for index, value in enumerate(values):
        if value.number is None:
            points.append(None)
            continue
        share = (value.number - low) / (high - low) if high > low else 0.5
        points.append((_x(index, len(values)), round(_TOP + 4 + height * (1 - share), 1)))
    return points


def _stretches(
    values: Sequence[ShownValue], points: Sequence[_Place | None], breaks: Collection[Period]
) -> Iterator[str]:
    """Yield a line for each run of values without a gap or a break."""
    stretch: list[_Place] = []
    for value, point in zip(values, points, strict=True):
        if point is None or value.period in breaks:
            yield from _line(stretch)
            stretch = []
        if point is not None:
            stretch.append(point)
    yield from _line(stretch)


def _line(stretch: Sequence[_Place]) -> Iterator[str]:
    if len(stretch) > 1:
        yield f'<polyline points="{" ".join(f"{x},{y}" for x, y in stretch)}"/>'


def _dots(values: Sequence[ShownValue], points: Sequence[_Place | None]) -> Iterator[str]:
    drawn = [(value, point) for value, point in zip(values, points, strict=True) if point]
    extremes = _labelled([value for value, _ in drawn])
    for value, (x, y) in drawn:
        name = escape(f"{value.period}: {value.text}")
        kind = "dot" if value.state == "value" else "dot open"
        yield f'<circle class="{kind}" cx="{x}" cy="{y}" r="3.2"><title>{name}</title></circle>'
        if value in extremes:
            place = f'x="{x}" y="{y - 8:g}" text-anchor="middle"'
            yield f'<text class="num" {place}>{escape(value.text)}</text>'


def _labelled(values: Sequence[ShownValue]) -> list[ShownValue]:
    """Return the values whose number is written: the least, the greatest and the newest."""
    numbers = [value.number or 0.0 for value in values]
    least, greatest = numbers.index(min(numbers)), numbers.index(max(numbers))
    return [values[least], values[greatest], values[-1]]


def _break_lines(values: Sequence[ShownValue], breaks: Collection[Period]) -> Iterator[str]:
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(values), 1)
    for index, value in enumerate(values):
        if value.period in breaks:
            x = round(_LEFT + step * index, 1)
            anchor = "start" if index < len(values) / 2 else "end"
            shift = 4 if anchor == "start" else -4
            yield f'<line class="break" x1="{x}" y1="4" x2="{x}" y2="{_HEIGHT - _BOTTOM}"/>'
            yield (
                f'<text class="break" x="{x + shift}" y="12" text-anchor="{anchor}">'
                f"new definition from {escape(value.period.label)}</text>"
            )


def _period_labels(values: Sequence[ShownValue]) -> Iterator[str]:
    y = _HEIGHT - 6
    first, last = values[0].period.label, values[-1].period.label
    yield f'<text class="tick" x="{_LEFT}" y="{y}">{escape(first)}</text>'
    if len(values) > 1:
        yield (
            f'<text class="tick" x="{_WIDTH - _RIGHT}" y="{y}" text-anchor="end">'
            f"{escape(last)}</text>"
        )
