"""Rows, columns and cells on the move, and the limits of a workbook."""

from __future__ import annotations

import pytest

from .conftest import Api, box, span


def test_inserting_needs_both_ends_and_something_to_inherit_from(api: Api) -> None:
    half = {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1}}}
    assert api.refused_batch(half).startswith("Invalid requests[0].insertDimension: ")
    first = {"insertDimension": {"range": span("ROWS", 0, 1), "inheritFromBefore": True}}
    assert api.refused_batch(first).startswith("Invalid requests[0].insertDimension: ")


@pytest.mark.parametrize(("before", "bold"), [(True, True), (False, False)])
def test_inserted_rows_inherit_formats_from_the_side_asked_for(
    api: Api, before: bool, bold: bool
) -> None:
    cell = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    api.batch(
        {"repeatCell": {"range": box(0, 1, 0, 2), "cell": cell, "fields": "userEnteredFormat"}},
        {"insertDimension": {"range": span("ROWS", 1, 2), "inheritFromBefore": before}},
    )
    assert ("userEnteredFormat" in api.cell("A2", "userEnteredFormat")) is bold


def test_a_move_counts_its_destination_before_the_move(api: Api) -> None:
    api.write("A1:A4", [["a"], ["b"], ["c"], ["d"]])
    api.batch({"moveDimension": {"source": span("ROWS", 0, 1), "destinationIndex": 3}})
    assert api.values("A1:A4") == [["b"], ["c"], ["a"], ["d"]]
    api.batch({"moveDimension": {"source": span("ROWS", 2, 4), "destinationIndex": 0}})
    assert api.values("A1:A4") == [["a"], ["d"], ["b"], ["c"]]


def test_formulas_merges_and_named_ranges_follow_inserted_columns(api: Api) -> None:
    api.write("A1", [["=SPARKLINE(G5:S5)"]], "USER_ENTERED")
    api.batch(
        {
            "addNamedRange": {
                "namedRange": {"namedRangeId": "n", "name": "Weeks", "range": box(4, 5, 6, 19)}
            }
        },
        {"mergeCells": {"range": box(0, 1, 6, 19), "mergeType": "MERGE_ALL"}},
        {"insertDimension": {"range": span("COLUMNS", 10, 12), "inheritFromBefore": True}},
        {"insertDimension": {"range": span("COLUMNS", 2, 3)}},
    )
    assert api.values("A1", valueRenderOption="FORMULA") == [["=SPARKLINE(H5:V5)"]]
    moved = {"startRowIndex": 4, "endRowIndex": 5, "startColumnIndex": 7, "endColumnIndex": 22}
    assert api.get("namedRanges.range")["namedRanges"][0]["range"] == moved
    assert api.get("sheets.merges")["sheets"][0]["merges"] == [
        moved | {"startRowIndex": 0, "endRowIndex": 1}
    ]


def test_protections_filters_and_conditional_formats_follow_and_die_with_their_cells(
    api: Api,
) -> None:
    look = {
        "booleanRule": {
            "condition": {"type": "NOT_BLANK"},
            "format": {"textFormat": {"bold": True}},
        }
    }
    api.batch(
        {"addProtectedRange": {"protectedRange": {"range": box(2, 4, 2, 4)}}},
        {"setBasicFilter": {"filter": {"range": box(2, 4, 2, 4)}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [box(2, 4, 2, 4)], **look}}},
        {"insertDimension": {"range": span("ROWS", 0, 1)}},
        {"insertDimension": {"range": span("COLUMNS", 3, 4)}},
    )
    sheet = api.get("sheets(protectedRanges.range,basicFilter.range,conditionalFormats.ranges)")[
        "sheets"
    ][0]
    moved = {"startRowIndex": 3, "endRowIndex": 5, "startColumnIndex": 2, "endColumnIndex": 5}
    assert sheet["protectedRanges"][0]["range"] == moved
    assert sheet["basicFilter"]["range"] == moved
    assert sheet["conditionalFormats"][0]["ranges"] == [moved]
    api.batch({"deleteDimension": {"range": span("ROWS", 3, 5)}})
    assert api.get("sheets(protectedRanges,basicFilter,conditionalFormats)") == {"sheets": [{}]}


def test_height_and_hiding_move_with_a_row(api: Api) -> None:
    wanted = {
        "properties": {"pixelSize": 42, "hiddenByUser": True},
        "fields": "pixelSize,hiddenByUser",
    }
    api.batch(
        {"updateDimensionProperties": {"range": span("ROWS", 2, 3), **wanted}},
        {"moveDimension": {"source": span("ROWS", 2, 3), "destinationIndex": 0}},
    )
    lines = api.get("sheets.data.rowMetadata", ranges="A1:A3")["sheets"][0]["data"][0][
        "rowMetadata"
    ]
    assert lines == [{"hiddenByUser": True, "pixelSize": 42}, {"pixelSize": 21}, {"pixelSize": 21}]


