"""Rectangles of cells of one content."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from core.publish.google.rectangles import rectangles
from core.publish.google.sheet import Box, Position

places = st.tuples(st.integers(0, 5), st.integers(0, 5))


@given(st.dictionaries(places, st.sampled_from("ab")))
def test_rectangles_cover_each_cell_once_with_its_content(cells: dict[Position, str]) -> None:
    covered: dict[Position, str] = {}
    for box, content in rectangles(cells):
        for row in range(box.top, int(box.bottom)):
            for column in range(box.left, int(box.right)):
                assert (row, column) not in covered
                covered[row, column] = content
    assert covered == cells


def test_equal_neighbours_are_one_rectangle() -> None:
    cells = {(row, column): "a" for row in (2, 3) for column in (4, 5, 6)}
    assert list(rectangles(cells)) == [(Box(2, 4, 4, 7), "a")]


def test_another_content_and_a_gap_end_a_rectangle() -> None:
    cells = {(0, 0): "a", (0, 1): "b", (1, 0): "a", (3, 0): "a", (3, 2): "a"}
    assert sorted(rectangles(cells), key=str) == [
        (Box(0, 0, 2, 1), "a"),
        (Box(0, 1, 1, 2), "b"),
        (Box(3, 0, 4, 1), "a"),
        (Box(3, 2, 4, 3), "a"),
    ]


def test_no_cells_are_no_rectangles() -> None:
    assert list(rectangles({})) == []
