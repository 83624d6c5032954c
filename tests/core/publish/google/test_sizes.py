"""Sizes of rows and columns."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.sizes import column_visibility, line_height, tab_sizes
from tests.core.publish.google.tabs import PERIODS, wanted


def test_every_row_and_column_of_a_new_tab_has_a_size() -> None:
    sized: dict[str, set[int]] = {"ROWS": set(), "COLUMNS": set()}
    for request in tab_sizes(wanted(), 7):
        span = request["updateDimensionProperties"]["range"]
        sized[span["dimension"]] |= set(range(span["startIndex"], span["endIndex"]))
    assert sized == {"ROWS": set(range(7)), "COLUMNS": set(range(9))}


def test_a_line_is_as_high_as_the_others() -> None:
    *_, lines = tab_sizes(wanted(), 7)
    assert lines == line_height(wanted(), 7, 4, 7)
    assert lines["updateDimensionProperties"]["properties"] == {"pixelSize": 25}


def test_periods_to_come_are_hidden_where_the_newest_is_first() -> None:
    turned = replace(wanted(), is_newest_first=True, later=frozenset(PERIODS[1:]))
    *_, hiding = tab_sizes(turned, 7)
    assert hiding == column_visibility(7, 7, 9, is_hidden=True)
    assert hiding["updateDimensionProperties"]["properties"] == {"hiddenByUser": True}
    assert (
        len([*tab_sizes(replace(turned, is_newest_first=False), 7)])
        == len([*tab_sizes(turned, 7)]) - 1
    )
