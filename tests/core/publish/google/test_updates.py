"""Requests that change the content of cells."""

from __future__ import annotations

from typing import Any

from core.publish.google.changes import TabPlan, Write
from core.publish.google.positions import Positions, positions_of
from core.publish.google.sheet import EMPTY, Content
from core.publish.google.updates import (
    content_requests,
    entered_value,
    trend_formula,
    trend_requests,
    write_requests,
)
from tests.core.publish.google.tabs import PERIODS, ROWS, standing, wanted

POSITIONS = positions_of(TabPlan(wanted(), standing(wanted())))


def write(row: str, column: str, new: Content, old: Content = EMPTY) -> Write:
    return Write((row, column), "", old, new)


def updates(writes: tuple[Write, ...]) -> list[dict[str, Any]]:
    return [each["updateCells"] for each in write_requests(POSITIONS, writes)]


def test_values_below_one_another_are_one_request_and_touch_only_what_changes() -> None:
    writes = (
        write(ROWS[0], PERIODS[0], Content(1.0)),
        write(ROWS[1], PERIODS[0], Content(2.0)),
        write(ROWS[2], PERIODS[0], Content(3.0, "why")),
        write(ROWS[0], PERIODS[1], Content(None, "gone"), Content(None, "before")),
    )
    found = updates(writes)
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


def test_where_many_columns_change_each_request_is_a_row() -> None:
    columns = wanted().columns
    writes = tuple(write(row, column, Content(1.0)) for row in ROWS for column in columns)
    boxes = [each["range"] for each in updates(writes)]
    assert [(box["startRowIndex"], box["endRowIndex"]) for box in boxes] == [(4, 5), (5, 6), (6, 7)]
    assert {(box["startColumnIndex"], box["endColumnIndex"]) for box in boxes} == {
        (0, len(columns))
    }


def test_an_emptied_cell_is_a_field_in_the_mask_that_is_not_in_the_body() -> None:
    writes = (write(ROWS[0], PERIODS[0], EMPTY, Content(1.0)),)
    (found,) = updates(writes)
    assert (found["fields"], found["rows"]) == ("userEnteredValue", [{"values": [{}]}])


def test_text_is_a_string_even_if_it_looks_like_a_formula() -> None:
    assert entered_value(Content("=1+1")) == {"stringValue": "=1+1"}
    assert entered_value(Content(True)) == {"boolValue": True}
    assert entered_value(Content(1.5)) == {"numberValue": 1.5}
    assert entered_value(EMPTY) == {}


def test_a_cell_in_which_nothing_changes_is_not_sent() -> None:
    assert updates((write(ROWS[0], PERIODS[0], EMPTY),)) == []


def test_cells_of_a_new_tab_are_sent_whole_on_both_sides_of_the_trend() -> None:
    left, right = (each["updateCells"] for each in content_requests(wanted(), POSITIONS))
    assert (left["range"]["startColumnIndex"], left["range"]["endColumnIndex"]) == (0, 5)
    assert (right["range"]["startColumnIndex"], right["range"]["endColumnIndex"]) == (6, 9)
    assert left["rows"][4]["values"][1] == {
        "userEnteredValue": {"stringValue": "Calls"},
        "note": "Scorecard: what it counts",
    }
    assert {left["fields"], right["fields"]} == {"userEnteredValue,note"}


def test_a_trend_spans_the_periods_of_its_row_wherever_they_are() -> None:
    moved = Positions(7, {ROWS[0]: 4}, {"Trend": 0, PERIODS[2]: 3, PERIODS[0]: 8})
    assert trend_formula(wanted(), moved, ROWS[0]).startswith("=SPARKLINE(D5:I5;")


def test_a_tab_without_a_trend_column_gets_no_trends() -> None:
    without = Positions(7, {ROWS[0]: 4}, {PERIODS[0]: 8})
    assert list(trend_requests(wanted(), without, ROWS[:1])) == []


def test_without_any_period_there_is_no_trend() -> None:
    tab = wanted()
    columns = {label: index for index, label in enumerate(tab.columns) if label not in tab.periods}
    positions = Positions(7, {ROWS[0]: 4}, columns)
    assert list(trend_requests(tab, positions, [ROWS[0]])) == []
