"""Styles as XlsxWriter names their parts."""

from __future__ import annotations

from core.colours import ALARM, INK, SEPARATOR
from core.publish.theme import CellStyle, style_of
from core.publish.xlsx.styles import Formats, format_properties


class Book:
    """Keeps the formats that are added to it, as a workbook does."""

    def __init__(self) -> None:
        self.added: list[dict[str, object]] = []

    def add_format(self, properties: dict[str, object]) -> int:
        self.added.append(properties)
        return len(self.added)


def test_a_plain_style_is_text_in_the_middle() -> None:
    assert format_properties(CellStyle()) == {
        "font_color": INK,
        "font_size": 10,
        "bold": False,
        "italic": False,
        "valign": "vcenter",
    }


def test_a_style_with_a_background_fills_the_cell() -> None:
    assert format_properties(style_of("failed"))["bg_color"] == ALARM
    assert "bg_color" not in format_properties(style_of("name"))


def test_a_line_has_a_rule_below_and_its_number_format() -> None:
    properties = format_properties(style_of("line", "right"), "0.0%")
    assert (properties["bottom"], properties["bottom_color"]) == (1, SEPARATOR)
    assert (properties["align"], properties["indent"]) == ("right", 1)
    assert properties["num_format"] == "0.0%"


def test_a_format_is_added_once() -> None:
    book = Book()
    formats = Formats(book)
    found = [formats(style_of("heading")), formats(style_of("heading")), formats(style_of("line"))]
    assert found == [1, 1, 2]
    assert len(book.added) == 2
