"""The tab with which a new spreadsheet begins becomes ours, if nothing was ever done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.publish.google.answers import FIELDS, OVERVIEW
from core.publish.google.blank import EVERYTHING, is_blank, may_be_blank
from tests.core.publish.google.test_publisher_moves import meanwhile
from tests.core.publish.google.weeks import TWO, expected, weeks
from tests.core.publish.google.wire import Wire
from tests.sheets_emulator import Emulator, Person
from tests.spreadsheets import ACCOUNT, TAB, Office, Waits, entered, picture


@pytest.fixture
def new(sheets: Emulator, tmp_path: Path) -> Office:
    """Return an office whose spreadsheet was just made."""
    made = Office(sheets, tmp_path, book=sheets.create("Success", writers=(ACCOUNT,)))
    made.store(weeks(TWO), TWO)
    return made


def test_a_new_spreadsheet_has_no_other_tab_than_ours(new: Office) -> None:
    published = new.publish()

    assert new.tabs() == [TAB]
    assert new.asked() == (2, 1)
    assert published.lines[0] == (
        "sc2026: new tab of 6 rows and 61 columns, in place of the empty tab Sheet1"
    )
    assert new.values() == expected(TWO)
    assert new.sheet().grid["frozenColumnCount"] == 4

    again = new.publish()
    assert (again.written, new.asked()) == (False, (1, 0))


def test_the_tab_looks_as_one_that_was_added(new: Office, sheets: Emulator, tmp_path: Path) -> None:
    new.publish()
    (other := tmp_path / "other").mkdir()
    added = Office(sheets, other)
    added.store(weeks(TWO), TWO)
    added.publish()

    ours, theirs = (picture([each.sheet()])[0] for each in (new, added))
    for part in ("cells", "tab", "merges", "conditional"):
        assert ours[part] == theirs[part]
    assert _sizes_and_marks(ours["columns"]) == _sizes_and_marks(theirs["columns"])
    assert _sizes_and_marks(ours["rows"][:6]) == _sizes_and_marks(theirs["rows"][:6])


def _sizes_and_marks(lines: list[Any]) -> list[tuple[int, Any]]:
    return [(line.size, marks) for line, marks in lines]


def test_a_plan_says_which_tab_it_takes_and_takes_none(new: Office) -> None:
    planned = new.publish(plan_only=True)

    assert "in place of the empty tab Sheet1" in planned.lines[0]
    assert planned.details["tabs"][0]["in_place_of"] == "Sheet1"
    assert new.tabs() == ["Sheet1"]


@pytest.mark.parametrize("title", ["Tabellenblatt1", "Feuille 1", "シート1", "Лист1"])
def test_its_name_may_be_of_any_language(new: Office, title: str) -> None:
    new.person.rename("Sheet1", title)
    new.publish()
    assert new.tabs() == [TAB]


TOUCHES: Mapping[str, Callable[[Person], object]] = {
    "text": lambda person: person.type("Sheet1", "C900", "x"),
    "note": lambda person: person.note("Sheet1", "B2", "why"),
    "name": lambda person: person.rename("Sheet1", "Ideas"),
    "colour": lambda person: person.colour("Sheet1", "A1", "#FFCC00"),
    "merge": lambda person: person.merge("Sheet1", "A1:B2"),
    "filter": lambda person: person.filter("Sheet1", "A1:B3"),
    "protection": lambda person: person.protect("Sheet1", "A1", editors=[ACCOUNT]),
    "hidden row": lambda person: person.hide_rows("Sheet1", 3),
    "row": lambda person: person.delete_row("Sheet1", 3),
    "named range": lambda person: person.name_range("Scores", "Sheet1", "B2:B3"),
    "frozen row": lambda person: person.freeze("Sheet1", rows=1),
    "second tab": lambda person: person.add_tab("Ideas"),
}


@pytest.mark.parametrize("edit", TOUCHES)
def test_it_stays_once_a_person_did_anything(new: Office, edit: str) -> None:
    TOUCHES[edit](new.person)
    (first, *_) = new.tabs()
    before = new.sheet(first).copy()

    planned = new.publish(plan_only=True)
    new.publish()

    assert "in place of" not in planned.lines[0]
    assert new.tabs()[0] == first
    assert new.sheet(first).cells == before.cells
    assert new.sheet(first).rows == before.rows
    assert TAB in new.tabs()


@pytest.mark.parametrize("fields", [EVERYTHING, FIELDS, OVERVIEW])
def test_only_an_answer_with_everything_can_say_that_nothing_is_there(
    sheets: Emulator, fields: str
) -> None:
    answer = Wire(sheets, sheets.create("New", writers=(ACCOUNT,))).get(fields)
    assert may_be_blank(answer)
    assert is_blank(answer) == (fields == EVERYTHING)


def test_what_is_not_known_of_a_new_tab_counts_as_a_persons(sheets: Emulator) -> None:
    answer = Wire(sheets, sheets.create("New", writers=(ACCOUNT,))).get(EVERYTHING)
    assert not is_blank({**answer, "sheets": [{**answer["sheets"][0], "charts": [{}]}]})
    assert not is_blank({**answer, "dataSources": [{}]})


def test_what_a_person_types_in_the_same_second_moves_below_our_rows(
    new: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def type_cells() -> None:
        new.person.type("Sheet1", "A1", "Agenda")
        new.person.type("Sheet1", "Z1000", "the end")

    with meanwhile(monkeypatch, type_cells):
        new.publish()

    sheet = new.sheet()
    assert new.tabs() == [TAB]
    assert entered(sheet, 6, 0) == "Agenda"
    assert entered(sheet, 1005, 25) == "the end"
    assert new.values() == expected(TWO)
    new.asked()
    assert not new.publish().written


def test_a_second_scorecard_leaves_the_first_ones_tab(new: Office) -> None:
    new.publish()
    sales = Office(new.emulator, new.root, domain="sales", book=new.book)
    sales.store(
        [replace(each, domain="sales") for each in weeks(TWO)],
        [replace(each, domain="sales") for each in TWO],
    )
    sales.publish()
    assert new.tabs() == [TAB, "sc2026 sales"]


def test_a_publish_whose_answer_is_lost_finds_its_tab_again(new: Office, waits: Waits) -> None:
    new.emulator.faults.add("timeout", path="*:batchUpdate", applied=True, seconds=0)
    new.publish()
    assert new.tabs() == [TAB]
    assert new.values() == expected(TWO)
    assert not new.publish().written
