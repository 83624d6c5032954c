"""Developer metadata: where it hangs, how it follows, how it is found."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_emulator import Emulator
from tests.sheets_emulator.auth import SCOPE

from .conftest import EDITOR, Api, box, span


def create(
    key: str, location: dict[str, Any], number: int | None = None, value: str = ""
) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "metadataKey": key,
        "metadataValue": value,
        "location": location,
        "visibility": "DOCUMENT",
    }
    if number is not None:
        entry["metadataId"] = number
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def row(index: int) -> dict[str, Any]:
    return {"dimensionRange": span("ROWS", index, index + 1)}


def column(index: int) -> dict[str, Any]:
    return {"dimensionRange": span("COLUMNS", index, index + 1)}


def found(api: Api, *lookups: dict[str, Any]) -> list[dict[str, Any]]:
    filters = [{"developerMetadataLookup": lookup} for lookup in lookups]
    answer = api.ok("POST", "/developerMetadata:search", {"dataFilters": filters})
    return [item["developerMetadata"] for item in answer.get("matchedDeveloperMetadata", [])]


def where(api: Api, key: str) -> list[int]:
    """The positions of the entries with a key."""
    return [
        entry["location"]["dimensionRange"]["startIndex"]
        for entry in found(api, {"metadataKey": key})
    ]


def test_metadata_hangs_on_spreadsheet_sheet_row_and_column(api: Api) -> None:
    places: list[dict[str, Any]] = [{"spreadsheet": True}, {"sheetId": 0}, row(4), column(2)]
    replies = api.batch(*[create("k", place, 10 + i, "v") for i, place in enumerate(places)])
    made = [reply["createDeveloperMetadata"]["developerMetadata"] for reply in replies]
    kinds = [entry["location"]["locationType"] for entry in made]
    assert kinds == ["SPREADSHEET", "SHEET", "ROW", "COLUMN"]
    assert made[2] == {
        "metadataId": 12,
        "metadataKey": "k",
        "metadataValue": "v",
        "location": {
            "locationType": "ROW",
            "dimensionRange": {"dimension": "ROWS", "startIndex": 4, "endIndex": 5},
        },
        "visibility": "DOCUMENT",
    }
    assert api.ok("GET", "/developerMetadata/12") == made[2]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (
            {"dimensionRange": span("ROWS", 1, 3)},
            "DimensionRange must represent a single row or column",
        ),
        (
            {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1}},
            "DimensionRange must specify both a startIndex and an endIndex",
        ),
        ({"sheetId": 99}, "No sheet with id: 99"),
    ],
)
def test_a_location_is_one_row_or_one_column(
    api: Api, location: dict[str, Any], words: str
) -> None:
    message = api.refused_batch(create("k", location))
    assert message.startswith(f"Invalid requests[0].createDeveloperMetadata: {words}")


def test_an_id_is_given_once_and_its_batch_applied_once(api: Api) -> None:
    write = {
        "updateCells": {
            "range": box(0, 1, 0, 1),
            "rows": [{"values": [{"note": "n"}]}],
            "fields": "note",
        }
    }
    api.batch(create("run", {"spreadsheet": True}, 77))
    assert "77" in api.refused_batch(write, create("run", {"spreadsheet": True}, 77))
    assert api.cell("A1", "note") == {}


def test_keys_are_not_unique(api: Api) -> None:
    api.batch(create("k", row(1)), create("k", row(2)))
    assert where(api, "k") == [1, 2]


def test_rows_and_columns_keep_their_metadata_through_neighbours_coming_and_going(api: Api) -> None:
    api.batch(create("r", row(5)), create("c", column(5)))
    api.batch(
        {"insertDimension": {"range": span("ROWS", 2, 5)}},
        {"deleteDimension": {"range": span("ROWS", 0, 1)}},
        {"insertDimension": {"range": span("COLUMNS", 0, 2)}},
        {"deleteDimension": {"range": span("COLUMNS", 9, 12)}},
    )
    assert (where(api, "r"), where(api, "c")) == ([7], [7])


def test_metadata_moves_with_its_row_and_column(api: Api) -> None:
    api.batch(create("r", row(5)), create("other", row(2)), create("c", column(5)))
    api.batch(
        {"moveDimension": {"source": span("ROWS", 5, 6), "destinationIndex": 0}},
        {"moveDimension": {"source": span("COLUMNS", 5, 6), "destinationIndex": 9}},
    )
    assert (where(api, "r"), where(api, "other"), where(api, "c")) == ([0], [3], [8])


def test_metadata_follows_a_sort(api: Api) -> None:
    api.write("A1:A3", [["c"], ["a"], ["b"]])
    api.batch(*[create(text, row(index)) for index, text in enumerate("cab")])
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    api.batch({"sortRange": {"range": box(0, 3, 0, 1), "sortSpecs": specs}})
    assert [where(api, key) for key in "abc"] == [[0], [1], [2]]


def test_metadata_survives_values_and_dies_silently_with_its_row(api: Api) -> None:
    api.batch(create("r", row(5)))
    api.write("A6", [["x"]])
    api.ok("POST", "/values/A1:Z10:clear")
    assert where(api, "r") == [5]
    assert api.batch({"deleteDimension": {"range": span("ROWS", 5, 6)}}) == [{}]
    assert found(api, {"metadataKey": "r"}) == []


def test_an_empty_lookup_lists_everything_and_several_filters_are_deduplicated(api: Api) -> None:
    api.batch(
        create("a", {"spreadsheet": True}, 1),
        create("b", {"sheetId": 0}, 2),
        create("c", row(1), 3),
    )
    assert [entry["metadataId"] for entry in found(api, {})] == [1, 2, 3]
    assert [
        entry["metadataId"] for entry in found(api, {"metadataKey": "a"}, {"metadataId": 1}, {})
    ] == [1, 2, 3]


def test_a_sheet_location_reaches_its_rows_unless_it_is_exact(api: Api) -> None:
    api.batch(
        create("a", {"spreadsheet": True}, 1),
        create("b", {"sheetId": 0}, 2),
        create("c", row(1), 3),
    )
    near = {"metadataLocation": {"sheetId": 0}}
    assert [entry["metadataId"] for entry in found(api, near)] == [2, 3]
    exact = near | {"locationMatchingStrategy": "EXACT_LOCATION"}
    assert [entry["metadataId"] for entry in found(api, exact)] == [2]


def test_a_spreadsheet_location_cannot_intersect(api: Api) -> None:
    lookup = {
        "metadataLocation": {"spreadsheet": True},
        "locationMatchingStrategy": "INTERSECTING_LOCATION",
    }
    body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
    assert "INTERSECTING" in api.refusal("POST", "/developerMetadata:search", body)


def test_get_shows_line_metadata_with_grid_data_only_and_sheet_metadata_always(api: Api) -> None:
    api.batch(
        create("s", {"sheetId": 0}),
        create("r", row(1)),
        create("c", column(1)),
        create("w", {"spreadsheet": True}),
    )
    plain = api.ok("GET", "")
    assert [entry["metadataKey"] for entry in plain["sheets"][0]["developerMetadata"]] == ["s"]
    assert [entry["metadataKey"] for entry in plain["developerMetadata"]] == ["w"]
    data = api.get("sheets.data(rowMetadata.developerMetadata,columnMetadata.developerMetadata)")[
        "sheets"
    ][0]["data"][0]
    assert data["rowMetadata"][1]["developerMetadata"][0]["metadataKey"] == "r"
    assert data["columnMetadata"][1]["developerMetadata"][0]["metadataKey"] == "c"


def test_metadata_is_updated_and_deleted_by_filter(api: Api) -> None:
    api.batch(
        create("k", row(1), 1, "old"), create("k", row(2), 2, "old"), create("other", row(3), 3)
    )
    update = {
        "dataFilters": [{"developerMetadataLookup": {"metadataId": 2}}],
        "developerMetadata": {"metadataValue": "new", "location": row(8)},
        "fields": "metadataValue,location",
    }
    api.batch({"updateDeveloperMetadata": update})
    assert [
        (entry["metadataId"], entry["metadataValue"]) for entry in found(api, {"metadataKey": "k"})
    ] == [
        (1, "old"),
        (2, "new"),
    ]
    assert where(api, "k") == [1, 8]
    (reply,) = api.batch(
        {
            "deleteDeveloperMetadata": {
                "dataFilter": {"developerMetadataLookup": {"metadataKey": "k"}}
            }
        }
    )
    assert len(reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == 2
    assert [entry["metadataKey"] for entry in found(api, {})] == ["other"]


def test_values_are_read_and_written_by_metadata(api: Api) -> None:
    api.write("A1:B3", [["a", "1"], ["b", "2"], ["c", "3"]])
    api.batch(create("kpi", row(1), value="6"), create("kpi", row(2), value="7"))
    lookup = {"developerMetadataLookup": {"metadataKey": "kpi", "metadataValue": "7"}}
    answer = api.ok("POST", "/values:batchGetByDataFilter", {"dataFilters": [lookup]})
    expected = {"range": "Sheet1!A3:Z3", "majorDimension": "ROWS", "values": [["c", "3"]]}
    assert answer["valueRanges"] == [{"valueRange": expected, "dataFilters": [lookup]}]
    both = {"developerMetadataLookup": {"metadataKey": "kpi"}}
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": both, "values": [[None, "x"]]}]}
    assert api.ok("POST", "/values:batchUpdateByDataFilter", body)["totalUpdatedCells"] == 2
    assert api.values("A1:B3") == [["a", "1"], ["b", "x"], ["c", "x"]]
    too_many = {"valueInputOption": "RAW", "data": [{"dataFilter": both, "values": [["y"], ["y"]]}]}
    message = api.refusal("POST", "/values:batchUpdateByDataFilter", too_many)
    assert message.endswith(
        "Requested writing within range [Sheet1!A2:Z2], but tried writing to row [3]"
    )


def test_reading_metadata_needs_a_scope_that_may_write(api: Api, sheets: Emulator) -> None:
    reader = Api(sheets, api.id, sheets.token(EDITOR, frozenset({SCOPE + "spreadsheets.readonly"})))
    assert reader.call("GET", "")[0] == 200
    status, answer = reader.call("POST", "/developerMetadata:search", {"dataFilters": [{}]})
    assert status == 403
    assert answer["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