def test_part_of_a_merge_is_neither_moved_nor_unmerged(api: Api) -> None:
    api.batch({"mergeCells": {"range": box(0, 1, 2, 5), "mergeType": "MERGE_ALL"}})
    assert api.refused_batch(
        {"moveDimension": {"source": span("COLUMNS", 3, 4), "destinationIndex": 9}}
    )
    words = "You must select all cells in a merged range to merge or unmerge them."
    assert api.refused_batch({"unmergeCells": {"range": box(0, 1, 2, 4)}}).endswith(words)


def test_references_to_deleted_cells_break(api: Api) -> None:
    api.write("A1:A3", [["=B2"], ["=SUM(B2:B4)"], ["=$C$9"]], "USER_ENTERED")
    api.batch(
        {"deleteDimension": {"range": span("ROWS", 4, 5)}},
        {"deleteDimension": {"range": span("COLUMNS", 1, 2)}},
    )
    assert api.values("A1:A3", valueRenderOption="FORMULA") == [
        ["=#REF!"],
        ["=SUM(#REF!)"],
        ["=$B$8"],
    ]


def test_frozen_and_unfrozen_columns_cannot_be_merged(api: Api) -> None:
    grid = {"properties": {"sheetId": 0, "gridProperties": {"frozenColumnCount": 2}}}
    api.batch({"updateSheetProperties": grid | {"fields": "gridProperties.frozenColumnCount"}})
    assert api.refused_batch({"mergeCells": {"range": box(0, 1, 1, 3), "mergeType": "MERGE_ALL"}})
    api.batch({"mergeCells": {"range": box(0, 1, 0, 2), "mergeType": "MERGE_ALL"}})


def test_merging_keeps_the_top_left_value_only(api: Api) -> None:
    api.write("A1:B2", [["a", "b"], ["c", "d"]])
    api.batch({"mergeCells": {"range": box(0, 2, 0, 2), "mergeType": "MERGE_ALL"}})
    assert api.values("A1:B2") == [["a"]]


def test_sorting_takes_whole_cells_along_and_puts_blanks_last(api: Api) -> None:
    api.write("A1:B4", [["b", 2], ["", 9], ["c", 3], ["a", 1]])
    api.batch(
        {"repeatCell": {"range": box(3, 4, 0, 1), "cell": {"note": "of a"}, "fields": "note"}}
    )
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    api.batch({"sortRange": {"range": box(0, 4, 0, 2), "sortSpecs": specs}})
    assert api.values("A1:B4") == [["a", "1"], ["b", "2"], ["c", "3"], ["", "9"]]
    assert api.cell("A1", "note") == {"note": "of a"}


def test_the_cell_limit_counts_the_whole_workbook(api: Api) -> None:
    big = {
        "properties": {"sheetId": 0, "gridProperties": {"rowCount": 384616}},
        "fields": "gridProperties.rowCount",
    }
    words = (
        "This action would increase the number of cells in the workbook above the limit of 10000000"
        " cells."
    )
    assert (
        api.refused_batch({"updateSheetProperties": big})
        == f"Invalid requests[0].updateSheetProperties: {words}"
    )


def test_rows_are_applied_and_checked_before_columns(api: Api) -> None:
    grid = {"rowCount": 1_000_000, "columnCount": 5}
    both = {
        "properties": {"sheetId": 0, "gridProperties": grid},
        "fields": "gridProperties(rowCount,columnCount)",
    }
    assert "above the limit of 10000000 cells" in api.refused_batch({"updateSheetProperties": both})
    columns = {
        "properties": {"sheetId": 0, "gridProperties": {"columnCount": 5}},
        "fields": "gridProperties.columnCount",
    }
    api.batch({"updateSheetProperties": columns}, {"updateSheetProperties": both})


def test_a_sheet_has_at_most_18278_columns(api: Api) -> None:
    few = {
        "properties": {"sheetId": 0, "gridProperties": {"rowCount": 10}},
        "fields": "gridProperties.rowCount",
    }
    append = {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 18278 - 26}}
    api.batch({"updateSheetProperties": few}, append)
    more = {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 1}}
    assert api.refused_batch(more).endswith(
        "number of columns in the sheet above the limit of 18278 columns."
    )
