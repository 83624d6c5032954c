"""Rows, columns and values in messages, as readers know them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.publish.google.changes import TabPlan
from core.publish.google.names import change_text, line_name, place_name, value_text
from core.publish.google.sheet import Content
from core.publish.google.wanted import RowLook
from tests.core.publish.google.tabs import PERIODS, ROWS, put, standing, wanted

MADE = wanted()
PERCENT = replace(MADE, rows={**MADE.rows, ROWS[0]: RowLook(unit="percent")})
TAB = TabPlan(PERCENT, standing(MADE))
PLACE = (ROWS[0], PERIODS[0])


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (ROWS[0], "KPI 2 Calls"),
        (f"{ROWS[0]}North/East", "KPI 2 Calls, North/East"),
        (PERIODS[1], "Feb"),
        ("Owner", "column Owner"),
        ("labels", "the headers"),
        ("07/gone/", "KPI 7"),
        ("a", "a"),
    ],
)
def test_lines_have_the_names_that_the_sheet_shows(key: str, name: str) -> None:
    assert line_name(TAB, key) == name


def test_a_row_that_the_scorecard_has_no_more_has_its_name_in_the_sheet() -> None:
    now = replace(standing(MADE), rows=("heading", "refreshed", "labels", "days", "07/old/"))
    tab = TabPlan(PERCENT, put(now, {(4, 1): Content("Old")}))
    assert line_name(tab, "07/old/") == "KPI 7 Old"


def test_a_day_has_its_date() -> None:
    daily = replace(MADE, key="success/daily/2026")
    assert line_name(TabPlan(daily, None), PERIODS[0]) == "Jan 28 Jan"


def test_values_are_shown_with_their_unit_and_labels_without() -> None:
    assert place_name(TAB, PLACE) == "KPI 2 Calls · Jan"
    assert value_text(PERCENT, PLACE, 0.1234) == "12.3%"
    assert value_text(PERCENT, PLACE, "typed") == "typed"
    assert value_text(PERCENT, PLACE, None) == "empty"
    assert value_text(PERCENT, (ROWS[0], "No"), 2.0) == "2"
    assert value_text(PERCENT, (ROWS[1], PERIODS[0]), 111.0) == "111"


def test_values_that_look_the_same_are_shown_with_all_digits() -> None:
    assert change_text(PERCENT, PLACE, 0.12, 0.13) == "12.0% → 13.0%"
    assert change_text(PERCENT, PLACE, 0.12, 0.1201) == "0.12 → 0.1201"
