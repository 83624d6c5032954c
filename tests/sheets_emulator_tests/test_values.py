"""Values over HTTP: input, rendering, ranges, append."""

from __future__ import annotations

import pytest

from .conftest import Api


def test_raw_keeps_what_user_entered_parses(api: Api) -> None:
    texts = ["007", "1-2", "=1+1", "'quoted"]
    api.write("A1:D1", [texts])
    assert api.values("A1:D1") == [texts]
    assert api.cell("C1", "userEnteredValue") == {"userEnteredValue": {"stringValue": "=1+1"}}


@pytest.mark.parametrize(
    ("typed", "value", "kind"),
    [
        ("007", 7, None),
        ("2,000,000.01", 2000000.01, "NUMBER"),
        ("$100.15", 100.15, "CURRENCY"),
        ("12%", 0.12, "PERCENT"),
        ("2020-01-01", 43831, "DATE"),
        ("1999-01-02", 36162, "DATE"),
        ("12:00", 0.5, "TIME"),
        ("2020-01-01 12:00", 43831.5, "DATE_TIME"),
        ("TRUE", True, None),
        ("'007", "007", None),
        ("3_2_1", "3_2_1", None),
        ("=4/2", 2, None),
        ("= 1 / 1024", 1 / 1024, None),
    ],
)
def test_user_entered_reads_text_as_if_typed(
    api: Api, typed: str, value: object, kind: str | None
) -> None:
    api.write("B2", [[typed]], "USER_ENTERED")
    assert api.values("B2", valueRenderOption="UNFORMATTED_VALUE") == [[value]]
    number_format = (
        api.cell("B2", "userEnteredFormat.numberFormat")
        .get("userEnteredFormat", {})
        .get("numberFormat", {})
    )
    assert number_format.get("type") == kind


def test_one_dash_two_is_a_date(api: Api) -> None:
    api.write("A1", [["1-2"]], "USER_ENTERED")
    assert isinstance(api.values("A1", valueRenderOption="UNFORMATTED_VALUE")[0][0], int)


def test_numbers_and_booleans_are_never_parsed(api: Api) -> None:
    api.write("A1:B1", [[True, 1.5]], "USER_ENTERED")
    assert api.values("A1:B1", valueRenderOption="UNFORMATTED_VALUE") == [[True, 1.5]]


def test_dates_are_serials_unless_unformatted_asks_for_strings(api: Api) -> None:
    api.write("A1:B1", [["2020-01-01", "=4/2"]], "USER_ENTERED")
    unformatted = {"valueRenderOption": "UNFORMATTED_VALUE"}
    assert api.values("A1:B1", **unformatted) == [[43831, 2]]
    assert api.values("A1:B1", **unformatted, dateTimeRenderOption="FORMATTED_STRING") == [
        ["2020-01-01", 2]
    ]
    assert api.values("A1:B1", dateTimeRenderOption="SERIAL_NUMBER") == [["2020-01-01", "2"]]
    assert api.values("A1:B1", valueRenderOption="FORMULA") == [[43831, "=4/2"]]


def test_null_leaves_a_cell_and_an_empty_string_empties_it(api: Api) -> None:
    api.write("A1:C1", [["a", "b", "c"]])
    api.write("A1:C1", [[None, "", "z"]])
    assert api.values("A1:C1") == [["a", "", "z"]]


def test_only_written_cells_are_counted_but_the_range_is_the_whole_rectangle(api: Api) -> None:
    rows = [["x", None, None, None], *[[None] * 4] * 4, [None, None, None, "y"]]
    answer = api.write("A1:D6", rows)
    counts = {"updatedRows": 2, "updatedColumns": 2, "updatedCells": 2}
    assert answer == {"spreadsheetId": api.id, "updatedRange": "Sheet1!A1:D6", **counts}


def test_a_short_row_leaves_the_cells_beyond_it(api: Api) -> None:
    api.write("A1:C1", [["a", "b", "c"]])
    api.write("A1:C1", [["z"]])
    assert api.values("A1:C1") == [["z", "b", "c"]]


def test_reading_leaves_out_trailing_emptiness_and_normalises_the_range(api: Api) -> None:
    api.write("A1:C3", [["1", "", ""], ["", "", ""], ["", "2", ""]])
    assert api.ok("GET", "/values/A1:C5") == {
        "range": "Sheet1!A1:C5",
        "majorDimension": "ROWS",
        "values": [["1"], [], ["", "2"]],
    }
    assert api.ok("GET", "/values/'Sheet1'!9:9") == {
        "range": "Sheet1!A9:Z9",
        "majorDimension": "ROWS",
    }
    assert api.ok("GET", "/values/Sheet1")["range"] == "Sheet1!A1:Z1000"


