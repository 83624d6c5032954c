"""Edits of people between two publishes: typed, deleted, protected, stripped of metadata."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.core.publish.google.weeks import (
    LEADS,
    TWO,
    expected,
    weeks,
)
from tests.core.publish.samples import FORMS, row
from tests.sheets_emulator import Emulator
from tests.spreadsheets import TAB, Office, picture, places_by_label, shifted


def test_a_typed_value_is_kept_noted_and_reported_by_cell(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, 5)

    told = published.publish().lines

    assert published.values()["Forms", "W46"] == 5
    assert (
        f"sc2026: kept {TAB}!{cell} (KPI 6 Forms · W46) as 5, the scorecard has 6,046: a person"
        " typed over it"
    ) in told
    assert published.notes()["Forms", "W46"] == "Scorecard: kept as typed; the scorecard has 6,046"
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_a_kept_cell_is_named_where_it_is_after_a_row_was_inserted_above(
    published: Office,
) -> None:
    between = replace(LEADS, kpi_number=4, field_name="between", name="Between")
    published.person.type(TAB, published.cell("Forms", "W46"), 5)
    published.store(weeks((between,)), (between,))

    told = published.publish().lines

    cell = published.cell("Forms", "W46")
    assert cell == "BB7"
    assert (
        f"sc2026: kept {TAB}!{cell} (KPI 6 Forms · W46) as 5, the scorecard has 6,046: a person"
        " typed over it"
    ) in told


def test_the_note_on_a_typed_value_follows_what_the_scorecard_has(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "W46"), 5)
    published.publish()
    published.store([row(FORMS, "2026-W46", 77)])
    published.publish()
    assert published.notes()["Forms", "W46"] == "Scorecard: kept as typed; the scorecard has 77"
    assert published.values()["Forms", "W46"] == 5


def test_typing_the_scorecards_value_gives_the_cell_back(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, 5)
    published.publish()
    published.person.type(TAB, cell, 6046)
    published.publish()
    assert ("Forms", "W46") not in published.notes()
    published.store([row(FORMS, "2026-W46", 8)])
    published.publish()
    assert published.values()["Forms", "W46"] == 8


def test_a_formula_with_the_right_result_is_still_a_persons(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, "=6000+46")
    published.publish()
    assert published.values()["Forms", "W46"] == "=6000+46"


def test_a_formula_that_is_kept_stays_a_formula(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, "=1+2")
    for _ in range(2):
        published.publish()
        row, column = places_by_label(published.sheet())["Forms", "W46"]
        entered_value = published.sheet().cell(row, column)["userEnteredValue"]
        assert entered_value == {"formulaValue": "=1+2"}
    assert published.person.shown(TAB, cell) == "3"


def test_overwrite_takes_cells_back_and_stores_what_was_typed(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, "about 50")
    published.person.clear(TAB, published.cell("Calls", "W01"))
    published.publish()

    published.publish(overwrite=True)

    assert published.values() == expected(TWO)
    assert published.stored(
        "row_key, column_key, typed, computed", "scorecard_cell_overwritten"
    ) == [
        ("03/calls/", "2026-W01", "", "3001.0"),
        ("06/forms/", "2026-W46", "about 50", "6046.0"),
    ]
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_a_persons_note_goes_before_ours_and_survives_it(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.note(TAB, cell, "ask Ann\n\nabout it")
    published.store([row(FORMS, "2026-W46", None)])
    published.publish()
    assert published.notes()["Forms", "W46"].startswith(
        "ask Ann\n\nabout it\n\nScorecard: no value: "
    )
    published.store([row(FORMS, "2026-W46", 3)])
    published.publish()
    assert published.notes()["Forms", "W46"] == "ask Ann\n\nabout it"


def test_the_note_of_a_renamed_kpi_still_shows_its_definition(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "KPI"), "Forms, all")
    published.numbers = frozenset({3})
    published.publish()
    assert published.notes()["Forms, all", "KPI"].startswith("Scorecard: retired: ")


def test_a_deleted_row_stays_away_until_restore(published: Office) -> None:
    published.person.delete_row(TAB, published.row("Calls"))
    told = published.publish().lines
    assert told == ("sc2026: KPI 3 Calls was deleted and stays deleted; --restore brings it back",)
    assert published.asked() == (1, 0)

    published.publish(restore=True)

    assert published.values() == expected(TWO)
    assert published.row("Calls") < published.row("Forms")
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_a_deleted_week_stays_away_until_restore(published: Office) -> None:
    week = published.column("W20")
    published.person.delete_columns(TAB, week)
    assert "W20 was deleted" in published.publish().lines[0]
    published.publish(restore=True)
    assert published.column("W20") == week
    assert published.values() == expected(TWO)


def test_a_deleted_tab_stays_away_until_restore(published: Office) -> None:
    published.person.delete_tab(TAB)
    assert published.publish().lines == (
        "sc2026: the tab was deleted and stays deleted; --restore brings it back",
    )
    published.publish(restore=True)
    assert published.values() == expected(TWO)
    assert published.notes() != {}


def test_a_copy_of_the_tab_is_a_persons_even_if_it_is_the_first_tab(published: Office) -> None:
    published.person.duplicate_tab(TAB, "what if")
    sheet = published.emulator.workbook(published.book).by_title("what if")
    assert sheet is not None
    published.person._properties("what if", "index", index=0)
    published.store(weeks(TWO, first=46, plus=1))
    published.publish()
    assert published.values("what if") == expected(TWO)
    assert published.values()["Forms", "W46"] == 6047


def test_a_title_that_a_person_has_used_is_left_to_them(office: Office) -> None:
    office.person.add_tab(TAB)
    office.person.type(TAB, "A1", "mine")
    office.store(weeks(TWO), TWO)
    office.publish()
    assert office.tabs() == ["Sheet1", TAB, "sc2026 success"]
    assert office.values("sc2026 success") == expected(TWO)
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)


def test_two_scorecards_can_share_a_spreadsheet(sheets: Emulator, tmp_path: Path) -> None:
    success = Office(sheets, tmp_path)
    sales = Office(sheets, tmp_path, domain="sales", book=success.book)
    success.store(weeks(TWO), TWO)
    sales.store(
        [replace(each, domain="sales") for each in weeks(TWO, plus=0.5)],
        [replace(each, domain="sales") for each in TWO],
    )
    success.publish()
    sales.publish()
    assert success.values() == expected(TWO)
    assert sales.values("sc2026 sales") == expected(TWO, plus=0.5)
    sheets.journal.clear()
    success.publish()
    sales.publish()
    assert sales.asked() == (2, 0)


def test_a_protected_value_is_kept_and_reported_and_the_others_are_written(
    published: Office,
) -> None:
    cell = published.cell("Forms", "W46")
    published.person.protect(TAB, cell)
    published.store(weeks(TWO, first=46, plus=1))
    told = published.publish().lines
    assert (
        f"sc2026: kept {TAB}!{cell} (KPI 6 Forms · W46) as 6,046, the scorecard has 6,047: it is in"
        " a protected range" in told
    )
    assert published.values()["Forms", "W46"] == 6046
    assert published.values()["Calls", "W46"] == 3047


def test_a_row_that_a_protected_range_forbids_is_reported_and_the_others_are_written(
    published: Office,
) -> None:
    published.person.protect(TAB, "C1:C20")
    published.store(weeks((LEADS,)), (LEADS,))
    published.store([row(FORMS, "2026-W46", 1)])
    told = published.publish().lines
    assert "sc2026: KPI 9 Leads cannot be inserted: a protected range forbids it" in told
    assert published.values()["Forms", "W46"] == 1
    published.person.unprotect(TAB)
    published.publish()
    assert published.values()["Leads", "W46"] == 9046


def test_a_tab_that_is_protected_as_a_whole_is_left_alone(published: Office) -> None:
    before = picture([published.sheet()])
    published.person.protect(TAB, "A1:BI26")
    published.store(weeks((*TWO, LEADS), plus=1), (LEADS,))
    published.publish()
    assert picture([published.sheet()]) == before
    assert published.asked() == (1, 0)


def test_a_protection_that_only_warns_stops_nothing(published: Office) -> None:
    published.person.protect(TAB, "A1:BI26", warning=True)
    published.store([row(FORMS, "2026-W46", 1)])
    published.publish()
    assert published.values()["Forms", "W46"] == 1


def test_a_value_under_a_merged_cell_is_kept_and_reported(published: Office) -> None:
    calls, forms = published.cell("Calls", "W46"), published.cell("Forms", "W46")
    published.person.merge(TAB, f"{calls}:{forms}")
    told = published.publish().lines
    assert told == (
        f"sc2026: kept {TAB}!{forms} (KPI 6 Forms · W46) as empty, the scorecard has 6,046: a"
        " merged cell covers it",
    )
    assert published.asked() == (1, 0)


def strip(office: Office) -> None:
    """Take away all metadata, as other tools and copies of values do."""
    filters = [
        {"developerMetadataLookup": {"metadataKey": kind}}
        for kind in ("scorecard-tab", "sc-r", "sc-c")
    ]
    for each in filters:
        office.person._do({"deleteDeveloperMetadata": {"dataFilter": each}})


def test_a_tab_without_metadata_is_recognised_by_its_labels(
    published: Office,
) -> None:
    before = picture([published.sheet()])
    strip(published)
    published.person.move_columns(TAB, published.column("W46"), before="G")
    published.person.sort(TAB, "A5:BI6", by="A", descending=True)
    published.store(weeks(TWO, first=46, plus=1))

    told = published.publish().lines

    assert any("recognised by their labels" in line for line in told)
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert published.column("W46") == "G"
    published.person.move_columns(TAB, "G", before=shifted(published.column("W45"), 1))
    published.person.sort(TAB, "A5:BI6", by="A")
    marks = picture([published.sheet()])[0]
    assert (marks["rows"], marks["columns"]) == (before[0]["rows"], before[0]["columns"])
