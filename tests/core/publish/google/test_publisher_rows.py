"""Rows and tabs that people cut, copy and sort in part, with and without their metadata."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.publish.google.test_publisher_edits import strip
from tests.core.publish.google.weeks import LEADS, PARTS, TEAM, TWO, expected, parts, weeks
from tests.sheets_emulator import Emulator
from tests.spreadsheets import TAB, Office, entered, places_by_label


def move_mark(office: Office, source: int, target: int) -> None:
    """Let a row's metadata follow to another row, as Google may do."""
    sheet = office.sheet()
    (entry,) = sheet.rows[source - 1].metadata
    line = {"sheetId": sheet.id, "dimension": "ROWS"}
    location = {"dimensionRange": {**line, "startIndex": target - 1, "endIndex": target}}
    office.person._do(
        {
            "deleteDeveloperMetadata": {
                "dataFilter": {"developerMetadataLookup": {"metadataId": entry.id}}
            }
        },
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataKey": entry.key,
                    "metadataValue": entry.value,
                    "visibility": "DOCUMENT",
                    "location": location,
                }
            }
        },
    )


def is_settled(office: Office) -> bool:
    """Return whether another publish writes nothing."""
    office.asked()
    office.publish()
    return office.asked() == (1, 0)


@pytest.mark.parametrize("with_metadata", [False, True])
def test_a_row_that_was_cut_and_pasted_gets_its_next_week(
    published: Office, with_metadata: bool
) -> None:
    row = published.row("Calls")
    published.person.cut(TAB, f"A{row}:BI{row}", "A15")
    if with_metadata:
        move_mark(published, row, 15)
    published.store(weeks(TWO, first=46, last=47, plus=1))

    published.publish()

    assert published.row("Calls") == 15
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, last=47, plus=1)}
    sheet = published.sheet()
    assert [entered(sheet, row - 1, column) for column in range(len(sheet.columns))] == [None] * 61
    assert is_settled(published)


@pytest.mark.parametrize("cells", ["A5:F6", "A5:BI6"])
def test_rows_sorted_in_part_have_their_own_numbers_again(published: Office, cells: str) -> None:
    published.person.sort(TAB, cells, by="A", descending=True)
    published.publish()
    assert published.values() == expected(TWO)
    assert published.row("Calls") > published.row("Forms")
    assert is_settled(published)


def test_rows_without_metadata_whose_labels_were_sorted_have_their_own_numbers_again(
    published: Office,
) -> None:
    strip(published)
    published.person.sort(TAB, "A5:E6", by="A", descending=True)
    assert published.values()["Calls", "W46"] == 6046
    published.publish()
    assert published.values() == expected(TWO)
    assert is_settled(published)


def test_a_copy_of_a_row_stays_a_persons(published: Office) -> None:
    row = published.row("Calls")
    published.person.copy(TAB, f"A{row}:BI{row}", "A15:BI15")
    published.store(weeks(TWO, first=46, plus=1))
    published.publish()
    sheet = published.sheet()
    place = places_by_label(sheet)["Calls", "W46"]
    assert entered(sheet, *place) == 3047
    assert entered(sheet, 14, place[1]) == 3046
    assert is_settled(published)


def test_a_row_pasted_over_another_one_is_filled_and_the_other_stays_away(
    published: Office,
) -> None:
    calls, forms = published.row("Calls"), published.row("Forms")
    published.person.cut(TAB, f"A{calls}:BI{calls}", f"A{forms}")
    published.store(weeks(TWO, first=46, plus=1))
    told = published.publish().lines
    assert any("KPI 6 Forms was deleted and stays deleted" in line for line in told)
    assert published.values() == {
        **expected(TWO[:1]),
        **expected(TWO[:1], first=46, plus=1),
    }
    assert is_settled(published)
    published.publish(restore=True)
    assert published.values()["Forms", "W46"] == 6047


def test_a_row_labelled_as_another_one_is_a_fault_until_its_labels_are_back(
    published: Office,
) -> None:
    calls, forms = published.row("Calls"), published.row("Forms")
    published.person.copy(TAB, f"A{forms}:B{forms}", f"A{calls}:B{calls}")
    published.store(weeks(TWO, first=46, plus=1))

    (fault,) = published.publish().faults

    assert fault == (
        f"sc2026: sc2026!B{calls} has the labels of another row, and KPI 3 Calls was not written; "
        "put its labels back, then publish again"
    )
    assert published.values()["Forms", "W46"] == 3046
    published.person.type(TAB, f"A{calls}", [[3, "Calls"]])
    assert published.publish().faults == ()
    assert published.values()["Calls", "W46"] == 3047


