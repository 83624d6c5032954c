"""What people do to a sheet."""

from __future__ import annotations

from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.sheets_emulator import Emulator, Person
from tests.sheets_emulator.errors import ApiError


@pytest.fixture
def ann(sheets: Emulator) -> Person:
    person = sheets.person(sheets.create("Scores"))
    person.type("Sheet1", "A1", [["name", "score"], ["b", "2"], ["a", "1"]])
    return person


def test_a_person_types_and_sees(ann: Person) -> None:
    ann.type("Sheet1", "C2", "=B2*10%")
    assert ann.shown("Sheet1", "C2") == "0.2"
    assert ann.read("Sheet1") == [["name", "score"], ["b", "2", "0.2"], ["a", "1"]]


def test_nothing_a_person_does_is_counted(ann: Person, sheets: Emulator) -> None:
    assert sheets.counters["requests"] == 0


def test_rows_and_columns_are_inserted_moved_and_deleted(ann: Person) -> None:
    ann.insert_columns("Sheet1", before="B", count=2)
    ann.insert_rows("Sheet1", before=2)
    assert ann.read("Sheet1") == [
        ["name", "", "", "score"],
        [],
        ["b", "", "", "2"],
        ["a", "", "", "1"],
    ]
    ann.move_columns("Sheet1", "D", before="B")
    ann.move_rows("Sheet1", 4, before=2)
    ann.delete_row("Sheet1", 3)
    assert ann.read("Sheet1") == [["name", "score"], ["a", "1"], ["b", "2"]]


def test_a_range_is_sorted_by_a_column(ann: Person) -> None:
    ann.sort("Sheet1", "A2:B3", by="A")
    assert ann.read("Sheet1", "A2:B3") == [["a", "1"], ["b", "2"]]


def test_renaming_a_tab_keeps_formulas_right(ann: Person) -> None:
    ann.add_tab("Sums")
    ann.type("Sums", "A1", "=SUM(Sheet1!B2:B3)")
    ann.rename("Sheet1", "Owner's scores")
    ann.type("Owner's scores", "B3", 5)
    assert ann.shown("Sums", "A1") == "7"


def test_notes_fills_merges_filters_and_hiding_do_not_raise(ann: Person) -> None:
    ann.note("Sheet1", "B2", "why")
    assert ann.note_of("Sheet1", "B2") == "why"
    ann.colour("Sheet1", "A1:B1", "#FFCC00")
    ann.merge("Sheet1", "D1:F1")
    ann.filter("Sheet1", "A1:B3")
    ann.name_range("Scores", "Sheet1", "B2:B3")
    ann.hide_rows("Sheet1", 3)
    ann.hide_columns("Sheet1", "C")
    ann.freeze("Sheet1", rows=1, columns=1)
    ann.settings(timeZone="Europe/Berlin", locale="de_DE")
    ann.clear("Sheet1", "A2:B2")
    assert ann.read("Sheet1") == [["name", "score"], [], ["a", "1"]]


def test_a_person_without_rights_cannot_edit(ann: Person, sheets: Emulator) -> None:
    number = next(iter(sheets.store.workbooks))
    ann.protect("Sheet1", "A1:B1")
    bob = sheets.person(number, "bob@example.com")
    with pytest.raises(ApiError, match="does not have permission"):
        bob.type("Sheet1", "A1", "x")
    ann.share("bob@example.com")
    with pytest.raises(ApiError, match="protected cell"):
        bob.type("Sheet1", "A1", "x")
    bob.type("Sheet1", "A5", "x")


def test_tabs_come_and_go(ann: Person, sheets: Emulator) -> None:
    number = next(iter(sheets.store.workbooks))
    ann.duplicate_tab("Sheet1", "Backup")
    ann.hide_tab("Sheet1")
    ann.delete_columns("Backup", "A")
    assert ann.read("Backup") == [["score"], ["2"], ["1"]]
    ann.hide_tab("Sheet1", hidden=False)
    ann.delete_tab("Backup")
    assert [sheet.title for sheet in sheets.workbook(number).sheets] == ["Sheet1"]


def test_protection_and_access_are_taken_back(ann: Person, sheets: Emulator) -> None:
    bob = sheets.person(next(iter(sheets.store.workbooks)), "bob@example.com")
    ann.share(bob.account)
    ann.protect("Sheet1", "A1:B1")
    ann.unprotect("Sheet1")
    bob.type("Sheet1", "A1", "x")
    ann.merge("Sheet1", "D1:E1")
    ann.unmerge("Sheet1", "D1:E1")
    ann.unshare(bob.account)
    with pytest.raises(ApiError, match="does not have permission"):
        bob.read("Sheet1")


def test_an_export_looks_like_the_sheet(ann: Person, sheets: Emulator) -> None:
    number = next(iter(sheets.store.workbooks))
    ann.type("Sheet1", "C2", "12.5%")
    ann.type("Sheet1", "D2", "=SPARKLINE(A2:C2)")
    ann.note("Sheet1", "B2", "why")
    ann.colour("Sheet1", "A1:B1", "#FFCC00")
    ann.merge("Sheet1", "D5:F5")
    ann.freeze("Sheet1", rows=1, columns=1)
    page = openpyxl.load_workbook(BytesIO(sheets.xlsx(number)))["Sheet1"]
    assert (page["C2"].value, page["C2"].number_format) == (0.125, "0.00%")
    assert page["A1"].fill.fgColor.rgb == "FFFFCC00"
    assert page["B2"].comment.text == "why"
    assert page.freeze_panes == "B2"
    assert [str(cells) for cells in page.merged_cells.ranges] == ["D5:F5"]