def test_columns_as_major_dimension(api: Api) -> None:
    body = {"values": [["a", "b"], ["c"]], "majorDimension": "COLUMNS"}
    api.ok("PUT", "/values/A1", body, valueInputOption="RAW")
    assert api.values("A1:B2") == [["a", "c"], ["b"]]
    assert api.values("A1:B2", majorDimension="COLUMNS") == [["a", "b"], ["c"]]


def test_data_larger_than_its_range_is_refused(api: Api) -> None:
    put = {"valueInputOption": "RAW"}
    asked = "Requested writing within range [Sheet1!A1:B2], but tried writing to"
    assert api.refusal("PUT", "/values/A1:B2", {"values": [["x"]] * 3}, **put) == f"{asked} row [3]"
    assert (
        api.refusal("PUT", "/values/A1:B2", {"values": [["x"] * 3]}, **put) == f"{asked} column [C]"
    )


def test_one_cell_is_an_anchor_of_any_size(api: Api) -> None:
    assert api.write("B2", [["a", "b"], ["c", "d"]])["updatedRange"] == "Sheet1!B2:C3"
    assert api.write("A:A", [["a"], ["b"]])["updatedRange"] == "Sheet1!A1:A2"


def test_a_range_outside_the_grid_is_refused(api: Api) -> None:
    words = "Range (Sheet1!A5000:B5001) exceeds grid limits. Max rows: 1000, max columns: 26"
    body = {"values": [["x"]]}
    assert api.refusal("PUT", "/values/A5000:B5001", body, valueInputOption="RAW") == words
    assert api.refusal("GET", "/values/A5000:B5001") == words
    data = {"valueInputOption": "RAW", "data": [{"range": "A5000:B5001", "values": [["x"]]}]}
    assert api.refusal("POST", "/values:batchUpdate", data) == f"Invalid data[0]: {words}"


def test_an_anchor_does_not_grow_the_grid(api: Api) -> None:
    message = api.refusal("PUT", "/values/Z1", {"values": [["a", "b"]]}, valueInputOption="RAW")
    assert message == "Range (Sheet1!Z1:AA1) exceeds grid limits. Max rows: 1000, max columns: 26"


def test_a_missing_sheet_cannot_be_parsed(api: Api) -> None:
    assert (
        api.refusal("GET", "/values/'NoSuchSheet'!A1:B2")
        == "Unable to parse range: 'NoSuchSheet'!A1:B2"
    )
    assert api.refusal("GET", "/values/AAAA1") == "Unable to parse range: AAAA1"


def test_values_of_the_wrong_type_are_refused_with_their_path(api: Api) -> None:
    status, answer = api.call("PUT", "/values/A1", {"values": "X"}, valueInputOption="RAW")
    words = "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    detail = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": "data.values", "description": words}],
    }
    assert status == 400
    assert answer["error"] == {
        "code": 400,
        "message": words,
        "status": "INVALID_ARGUMENT",
        "details": [detail],
    }


def test_fifty_thousand_characters_fit_and_one_more_does_not(api: Api) -> None:
    api.write("A1", [["x" * 50_000]])
    message = api.refusal("PUT", "/values/A1", {"values": [["x" * 50_001]]}, valueInputOption="RAW")
    assert message.startswith(
        "Your input contains more than the maximum of 50000 characters in a single cell"
    )


def test_a_half_valid_values_batch_writes_nothing(api: Api) -> None:
    data = [{"range": "A1", "values": [["x"]]}, {"range": "Nowhere!A1", "values": [["y"]]}]
    message = api.refusal("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert message == "Invalid data[1]: Unable to parse range: Nowhere!A1"
    assert api.values("A1") is None


def test_append_goes_below_the_table_that_the_range_finds(api: Api) -> None:
    row = {"values": [["a", "", "c"]]}
    first = api.ok("POST", "/values/Sheet1:append", row, valueInputOption="RAW")
    second = api.ok("POST", "/values/Sheet1:append", row, valueInputOption="RAW")
    third = api.ok("POST", "/values/A1:append", row, valueInputOption="RAW")
    assert "tableRange" not in first
    assert (second["tableRange"], second["updates"]["updatedRange"]) == (
        "Sheet1!C1",
        "Sheet1!C2:E2",
    )
    assert (third["tableRange"], third["updates"]["updatedRange"]) == ("Sheet1!A1", "Sheet1!A2:C2")


def test_only_append_grows_the_grid(api: Api) -> None:
    api.write("A1000", [["last"]])
    answer = api.ok("POST", "/values/Sheet1:append", {"values": [["more"]]}, valueInputOption="RAW")
    assert answer["updates"]["updatedRange"] == "Sheet1!A1001"
    grid = api.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 1001, "columnCount": 26}


