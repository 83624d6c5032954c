"""Sizes of rows and columns."""

from __future__ import annotations

from core.publish.google.sizes import line_height, tab_sizes
from tests.core.publish.google.tabs import wanted


def test_every_row_and_column_of_a_new_tab_has_a_size() -> None:
    sized: dict[str, set[int]] = {"ROWS": set(), "COLUMNS": set()}
    for request in tab_sizes(wanted(), 7):
        span = request["updateDimensionProperties"]["range"]
        sized[span["dimension"]] |= set(range(span["startIndex"], span["endIndex"]))
    assert sized == {"ROWS": set(range(7)), "COLUMNS": set(range(9))}


def test_a_line_is_as_high_as_the_others() -> None:
    *_, lines = tab_sizes(wanted(), 7)
    assert lines == line_height(7, 4, 7)
    assert lines["updateDimensionProperties"]["properties"] == {"pixelSize": 25}
