"""Renders the theme as the formats of a workbook, each made once."""

from __future__ import annotations

from typing import Any

from core.publish.theme import FONT, Alignment, CellStyle

# Of cells for texts of people, which wrap.
TEXT_FORMAT = "@"
# What XlsxWriter gives every cell for which nothing else is said.
DEFAULT_FONT = {"font_name": FONT, "font_size": 10}

_ALIGNMENTS: dict[Alignment, dict[str, Any]] = {
    "": {},
    "left": {"align": "left"},
    "indented": {"indent": 2},
    "right": {"align": "right", "indent": 1},
}


class Formats:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[CellStyle, str], Any] = {}

    def __call__(self, style: CellStyle, number_format: str = "") -> Any:
        """Return the workbook's format for a style and a number format."""
        key = style, number_format
        if key not in self._made:
            self._made[key] = self._book.add_format(format_properties(style, number_format))
        return self._made[key]


def format_properties(style: CellStyle, number_format: str = "") -> dict[str, Any]:
    """Return a style as XlsxWriter names its parts."""
    properties: dict[str, Any] = {
        "font_color": style.ink,
        "font_size": style.size,
        "bold": style.bold,
        "italic": style.italic,
        "valign": "vcenter",
        **_ALIGNMENTS[style.alignment],
    }
    if style.background:
        properties["bg_color"] = style.background
    if style.rule:
        properties |= {"bottom": 1, "bottom_color": style.rule}
    if style.edge:
        properties |= {"left": 1, "left_color": style.edge}
    if number_format == TEXT_FORMAT:
        properties["text_wrap"] = True
    if number_format:
        properties["num_format"] = number_format
    return properties
