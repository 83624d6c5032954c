"""Positions of tabs, rows and columns after a plan."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from core.publish.google.changes import Insert, Plan, TabPlan
from core.publish.google.positions import NewTab, new_tabs, positions_of
from core.publish.google.sheet import BookNow, TabNow
from tests.core.publish.google.tabs import PERIODS, ROWS, book, standing, wanted


def test_a_new_tab_holds_rows_and_columns_in_their_order() -> None:
    layout = positions_of(TabPlan(wanted(), None), 99)
    assert (layout.sheet_id, layout.position(ROWS[0], PERIODS[0])) == (99, (4, 6))


def test_inserts_shift_what_is_behind_them() -> None:
    now = standing(wanted())
    plan = TabPlan(
        wanted(),
        now,
        rows=(Insert(4, "a"), Insert(5, "b"), Insert(5, "c")),
        columns=(Insert(9, "d"),),
    )
    layout = positions_of(plan, 0)
    assert [layout.rows[key] for key in ("days", "a", ROWS[0], "b", "c", ROWS[1])] == [
        3,
        4,
        5,
        6,
        7,
        8,
    ]
    assert layout.columns["d"] == 9


def made(stands: BookNow, *keys: str) -> dict[str, NewTab]:
    plan = Plan(tuple(TabPlan(replace(wanted(), key=key), None) for key in keys))
    numbers = count(1)
    return new_tabs(stands, plan, lambda: next(numbers))


def tab(sheet_id: int, index: int, key: str = "") -> TabNow:
    return TabNow(sheet_id, index, f"tab {sheet_id}", key, (), (), {})


def test_tabs_without_an_older_one_go_to_the_end() -> None:
    assert made(book(tab(0, 0)), "s/weekly/2027", "s/weekly/2026") == {
        "s/weekly/2027": NewTab(1),
        "s/weekly/2026": NewTab(2),
    }


def test_a_new_year_goes_before_the_newest_older_tab_of_its_cadence() -> None:
    stands = book(
        tab(50, 0),
        tab(51, 1, "s/weekly/2025"),
        tab(52, 3, "s/weekly/2026"),
        tab(53, 4, "t/weekly/2026"),
    )
    assert made(stands, "s/weekly/2027", "s/daily/2027", "t/weekly/2027") == {
        "s/weekly/2027": NewTab(1, 3),
        "s/daily/2027": NewTab(2),
        "t/weekly/2027": NewTab(3, 5),
    }


def test_ids_that_are_taken_are_passed_over() -> None:
    assert made(book(tab(1, 0), tab(2, 1)), "s/weekly/2026") == {"s/weekly/2026": NewTab(3)}
