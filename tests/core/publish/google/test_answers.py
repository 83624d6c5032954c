"""The API's answers as values, from JSON as it comes over the wire."""

from __future__ import annotations

from typing import Any

from core.publish.google.answers import read_book, tab_mark
from core.publish.google.sheet import Box, Content, Lock


def metadata(kind: str, value: str, number: int = 1) -> dict[str, Any]:
    return {
        "developerMetadata": [
            {"metadataId": number, "metadataKey": f"scorecard-{kind}", "metadataValue": value}
        ]
    }


def sheet(**more: Any) -> dict[str, Any]:
    return {
        "properties": {
            "sheetId": 7,
            "title": "sc2026",
            "index": 1,
            "gridProperties": {"rowCount": 3, "columnCount": 2},
        }
    } | more


def only_tab(found: dict[str, Any]) -> Any:
    (tab,) = read_book({"sheets": [found]}).tabs
    return tab


def test_missing_keys_are_defaults() -> None:
    tab = only_tab(
        {"properties": {"title": "a", "gridProperties": {"rowCount": 1, "columnCount": 1}}}
    )
    assert (tab.sheet_id, tab.index, tab.key, tab.rows, tab.cells) == (0, 0, "", ("",), {})
    assert read_book({}).tabs == ()


def test_a_sheet_without_a_grid_is_left_out() -> None:
    assert (
        read_book(
            {"sheets": [{"properties": {"sheetId": 1, "title": "Chart", "sheetType": "OBJECT"}}]}
        ).tabs
        == ()
    )


def test_keys_are_those_of_rows_and_columns() -> None:
    data = {
        "rowMetadata": [{}, metadata("row", "06/forms/")],
        "columnMetadata": [metadata("column", "No"), {}],
    }
    tab = only_tab(sheet(data=[data]))
    assert tab.rows == ("", "06/forms/", "")
    assert tab.columns == ("No", "")


def test_a_copied_key_counts_at_its_first_place() -> None:
    tab = only_tab(sheet(data=[{"rowMetadata": [metadata("row", "a"), metadata("row", "a")]}]))
    assert tab.rows == ("a", "", "")


def test_metadata_of_others_is_ignored() -> None:
    other = {
        "developerMetadata": [{"metadataId": 3, "metadataKey": "theirs", "metadataValue": "x"}]
    }
    assert only_tab(sheet(data=[{"rowMetadata": [other]}])).rows == ("", "", "")


def test_a_tab_is_ours_by_its_mark_and_a_copy_of_it_is_not() -> None:
    assert only_tab(sheet(**metadata("tab", "success/weekly/2026#7"))).key == "success/weekly/2026"
    assert only_tab(sheet(**metadata("tab", "success/weekly/2026#8"))).key == ""
    assert only_tab(sheet(**metadata("tab", "nonsense"))).key == ""


def test_cells_hold_the_entered_values_at_their_places() -> None:
    values = [
        {"userEnteredValue": {"numberValue": 1.5}, "note": "n"},
        {"userEnteredValue": {"stringValue": "=a"}},
        {"userEnteredValue": {"formulaValue": "=A1"}},
        {"userEnteredValue": {"boolValue": False}},
        {"note": "only"},
        {},
    ]
    tab = only_tab(
        sheet(data=[{"startRow": 1, "startColumn": 1, "rowData": [{"values": values}, {}]}])
    )
    assert tab.cells == {
        (1, 1): Content(1.5, "n"),
        (1, 2): Content("=a"),
        (1, 3): Content("=A1", is_formula=True),
        (1, 4): Content(False),
        (1, 5): Content(None, "only"),
    }


def test_a_protected_range_locks_unless_we_may_edit_it_or_it_only_warns() -> None:
    area = {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    tab = only_tab(
        sheet(
            protectedRanges=[
                {"range": area | {"endColumnIndex": 1}, "requestingUserCanEdit": True},
                {"range": area | {"endColumnIndex": 9}, "warningOnly": True},
                {"range": area, "unprotectedRanges": [area | {"startColumnIndex": 1}]},
            ]
        )
    )
    assert tab.locked == (Lock(Box(1, 0, 2, 2), (Box(1, 1, 2, 2),)),)
    assert [tab.is_locked((1, column)) for column in (0, 1, 2)] == [True, False, False]


def test_a_protection_without_sides_is_the_whole_tab() -> None:
    tab = only_tab(sheet(protectedRanges=[{"range": {}}]))
    assert tab.is_locked((999, 999))
    assert tab.bars_row(1)
    assert not tab.bars_row(0)
    assert tab.bars_column(2)


def test_a_merged_cell_hides_all_but_its_first() -> None:
    merge = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    tab = only_tab(sheet(merges=[merge]))
    assert [tab.is_hidden_by_merge(place) for place in ((0, 0), (1, 0), (1, 1))] == [
        False,
        True,
        False,
    ]


def test_markers_are_those_of_publications() -> None:
    found = [
        {"metadataId": 5, "metadataKey": "scorecard-publication", "metadataValue": "success:ab"},
        {"metadataId": 6, "metadataKey": "theirs", "metadataValue": "x"},
    ]
    assert read_book({"developerMetadata": found}).markers == {5: "success:ab"}


def test_a_mark_is_the_tabs_key_and_the_sheets_id() -> None:
    mark = tab_mark("success/weekly/2026", 7)
    assert only_tab(sheet(**metadata("tab", mark))).key == "success/weekly/2026"
