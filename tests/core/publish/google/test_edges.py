"""Edges of cells at which a new definition begins, drawn and removed in a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.publish.google.changes import TabPlan, Write
from core.publish.google.edges import edge_requests
from core.publish.google.note import mark_note
from core.publish.google.positions import positions_of
from core.publish.google.sheet import Content
from tests.core.publish.google.tabs import PERIODS, ROWS, standing, wanted
from tests.core.publish.samples import FORMS, row
from tests.spreadsheets import Office, places_by_label

TWICE = replace(FORMS, version="twice", query="SELECT 2 AS value")
POSITIONS = positions_of(TabPlan(wanted(), standing(wanted())))
BREAK = "new definition since 2026-02: query"


def write(old: str, new: str, column: str = PERIODS[1], *, is_ours: bool = True) -> Write:
    before, after = Content(1.0, mark_note(old)), Content(2.0, mark_note(new))
    return Write((ROWS[0], column), "", before, after, is_ours=is_ours, our_note=new)


def requests(*writes: Write) -> list[dict[str, Any]]:
    return [each["repeatCell"] for each in edge_requests(POSITIONS, writes)]


def test_an_edge_comes_and_goes_with_its_note() -> None:
    (drawn,) = requests(write("", BREAK))
    (removed,) = requests(write(BREAK, ""))

    assert drawn["fields"] == removed["fields"] == "userEnteredFormat.borders.left"
    assert drawn["cell"]["userEnteredFormat"]["borders"]["left"]["style"] == "SOLID"
    assert removed["cell"] == {"userEnteredFormat": {}}
    assert (drawn["range"]["startRowIndex"], drawn["range"]["startColumnIndex"]) == (4, 7)


def test_an_edge_that_stays_is_left_alone_and_a_label_or_a_persons_cell_has_none() -> None:
    assert requests(write(BREAK, f"{BREAK}\n· unit from a to b"), write("", "partial: so")) == []
    assert requests(write("", BREAK, "KPI"), write("", BREAK, is_ours=False)) == []


def edge(office: Office, week: str) -> Any:
    sheet = office.sheet()
    cell = sheet.cell(*places_by_label(sheet)["Forms", week])
    return cell["userEnteredFormat"].get("borders", {}).get("left")


def test_a_break_has_an_edge_until_the_older_values_are_computed_anew(office: Office) -> None:
    before, after = row(FORMS, "2026-W45"), row(TWICE, "2026-W46")
    office.store([before], [FORMS])
    office.store([after], [TWICE])
    office.publish()
    assert office.notes()["Forms", "W46"].startswith(
        "Scorecard: new definition since 2026-W46: query"
    )
    assert edge(office, "W45") is None
    assert edge(office, "W46")["style"] == "SOLID"

    office.asked()
    office.publish()
    assert office.asked() == (1, 0)

    office.store([replace(before, definition="twice")])
    office.publish()
    assert not edge(office, "W46")
    assert ("Forms", "W46") not in office.notes()
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)


def test_a_break_in_a_published_sheet_gets_its_edge_on_the_next_monday(office: Office) -> None:
    office.store([row(FORMS, "2026-W45")], [FORMS])
    office.publish()
    office.store([row(TWICE, "2026-W46")], [TWICE])
    office.publish()

    assert edge(office, "W46")["style"] == "SOLID"
    assert edge(office, "W45") is None