def test_a_row_that_is_there_twice_without_its_own_is_a_fault(published: Office) -> None:
    row = published.row("Calls")
    for target in (12, 15):
        published.person.copy(TAB, f"A{row}:BI{row}", f"A{target}:BI{target}")
    published.person.clear(TAB, f"A{row}:BI{row}")
    published.store(weeks(TWO, first=46, plus=1))
    expected_fault = (
        "sc2026: KPI 3 Calls is at sc2026!B12 and sc2026!B15, and nothing was written to either; "
        "delete all but one, then publish again"
    )
    for _ in range(2):
        told = published.publish()
        assert told.faults == (expected_fault,)
        assert not any("marked again" in line for line in told.lines)
    for line in (11, 14):
        sheet = published.sheet()
        assert entered(sheet, line, places_by_label(sheet)["Calls", "W46"][1]) == 3046

    published.person.delete_row(TAB, 12)
    assert published.publish().faults == ()
    assert published.values()["Calls", "W46"] == 3047


def test_two_scorecards_without_metadata_find_their_own_tabs(
    sheets: Emulator, tmp_path: Path
) -> None:
    success = Office(sheets, tmp_path)
    sales = Office(sheets, tmp_path, domain="sales", book=success.book)
    success.store(weeks(TWO), TWO)
    there = [replace(each, domain="sales") for each in (*TWO, LEADS)]
    sales.store([replace(each, domain="sales") for each in weeks((*TWO, LEADS), plus=0.5)], there)
    sales.publish()
    success.publish()
    strip(success)
    success.publish()
    sales.publish()
    assert success.values("sc2026 success") == expected(TWO)
    assert sales.values("sc2026") == expected((*TWO, LEADS), plus=0.5)
    assert is_settled(success)


def test_a_persons_tab_with_our_title_and_two_headers_is_left_alone(office: Office) -> None:
    office.person.add_tab(TAB)
    office.person.type(TAB, "A1", [["No", "KPI", "Remark"], [1, "Calls", "mine"]])
    office.store(weeks(TWO), TWO)
    office.publish()
    assert office.person.read(TAB, "A1:D3") == [["No", "KPI", "Remark"], ["1", "Calls", "mine"]]
    assert office.values("sc2026 success") == expected(TWO)


def test_weeks_are_found_without_metadata_though_rows_were_inserted_in_the_header(
    published: Office,
) -> None:
    published.person.insert_rows(TAB, before=4)
    published.person.insert_rows(TAB, before=2)
    strip(published)
    published.store(weeks(TWO, first=46, plus=1))
    published.publish()
    sheet = published.sheet()
    assert len(sheet.columns) == 61
    assert published.values()["Calls", "W46"] == 3047
    assert is_settled(published)


def test_parts_follow_the_unit_of_the_row_above_and_show_it_only_if_theirs_is_another(
    office: Office,
) -> None:
    office.store(parts(last=46), [TEAM])
    office.publish()
    assert [pattern(office, part) for part in PARTS] == ["#,##0", "#,##0"]

    hours = replace(TEAM, unit="hours", version="hours")
    south = [each for each in parts(last=46) if each.field_details == "South"]
    north = [each for each in parts(last=46) if each.field_details == "North"]
    office.store([*(replace(each, unit="hours") for each in north), *south], [hours])
    office.publish()

    places, sheet = places_by_label(office.sheet()), office.sheet()
    labels = {name: entered(sheet, *places[name, "Unit"]) for name in ("Team", *PARTS)}
    assert labels == {"Team": "hours", "North": None, "South": "count"}
    assert [pattern(office, part) for part in PARTS] == ['#,##0.0" h"', "#,##0"]
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)


def pattern(office: Office, part: str) -> str:
    """Return the number format of the newest value of a part."""
    place = places_by_label(office.sheet())[part, "W46"]
    return str(office.sheet().cell(*place)["userEnteredFormat"]["numberFormat"]["pattern"])
