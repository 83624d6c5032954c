"""A plan as one batch: kinds, order and places of its requests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from core.publish.google.changes import Insert, Plan, TabPlan, Write
from core.publish.google.positions import NewTab
from core.publish.google.requests import requests_for, split
from core.publish.google.sheet import EMPTY, Content
from core.publish.google.updates import entered_value
from tests.core.publish.google.tabs import KEY, PERIODS, ROWS, standing, wanted


def kinds(requests: list[dict[str, Any]]) -> list[str]:
    """Return the kinds of requests, those in a row once."""
    found = [next(iter(request)) for request in requests]
    return [kind for index, kind in enumerate(found) if index == 0 or found[index - 1] != kind]


def batch(tab: TabPlan, old: list[int] | None = None) -> list[dict[str, Any]]:
    return requests_for(Plan((tab,)), "success:ab", old or [], {KEY: NewTab(99, 1)})


def write(row: str, column: str, new: Content, old: Content = EMPTY) -> Write:
    return Write((row, column), "", old, new)


def updates(writes: tuple[Write, ...]) -> list[dict[str, Any]]:
    requests = batch(TabPlan(wanted(), standing(wanted()), writes=writes))
    return [each["updateCells"] for each in requests if "updateCells" in each]


def test_an_empty_plan_is_no_request() -> None:
    assert requests_for(Plan((TabPlan(wanted(), standing(wanted())),)), "m", [3], {}) == []


def test_a_new_tab_is_made_marked_and_sized_before_anything_is_in_it() -> None:
    requests = batch(TabPlan(wanted(), None))
    assert kinds(requests)[:3] == [
        "addSheet",
        "createDeveloperMetadata",
        "updateDimensionProperties",
    ]
    properties = requests[0]["addSheet"]["properties"]
    assert (properties["sheetId"], properties["title"], properties["index"]) == (99, "sc2026", 1)
    assert properties["gridProperties"] == {
        "rowCount": 27,
        "columnCount": 9,
        "frozenRowCount": 4,
        "frozenColumnCount": 2,
        "hideGridlines": True,
    }


def test_the_publication_marks_itself_last_and_takes_its_older_marks_away() -> None:
    requests = batch(TabPlan(wanted(), None), [41, 42])
    lookups = [
        each["deleteDeveloperMetadata"]["dataFilter"]["developerMetadataLookup"]
        for each in requests[-3:-1]
    ]
    assert lookups == [{"metadataId": 41}, {"metadataId": 42}]
    assert requests[-1]["createDeveloperMetadata"]["developerMetadata"] == {
        "metadataKey": "scorecard-publication",
        "metadataValue": "success:ab",
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }


def test_inserts_come_from_the_far_end_so_that_no_index_shifts() -> None:
    now = standing(wanted())
    plan = TabPlan(
        replace(
            wanted(),
            rows={
                **wanted().rows,
                "05/a/": wanted().rows[ROWS[0]],
                "12/b/": wanted().rows[ROWS[0]],
            },
        ),
        now,
        rows=(Insert(5, "05/a/"), Insert(6, "12/b/")),
    )
    starts = [
        each["insertDimension"]["range"]["startIndex"]
        for each in batch(plan)
        if "insertDimension" in each
    ]
    assert starts == [6, 5]


def test_a_row_behind_the_last_is_appended() -> None:
    now = standing(wanted(), rows=tuple(wanted().rows))
    plan = TabPlan(
        replace(wanted(), rows={**wanted().rows, "40/z/": wanted().rows[ROWS[0]]}),
        now,
        rows=(Insert(7, "40/z/"),),
    )
    assert batch(plan)[0] == {"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 1}}


def test_values_below_one_another_are_one_request_and_touch_only_what_changes() -> None:
    writes = (
        write(ROWS[0], PERIODS[0], Content(1.0)),
        write(ROWS[1], PERIODS[0], Content(2.0)),
        write(ROWS[2], PERIODS[0], Content(3.0, "why")),
        write(ROWS[0], PERIODS[1], Content(None, "gone"), Content(None, "before")),
    )
    found = [
        each["updateCells"]
        for each in batch(TabPlan(wanted(), standing(wanted()), writes=writes))
        if "updateCells" in each
    ]
    assert [
        (each["fields"], each["range"]["startRowIndex"], each["range"]["startColumnIndex"])
        for each in found
    ] == [
        ("userEnteredValue", 4, 6),
        ("userEnteredValue,note", 6, 6),
        ("note", 4, 7),
    ]
    assert found[0]["rows"] == [
        {"values": [{"userEnteredValue": {"numberValue": 1.0}}]},
        {"values": [{"userEnteredValue": {"numberValue": 2.0}}]},
    ]
    assert found[2]["rows"] == [{"values": [{"note": "gone"}]}]


def test_where_many_columns_change_requests_go_along_rows_so_that_they_come_apart_between_kpis() -> (
    None
):
    columns = wanted().columns
    writes = tuple(write(row, column, Content(1.0)) for row in ROWS for column in columns)
    boxes = [each["range"] for each in updates(writes)]
    assert [(box["startRowIndex"], box["endRowIndex"]) for box in boxes] == [(4, 5), (5, 6), (6, 7)]
    assert {(box["startColumnIndex"], box["endColumnIndex"]) for box in boxes} == {
        (0, len(columns))
    }


def test_an_emptied_cell_is_a_field_in_the_mask_that_is_not_in_the_body() -> None:
    writes = (write(ROWS[0], PERIODS[0], EMPTY, Content(1.0)),)
    (found,) = (
        each["updateCells"]
        for each in batch(TabPlan(wanted(), standing(wanted()), writes=writes))
        if "updateCells" in each
    )
    assert (found["fields"], found["rows"]) == ("userEnteredValue", [{"values": [{}]}])


def test_text_is_a_string_whatever_it_begins_with() -> None:
    assert entered_value(Content("=1+1")) == {"stringValue": "=1+1"}
    assert entered_value(Content(True)) == {"boolValue": True}
    assert entered_value(Content(1.5)) == {"numberValue": 1.5}
    assert entered_value(EMPTY) == {}


def test_large_batches_are_split_in_order() -> None:
    requests = [{"a": "x" * size} for size in (10, 10, 50, 10)]
    parts = split(requests, 45)
    assert [list(part.requests) for part in parts] == [requests[:2], requests[2:3], requests[3:]]
    assert all(part.size >= len(json.dumps(part.requests)) - 2 for part in parts)
