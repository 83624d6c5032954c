"""Widths of columns in pixels."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.pixels import pixel_width, usual_widths
from tests.core.publish.google.tabs import wanted


def test_a_column_has_seven_pixels_per_character_and_a_margin() -> None:
    tab = replace(wanted(), widths={"Latest": 13})
    assert pixel_width(tab, "Latest") == 13 * 7 + 10
    assert pixel_width(tab, "") == 80


def test_widths_lie_between_the_least_and_the_most_of_a_label() -> None:
    assert usual_widths("") == {*range(80, 151, 7)}
    assert usual_widths("Trend") == {101}
