"""Everything that requests change besides values and notes."""

from __future__ import annotations

from dataclasses import replace

from core.model import MARKS
from core.publish.google.changes import Insert, Plan, TabPlan, Write
from core.publish.google.effects import Effect, effects_of
from core.publish.google.positions import NewTab
from core.publish.google.requests import requests_for
from core.publish.google.sheet import Content
from core.publish.google.wanted import RowLook
from tests.core.publish.google.tabs import KEY, ROWS, standing, wanted


def effects(tab: TabPlan, old: tuple[int, ...] = ()) -> tuple[Effect, ...]:
    plan = Plan((tab,))
    structure, contents = requests_for(plan, "success:ab", old, {KEY: NewTab(99)})
    return effects_of(plan, [*structure, *contents])


def where(found: tuple[Effect, ...], kind: str) -> list[str]:
    return [each.where for each in found if each.kind == kind and each.tab]


def test_an_inserted_row_has_a_format_a_trend_a_height_and_a_mark() -> None:
    rows = {**wanted().rows, "05/a/": RowLook("0")}
    plan = TabPlan(replace(wanted(), rows=rows), standing(wanted()), rows=(Insert(5, "05/a/"),))
    found = effects(plan)
    assert {each.tab for each in found} == {"sc2026", ""}
    assert where(found, "trend") == ["F6"]
    assert where(found, "height") == ["6:6"]
    assert where(found, "mark") == ["6:6"]
    assert all(":" in each and each[1] == "6" for each in where(found, "format"))


def test_a_new_tab_is_listed_under_the_title_that_it_gets() -> None:
    found = effects(TabPlan(wanted(), None))
    assert {each.tab for each in found} == {"sc2026", ""}
    assert where(found, "frozen") == [""]
    assert where(found, "trend") == ["F5", "F6", "F7"]
    assert "G:I" in where(found, "width")
    assert len(where(found, "rule")) == len([mark for mark in MARKS.values() if mark.text])


def test_values_and_notes_are_cells_of_the_plan_and_no_effects() -> None:
    write = Write((ROWS[0], "KPI"), "", Content("Calls"), Content("Phone calls", "why"))
    found = effects(TabPlan(wanted(), standing(wanted()), writes=(write,)))
    assert found == (Effect("", "mark"),)


def test_marks_that_are_renewed_or_removed_are_listed_where_they_are() -> None:
    now = replace(
        standing(wanted()), row_marks={4: 41, 5: 42}, column_marks={6: 43}, renamed={4: "old"}
    )
    found = effects(TabPlan(wanted(), now, stale_marks=(42, 43)), old=(40,))
    assert where(found, "mark") == ["5:5"]
    assert where(found, "removed mark") == ["6:6", "G:G"]
    assert Effect("", "removed mark") in found


def test_a_format_says_which_parts_of_it_are_set() -> None:
    write = Write((ROWS[0], "KPI"), "", Content("Calls"), Content("Calls", "Scorecard: retired: "))
    plan = TabPlan(wanted(), standing(wanted()), writes=(write,), retired=ROWS[:1])
    fields = {each.fields for each in effects(plan) if each.kind == "format"}
    assert fields == {"userEnteredFormat.textFormat.foregroundColorStyle"}
