"""A drawing: shapes and texts become SVG, and no text leaves the drawing. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

from core.charts.fonts import FONT_FAMILY, fit_text, text_width
from core.colours import INK, PAPER

Anchor = Literal["start", "middle", "end"]
Spot = tuple[float, float]
_Attributes = dict[str, str | float]

# Parts of the size that letters need above and below their line.
_ABOVE, _BELOW = 0.76, 0.24
_BESIDE = 3  # pixels between two numbers on a line
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}

# Characters that XML 1.0 does not allow.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class TextBox:
    """The space that a text takes."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: TextBox) -> bool:
        """Return whether the two have space in common."""
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.bottom <= other.top or other.bottom <= self.top)

    def is_crossed_by(self, start: Spot, end: Spot) -> bool:
        """Return whether a straight line goes through the space."""
        (x1, y1), (x2, y2) = start, end
        if max(x1, x2) <= self.left or min(x1, x2) >= self.right:
            return False
        if max(y1, y2) <= self.top or min(y1, y2) >= self.bottom:
            return False
        # It misses the space if all corners are on one side of it.
        corners = ((x, y) for x in (self.left, self.right) for y in (self.top, self.bottom))
        sides = [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x, y in corners]
        return min(sides) < 0 < max(sides)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text looks: size in pixels, ink, weight, and the side at which it is anchored."""

    size: float = 10
    ink: str = INK
    is_bold: bool = False
    anchor: Anchor = "start"


class Drawing:
    """Shapes in the order in which they are drawn, and the space that is taken."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []
        self._taken: list[TextBox] = []
        self._lines: list[tuple[Spot, Spot]] = []

    def svg(self, title: str, description: str) -> str:
        """Return the drawing as SVG with its text for readers who do not see it."""
        width, height = _coordinate(self.width), _coordinate(self.height)
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "role": "img",
            "font-family": FONT_FAMILY,
        }
        words = f"<title>{clean(title)}</title><desc>{clean(description)}</desc>"
        return _element("svg", attributes, "".join((words, *self._parts)))

    def text(self, x: float, y: float, content: str, style: TextStyle, room: float = 0) -> None:
        """Write a text on the line `y`, cut to `room` and moved so that it stays inside."""
        fitted = fit_text(content, room or self.width, style.size, is_bold=style.is_bold)
        if not fitted:
            return
        width = text_width(fitted, style.size, is_bold=style.is_bold)
        left = min(max(x - _SHIFT[style.anchor] * width, 0), self.width - width)
        spot = (left + _SHIFT[style.anchor] * width, y)
        tip = f"<title>{clean(content)}</title>" if fitted != content else ""
        self._write(spot, fitted, style, tip)

    def number(
        self, spots: Sequence[Spot], content: str, style: TextStyle, *, is_required: bool = False
    ) -> bool:
        """Write a number at the first of the spots where it is free; it is never cut.

        It keeps off the lines drawn so far, if there is room; a required one may cross them.
        """
        crossed: Spot | None = None
        for spot in spots:
            box = box_of(spot, content, style)
            if not self._is_free(box):
                continue
            if not self._is_crossed(box):
                self._write(spot, content, style)
                return True
            crossed = crossed or spot
        if is_required and crossed:
            self._write(crossed, content, style)
            return True
        return False

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep numbers out of a space."""
        self._taken.append(TextBox(left, top, right, bottom))

    def _is_free(self, box: TextBox) -> bool:
        is_inside = box.left >= 0 and box.right <= self.width and box.bottom <= self.height
        wider = TextBox(box.left - _BESIDE, box.top, box.right + _BESIDE, box.bottom)
        return is_inside and box.top >= 0 and not any(wider.overlaps(each) for each in self._taken)

    def _is_crossed(self, box: TextBox) -> bool:
        return any(box.is_crossed_by(start, end) for start, end in self._lines)

    def _write(self, spot: Spot, content: str, style: TextStyle, tip: str = "") -> None:
        self._taken.append(box_of(spot, content, style))
        attributes: _Attributes
        attributes = {"x": spot[0], "y": spot[1], "font-size": style.size, "fill": style.ink}
        attributes |= {"font-weight": "bold"} if style.is_bold else {}
        attributes |= {"text-anchor": style.anchor} if style.anchor != "start" else {}
        self._parts.append(_element("text", attributes, clean(content) + tip))

    def line(self, start: Spot, end: Spot, ink: str, width: float = 1, dash: str = "") -> None:
        """Draw a straight line; `dash` is a pattern such as `4 3`."""
        ends: _Attributes
        ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        self._parts.append(_element("line", ends | _stroke(ink, width, dash)))

    def path(self, spots: Sequence[Spot], ink: str, width: float = 2, dash: str = "") -> None:
        """Draw a line through the spots, if there are at least two."""
        if len(spots) > 1:
            points = " ".join(f"{_coordinate(x)},{_coordinate(y)}" for x, y in spots)
            look: _Attributes
            look = {"points": points, "fill": "none", "stroke-linejoin": "round"}
            self._parts.append(_element("polyline", look | _stroke(ink, width, dash)))
            self._lines += pairwise(spots)

    def dot(self, spot: Spot, radius: float, ink: str, *, is_hollow: bool = False) -> None:
        """Draw a dot, filled or hollow."""
        fill = PAPER if is_hollow else ink
        circle: _Attributes
        circle = {"cx": spot[0], "cy": spot[1], "r": radius, "fill": fill}
        self._parts.append(_element("circle", circle | _stroke(ink, 1.5)))

    def box(
        self, corner: Spot, width: float, height: float, fill: str, ink: str = "", dash: str = ""
    ) -> None:
        """Draw a rectangle with its left upper corner; `ink` and `dash` are those of its edge."""
        edge = _stroke(ink, 1, dash) if ink else {}
        sides: _Attributes
        sides = {"x": corner[0], "y": corner[1], "width": width, "height": height, "fill": fill}
        self._parts.append(_element("rect", sides | edge))


def box_of(spot: Spot, content: str, style: TextStyle) -> TextBox:
    """Return the space that a text takes at a spot."""
    width = text_width(content, style.size, is_bold=style.is_bold)
    left = spot[0] - _SHIFT[style.anchor] * width
    top, bottom = spot[1] - _ABOVE * style.size, spot[1] + _BELOW * style.size
    return TextBox(left, top, left + width, bottom)


def clean(text: str) -> str:
    """Return the text for XML, without characters that XML does not allow."""
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _element(name: str, attributes: Mapping[str, str | float], content: str = "") -> str:
    texts = "".join(
        f' {key}="{value if isinstance(value, str) else _coordinate(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{texts}>{content}</{name}>" if content else f"<{name}{texts}/>"


def _coordinate(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _stroke(ink: str, width: float, dash: str = "") -> _Attributes:
    pattern = {"stroke-dasharray": dash} if dash else {}
    return {"stroke": ink, "stroke-width": width, **pattern}
