"""batchUpdate: atomicity, refusals, limits, structure."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_emulator import Emulator

from .conftest import EDITOR, Api, box, put


def test_replies_mirror_requests(api: Api) -> None:
    named = {
        "addNamedRange": {
            "namedRange": {"namedRangeId": "n1", "name": "Here", "range": box(0, 1, 0, 1)}
        }
    }
    replies = api.batch(put("x"), named, put("y", 1))
    assert [list(reply) for reply in replies] == [[], ["addNamedRange"], []]


def test_a_half_valid_batch_changes_nothing(api: Api) -> None:
    before = api.get("*")
    message = api.refused_batch(
        put("x"), {"addSheet": {"properties": {"title": "New"}}}, put("y", 5000)
    )
    words = "Range (Sheet1!A5001) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert message == f"Invalid requests[2].updateCells: {words}"
    assert api.get("*") == before


def test_an_unknown_request_kind_is_refused(api: Api) -> None:
    status, answer = api.call("POST", ":batchUpdate", {"requests": [{"x": {}}]})
    words = "Invalid JSON payload received. Unknown name \"x\" at 'requests[0]': Cannot find field."
    violation = {"field": "requests[0]", "description": words}
    assert status == 400
    assert answer["error"]["message"] == words
    assert answer["error"]["details"][0]["fieldViolations"] == [violation]


def test_an_unknown_field_is_refused_wherever_it_stands(api: Api) -> None:
    bad = {
        "updateCells": {
            "rows": [{"values": [{"userEnteredValu": {}}]}],
            "fields": "*",
            "range": box(0, 1, 0, 1),
        }
    }
    where = "requests[0].update_cells.rows[0].values[0]"
    words = (
        f"Invalid JSON payload received. Unknown name \"userEnteredValu\" at '{where}': Cannot find"
        " field."
    )
    assert api.refused_batch(bad) == words


def test_fields_in_the_mask_and_not_in_the_body_are_reset(api: Api) -> None:
    cell = {"note": "n", "userEnteredFormat": {"textFormat": {"bold": True, "italic": True}}}
    api.batch(
        {"repeatCell": {"range": box(0, 1, 0, 1), "cell": cell, "fields": "note,userEnteredFormat"}}
    )
    api.batch(
        {
            "repeatCell": {
                "range": box(0, 1, 0, 1),
                "cell": {},
                "fields": "note,userEnteredFormat/textFormat/bold",
            }
        }
    )
    assert api.cell("A1", "note,userEnteredFormat") == {
        "userEnteredFormat": {"textFormat": {"italic": True}}
    }


def test_update_requests_need_a_mask_of_known_fields(api: Api) -> None:
    bare = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "T"}}}
    assert "At least one field must be listed in 'fields'" in api.refused_batch(bare)
    wrong = {"updateSheetProperties": {"properties": {"sheetId": 0}, "fields": "titel"}}
    assert "Invalid field: titel" in api.refused_batch(wrong)


@pytest.mark.parametrize(
    "mask",
    ["sheets.properties(title,sheetId)", "sheets/properties/title,sheets/properties/sheetId"],
)
def test_answer_masks_accept_dots_slashes_and_brackets(api: Api, mask: str) -> None:
    assert api.get(mask) == {"sheets": [{"properties": {"sheetId": 0, "title": "Sheet1"}}]}


def test_an_unknown_answer_field_is_refused(api: Api) -> None:
    assert api.refusal("GET", "", fields="sheets.nope") == "Request contains an invalid argument."


def test_grid_data_is_given_when_the_mask_asks_whatever_include_grid_data_says(api: Api) -> None:
    api.write("A1", [["x"]])
    assert "data" not in api.ok("GET", "", includeGridData="False")["sheets"][0]
    assert "data" in api.ok("GET", "", includeGridData="true")["sheets"][0]
    assert api.cell("A1", "formattedValue") == {"formattedValue": "x"}


def test_ranges_limit_the_sheets_and_their_data(api: Api) -> None:
    api.batch({"addSheet": {"properties": {"title": "Other"}}})
    api.write("Other!B2:C3", [["a", "b"], ["c", "d"]])
    answer = api.get(
        "sheets(properties.title,data(startRow,startColumn,rowData.values.formattedValue))",
        ranges="Other!B3:C3",
    )
    cells = [{"values": [{"formattedValue": "c"}, {"formattedValue": "d"}]}]
    data = [{"startRow": 2, "startColumn": 1, "rowData": cells}]
    assert answer == {"sheets": [{"properties": {"title": "Other"}, "data": data}]}


def test_defaults_are_left_out_of_answers(api: Api) -> None:
    api.batch(
        {"addProtectedRange": {"protectedRange": {"range": box(0, 1, 0, 1), "warningOnly": False}}}
    )
    sheet = api.ok("GET", "")["sheets"][0]
    assert sheet["properties"]["sheetId"] == 0
    assert sheet["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert "hidden" not in sheet["properties"]
    protection = sheet["protectedRanges"][0]
    assert protection["range"] == {
        key: value for key, value in box(0, 1, 0, 1).items() if key != "sheetId"
    }
    assert "warningOnly" not in protection


def test_colours_come_back_as_eight_bit_float32_with_a_twin(api: Api) -> None:
    style = {"rgbColor": {"red": 1, "green": 0, "blue": 0.5}}
    wanted = {"properties": {"sheetId": 0, "tabColorStyle": style}, "fields": "tabColorStyle"}
    api.batch({"updateSheetProperties": wanted})
    pink = {"red": 1, "blue": 0.49803922}
    properties = api.get("sheets.properties(tabColor,tabColorStyle)")["sheets"][0]["properties"]
    assert properties == {"tabColor": pink, "tabColorStyle": {"rgbColor": pink}}


def test_add_sheet_makes_an_id_and_refuses_one_that_is_taken(api: Api) -> None:
    (reply,) = api.batch({"addSheet": {"properties": {"title": "New"}}})
    assert reply["addSheet"]["properties"]["sheetId"] > 0
    message = api.refused_batch({"addSheet": {"properties": {"title": "Newer", "sheetId": 0}}})
    assert message == "Invalid requests[0].addSheet: Sheet with id 0 already exists"
    message = api.refused_batch({"addSheet": {"properties": {"title": "New"}}})
    words = 'A sheet with the name "New" already exists. Please enter another name.'
    assert message == f"Invalid requests[0].addSheet: {words}"


def test_the_last_visible_sheet_cannot_be_hidden(api: Api) -> None:
    hide = {
        "updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}
    }
    words = (
        "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    )
    assert api.refused_batch(hide) == words
    api.batch({"addSheet": {"properties": {"title": "Other"}}}, hide)


def test_sheet_positions_count_as_before_the_move(api: Api) -> None:
    api.batch(
        *[
            {"addSheet": {"properties": {"title": t, "sheetId": i}}}
            for i, t in ((1, "S2"), (2, "S3"))
        ]
    )
    api.batch(
        {"updateSheetProperties": {"properties": {"sheetId": 0, "index": 2}, "fields": "index"}}
    )
    titles = [
        sheet["properties"]["title"] for sheet in api.get("sheets.properties.title")["sheets"]
    ]
    assert titles == ["S2", "Sheet1", "S3"]


def test_append_cells_adds_rows_but_not_columns(api: Api) -> None:
    wide = [{"values": [{"userEnteredValue": {"numberValue": 1}}] * 27}]
    message = api.refused_batch({"appendCells": {"sheetId": 0, "rows": wide, "fields": "*"}})
    words = "Attempting to write column: 26, beyond the last requested column of: 25"
    assert message == f"Invalid requests[0].appendCells: {words}"
    api.write("A1000", [["last"]])
    rows = [{"values": [{"userEnteredValue": {"numberValue": 1}}]}]
    api.batch({"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}})
    assert api.values("A1001") == [["1"]]


def test_update_cells_clears_the_part_of_its_range_that_it_has_no_data_for(api: Api) -> None:
    api.write("A1:B2", [["a", "b"], ["c", "d"]])
    rows = [{"values": [{"userEnteredValue": {"stringValue": "z"}}]}]
    api.batch(
        {"updateCells": {"range": box(0, 2, 0, 2), "rows": rows, "fields": "userEnteredValue"}}
    )
    assert api.values("A1:B2") == [["z"]]


def test_conditional_formats_are_kept_in_order(api: Api) -> None:
    def rule(value: str) -> dict[str, Any]:
        condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": value}]}
        look = {"backgroundColor": {"red": 1}}
        return {
            "ranges": [box(0, 5, 0, 5)],
            "booleanRule": {"condition": condition, "format": look},
        }

    for value in "12":
        api.batch({"addConditionalFormatRule": {"rule": rule(value), "index": 0}})
    kept = api.get("sheets.conditionalFormats.booleanRule.condition.values")["sheets"][0][
        "conditionalFormats"
    ]
    assert [item["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for item in kept] == [
        "2",
        "1",
    ]
    api.batch({"deleteConditionalFormatRule": {"index": 1, "sheetId": 0}})
    message = api.refused_batch({"deleteConditionalFormatRule": {"index": 1, "sheetId": 0}})
    words = "No conditional format on sheet: 0 at index: 1"
    assert message == f"Invalid requests[0].deleteConditionalFormatRule: {words}"


def test_a_copy_to_another_spreadsheet_is_called_copy_of(api: Api, sheets: Emulator) -> None:
    other = sheets.create("Other", writers=(EDITOR,))
    api.write("A1", [["x"]])
    answer = api.ok("POST", "/sheets/0:copyTo", {"destinationSpreadsheetId": other})
    assert (answer["title"], answer["index"]) == ("Copy of Sheet1", 1)
    assert sheets.person(other).shown("Copy of Sheet1", "A1") == "x"


def test_borders_are_set_on_the_edges_asked_for(api: Api) -> None:
    api.batch(
        {
            "updateBorders": {
                "range": box(0, 2, 0, 2),
                "top": {"style": "SOLID"},
                "innerVertical": {"style": "DASHED"},
            }
        }
    )
    borders = api.cell("A1", "userEnteredFormat.borders")["userEnteredFormat"]["borders"]
    assert {side: border["style"] for side, border in borders.items()} == {
        "top": "SOLID",
        "right": "DASHED",
    }


def test_an_unsupported_kind_is_loud(api: Api) -> None:
    status, answer = api.call("POST", ":batchUpdate", {"requests": [{"addSlicer": {}}]})
    assert (status, answer["error"]["status"]) == (501, "UNIMPLEMENTED")
