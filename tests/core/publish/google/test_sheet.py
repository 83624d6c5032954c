"""A tab and its cells as they are."""

from __future__ import annotations

import math

from core.publish.google.sheet import (
    EMPTY,
    Box,
    Content,
    Lock,
    index_of,
)
from tests.core.publish.google.tabs import KEY, book, standing, wanted


def test_a_box_is_half_open_and_may_reach_to_the_end() -> None:
    box = Box(1, 0, 2, math.inf)
    places = ((0, 0), (1, 0), (1, 999), (2, 0))
    assert [box.holds(place) for place in places] == [False, True, True, False]


def test_a_cell_that_is_not_there_is_empty() -> None:
    tab = standing(wanted())
    assert tab.at((4, 1)) == Content("Calls", "Scorecard: what it counts")
    assert tab.at((99, 99)) == EMPTY


def test_a_row_is_barred_inside_a_protected_range_and_not_at_its_edges() -> None:
    tab = standing(wanted(), locked=(Lock(Box(4, 2, 6, 5)),))
    assert [tab.bars_row(index) for index in (4, 5, 6)] == [False, True, False]
    assert [tab.bars_column(index) for index in (2, 3, 5)] == [False, True, False]


def test_a_tab_is_found_by_its_key() -> None:
    tab = standing(wanted())
    assert book(tab).tab(KEY) == tab
    assert book(tab).tab("sales/monthly/2026") is None


def test_keys_of_ours_have_an_index() -> None:
    assert index_of(("a", "", "b")) == {"a": 0, "b": 2}
