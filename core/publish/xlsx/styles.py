"""How the parts of a scorecard look in a workbook: named styles, combined and made once each."""

from __future__ import annotations

from typing import Any

# Narrow figures of one width, and what Google Sheets uses: widths hold everywhere.
FONT = {"font_name": "Arial", "font_size": 10}

INK = "#1F2937"
SOFT_INK = "#6B7280"
FAINT_INK = "#A3ABB8"
ACCENT = "#2563EB"
BAND = "#E8EDF3"
CURRENT_BAND = "#C9D8EA"
CURRENT = "#F2F6FB"
SEPARATOR = "#E3E7EC"
HATCH = "#C3CAD4"
LIGHT_UP = 14

_STYLES: dict[str, dict[str, Any]] = {
    "text": {"font_color": INK, "valign": "vcenter"},
    "heading": {"font_size": 15, "bold": True},
    "soft": {"font_color": SOFT_INK},
    "header": {"bg_color": BAND, "bold": True},
    "days": {
        "bold": False,
        "font_size": 8,
        "font_color": SOFT_INK,
        "bottom": 1,
        "bottom_color": FAINT_INK,
    },
    "labels": {"bottom": 1, "bottom_color": FAINT_INK},
    "current header": {"bg_color": CURRENT_BAND, "font_color": INK},
    "later header": {"font_color": FAINT_INK, "bold": False},
    "left": {"align": "left"},
    "right": {"align": "right", "indent": 1},
    "line": {"bottom": 1, "bottom_color": SEPARATOR},
    "name": {"bold": True},
    "breakdown": {"font_size": 9, "font_color": SOFT_INK},
    "repeated": {"font_color": FAINT_INK},
    "indented": {"indent": 2},
    "current": {"bg_color": CURRENT},
    "missing": {"pattern": LIGHT_UP, "fg_color": HATCH, "bg_color": "#F6F7F9"},
    "partial": {"italic": True, "font_color": SOFT_INK},
    "by hand": {"font_color": ACCENT},
}


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}

    def __call__(self, *names: str, number_format: str = "") -> Any:
        """Return the format that combines the named styles, a later one winning over an earlier."""
        key = (*names, number_format)
        if key not in self._made:
            properties: dict[str, Any] = {}
            for name in ("text", *names):
                properties |= _STYLES[name]
            if number_format:
                properties["num_format"] = number_format
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