def test_append_may_insert_rows(api: Api) -> None:
    api.write("A1:A4", [["a"], ["b"], [""], ["below"]])
    query = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    api.ok("POST", "/values/A1:append", {"values": [["c"]]}, **query)
    assert api.values("A1:A9") == [["a"], ["b"], ["c"], [], ["below"]]


def test_writing_and_clearing_values_keeps_notes_formats_and_validation(api: Api) -> None:
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "y"}]},
        "strict": True,
    }
    bold = {"textFormat": {"bold": True}}
    whole = {
        "sheetId": 0,
        "startRowIndex": 0,
        "endRowIndex": 1,
        "startColumnIndex": 0,
        "endColumnIndex": 1,
    }
    cell = {"note": "mine", "userEnteredFormat": bold, "dataValidation": rule}
    api.batch(
        {
            "repeatCell": {
                "range": whole,
                "cell": cell,
                "fields": "note,userEnteredFormat,dataValidation",
            }
        }
    )
    kept = {"note": "mine", "userEnteredFormat": bold, "dataValidation": rule}
    api.write("A1", [["y"]])
    assert api.cell("A1", "note,userEnteredFormat,dataValidation") == kept
    assert api.ok("POST", "/values/A1:clear")["clearedRange"] == "Sheet1!A1"
    assert api.cell("A1", "note,userEnteredFormat,dataValidation,userEnteredValue") == kept


@pytest.mark.parametrize(
    ("value", "pattern", "kind", "shown"),
    [
        (0.1234, "0.0%", "PERCENT", "12.3%"),
        (1234567.891, "#,##0.00", "NUMBER", "1,234,567.89"),
        (-5, "#,##0;(#,##0)", "NUMBER", "(5)"),
        (0, '#,##0;-#,##0;"none"', "NUMBER", "none"),
        (12.5, '#,##0.0" €"', "CURRENCY", "12.5 €"),
        (0.5, "0", "NUMBER", "1"),
        (43831, "d mmm yyyy", "DATE", "1 Jan 2020"),
        (43831.75, "yyyy-mm-dd hh:mm", "DATE_TIME", "2020-01-01 18:00"),
        (7, "00.#", "NUMBER", "07"),
    ],
)
def test_number_formats_are_rendered(
    api: Api, value: float, pattern: str, kind: str, shown: str
) -> None:
    cell = {
        "userEnteredValue": {"numberValue": value},
        "userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}},
    }
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    api.batch({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}})
    assert api.values("A1") == [[shown]]


def test_formulas_are_evaluated(api: Api) -> None:
    api.write(
        "A1:A4", [["1"], ["2"], ["=SUM(A1:A2)"], ['=IF(A3>2,"much","little")']], "USER_ENTERED"
    )
    api.write(
        "B1:B4",
        [["=A1/0"], ["=AVERAGE(A1:A3)"], ["=SPARKLINE(A1:A3)"], ["=NOSUCH(1)"]],
        "USER_ENTERED",
    )
    assert api.values("A1:B4") == [["1", "#DIV/0!"], ["2", "2"], ["3"], ["much", "#NAME?"]]
    assert api.cell("B3", "userEnteredValue,formattedValue") == {
        "userEnteredValue": {"formulaValue": "=SPARKLINE(A1:A3)"}
    }
    assert (
        api.cell("B1", "effectiveValue")["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    )


@pytest.mark.parametrize(
    "formula", ["=IF(1", "=SUM(1 2)", "=(1", "=1+", "=IFERROR(", "=)", "=A1:", "={1}"]
)
def test_a_broken_formula_is_an_error_value(api: Api, formula: str) -> None:
    api.write("B9", [[formula]], "USER_ENTERED")
    assert api.values("B9") == [["#ERROR!"]]


def test_an_unknown_query_parameter_is_refused(api: Api) -> None:
    assert 'Unknown name "valueInput"' in api.refusal(
        "PUT", "/values/A1", {"values": [["x"]]}, valueInput="RAW"
    )


def test_value_input_option_is_required(api: Api) -> None:
    assert (
        api.refusal("PUT", "/values/A1", {"values": [["x"]]})
        == "'valueInputOption' is required but not specified"
    )


def test_a_mask_shortens_the_answer_to_values_requests_too(api: Api) -> None:
    api.write("A1", [["x"]])
    assert api.ok("GET", "/values/A1:B2", fields="values") == {"values": [["x"]]}
