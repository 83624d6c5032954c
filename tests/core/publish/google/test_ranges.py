"""Names of cells and columns, and ranges as JSON."""

from __future__ import annotations

import math

import pytest

from core.publish.google.ranges import cell_name, column_letters, dimension_range, grid_range
from core.publish.google.sheet import Box


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters


@pytest.mark.parametrize(
    ("title", "name"),
    [("sc2026", "sc2026!B3"), ("sc2026 daily", "'sc2026 daily'!B3"), ("Ann's", "'Ann''s'!B3")],
)
def test_cells_are_named_as_people_write_them(title: str, name: str) -> None:
    assert cell_name(title, (2, 1)) == name


def test_a_range_names_its_closed_sides() -> None:
    assert grid_range(7, Box(4, 6, math.inf, 9)) == {
        "sheetId": 7,
        "startRowIndex": 4,
        "startColumnIndex": 6,
        "endColumnIndex": 9,
    }


def test_lines_are_a_half_open_range() -> None:
    assert dimension_range(7, "ROWS", 4, 5) == {
        "sheetId": 7,
        "dimension": "ROWS",
        "startIndex": 4,
        "endIndex": 5,
    }
