"""Formats, as few requests as a rectangle of one look needs."""

from __future__ import annotations

from typing import Any

from core.publish.google.formats import (
    cell_format,
    colour,
    format_json,
    format_requests,
    ink_requests,
    number_pattern,
)
from core.publish.google.wanted import RowLook
from tests.core.publish.google.tabs import PERIODS, ROWS, wanted

LOOK = RowLook("0.0%", '"≤ "0.0%')


def painted(requests: list[dict[str, Any]]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return what each cell looks like after requests, none of which may paint a cell twice."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for request in requests:
        box, cell = (
            request["repeatCell"]["range"],
            request["repeatCell"]["cell"]["userEnteredFormat"],
        )
        for row in range(box["startRowIndex"], box["endRowIndex"]):
            for column in range(box["startColumnIndex"], box["endColumnIndex"]):
                assert (row, column) not in found
                found[row, column] = cell
    return found


def test_every_cell_of_ours_is_painted_once_as_it_should_look_and_no_other() -> None:
    tab = wanted()
    rows = {key: index * 2 for index, key in enumerate(tab.rows)}
    columns = {key: index + 3 * (index > 6) for index, key in enumerate(tab.columns)}
    found = painted(list(format_requests(tab, 7, rows, columns)))
    assert found == {
        (line, place): format_json(cell_format(tab, row, column))
        for row, line in rows.items()
        for column, place in columns.items()
    }


def test_lines_of_one_look_are_one_request_a_run_of_columns() -> None:
    tab = wanted()
    lines = {row: index for index, row in enumerate(ROWS, 4)}
    columns = {column: index for index, column in enumerate(tab.columns)}
    spans = [each["repeatCell"]["range"] for each in format_requests(tab, 7, lines, columns)]
    assert {(span["startRowIndex"], span["endRowIndex"]) for span in spans} == {(4, 7)}


def test_number_formats_are_those_of_value_target_and_labels() -> None:
    assert [
        number_pattern(LOOK, column) for column in (PERIODS[0], "Target", "No", "KPI", "Trend")
    ] == [
        "0.0%",
        '"≤ "0.0%',
        "0",
        "",
        "",
    ]


def test_a_retired_line_is_grey_and_a_part_is_smaller() -> None:
    tab = wanted(
        rows={
            **wanted().rows,
            ROWS[0]: RowLook(is_retired=True),
            ROWS[1]: RowLook(is_breakdown=True),
        }
    )
    texts = [format_json(cell_format(tab, row, PERIODS[0]))["textFormat"] for row in ROWS]
    assert texts[0]["foregroundColorStyle"] == colour("#A3ABB8")
    assert [text["fontSize"] for text in texts] == [10, 9, 10]


def test_ink_touches_nothing_but_the_colour_of_our_own_cells() -> None:
    columns = {"No": 0, "KPI": 1, "Owner": 4}
    requests = list(ink_requests(wanted(), 7, ROWS[0], 5, columns, is_retired=True))
    assert {each["repeatCell"]["fields"] for each in requests} == {
        "userEnteredFormat.textFormat.foregroundColorStyle"
    }
    assert set(painted(requests)) == {(5, 0), (5, 1), (5, 4)}


def test_a_line_that_is_back_has_the_colours_of_before() -> None:
    columns = {column: index for index, column in enumerate(wanted().columns)}
    back = painted(list(ink_requests(wanted(), 7, ROWS[0], 5, columns, is_retired=False)))
    for column, index in columns.items():
        usual = format_json(cell_format(wanted(), ROWS[0], column))["textFormat"][
            "foregroundColorStyle"
        ]
        assert back[5, index] == {"textFormat": {"foregroundColorStyle": usual}}


def test_a_format_is_written_as_the_api_has_it() -> None:
    found = format_json(cell_format(wanted(), "days", "No"))
    assert found["numberFormat"] == {"type": "TEXT"}
    assert found["horizontalAlignment"] == "LEFT"
    assert found["backgroundColorStyle"] == colour("#E8EDF3")
    assert found["borders"] == {"bottom": {"style": "SOLID", "colorStyle": colour("#A3ABB8")}}
    line = format_json(cell_format(wanted(), ROWS[0], "Owner"))
    assert (line["wrapStrategy"], line["padding"]) == ("CLIP", {"left": 6})


def test_colours_are_shares_of_red_green_and_blue() -> None:
    assert colour("#FF0080") == {"rgbColor": {"red": 1.0, "green": 0.0, "blue": 128 / 255}}
