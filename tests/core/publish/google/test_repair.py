"""Tabs, rows and columns that lost their metadata."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.publish.google.repair import FoundLines, find_tab, lost_columns, lost_rows, with_keys
from core.publish.google.sheet import Content, TabNow
from tests.core.publish.google.tabs import PERIODS, ROWS, book, put, standing, wanted


def bare(**changes: object) -> TabNow:
    """Return the tab with its cells and without any metadata."""
    now = standing(wanted())
    plain = replace(now, key="", rows=("",) * len(now.rows), columns=("",) * len(now.columns))
    return replace(plain, **changes)  # type: ignore[arg-type]  # any field


def test_a_tab_is_recognised_by_its_title_and_our_labels() -> None:
    assert find_tab(book(bare()), wanted()) == bare()
    assert find_tab(book(bare(title="other")), wanted()) is None
    assert find_tab(book(bare(key="sales/weekly/2026")), wanted()) is None
    assert find_tab(book(bare(cells={})), wanted()) is None


def test_columns_are_recognised_by_label_and_day() -> None:
    assert lost_columns(wanted(), bare()).keys == dict(enumerate(wanted().columns))


def test_a_column_of_the_same_label_and_another_day_is_not_ours() -> None:
    now = put(bare(), {(3, 6): Content("1 Apr")})
    assert 6 not in lost_columns(wanted(), now).keys


def test_rows_are_recognised_by_number_and_name_and_header_rows_by_place() -> None:
    now = replace(bare(), columns=wanted().columns)
    assert lost_rows(wanted(), now).keys == dict(enumerate(wanted().rows))


def test_a_renamed_row_is_not_recognised() -> None:
    now = put(replace(bare(), columns=wanted().columns), {(5, 1): Content("Forms, all")})
    assert ROWS[1] not in lost_rows(wanted(), now).keys.values()


def test_a_row_without_metadata_whose_labels_are_at_two_places_is_doubtful() -> None:
    cells = {(7, column): content for (row, column), content in bare().cells.items() if row == 4}
    now = put(replace(bare(), columns=wanted().columns), cells)
    found = lost_rows(wanted(), now)
    assert found.doubtful == {ROWS[0]: (4, 7)}
    assert ROWS[0] not in found.keys.values()


def test_a_column_without_metadata_whose_header_is_at_two_places_is_doubtful() -> None:
    cells = {(row, 9): content for (row, column), content in bare().cells.items() if column == 6}
    now = put(replace(bare(), columns=("",) * 10), cells)
    found = lost_columns(wanted(), now)
    assert found.doubtful == {PERIODS[0]: (6, 9)}


@pytest.mark.parametrize("label", ["No", "KPI"])
def test_rows_are_recognised_by_one_label_where_the_other_column_was_deleted(label: str) -> None:
    columns = tuple("" if column == label else column for column in wanted().columns)
    found = lost_rows(wanted(), replace(bare(), columns=columns))
    assert {*ROWS} <= {*found.keys.values()}


@pytest.mark.parametrize("column", [0, 1])
def test_the_headers_are_recognised_where_a_person_typed_over_one(column: int) -> None:
    now = put(bare(), {(2, column): Content("mine")})
    found = lost_columns(wanted(), now).keys
    assert found == {index: key for index, key in enumerate(wanted().columns) if index != column}


def test_rows_and_columns_with_metadata_are_left_out() -> None:
    assert lost_columns(wanted(), standing(wanted())) == FoundLines()
    assert lost_rows(wanted(), standing(wanted())) == FoundLines()


def test_without_number_and_name_no_row_is_recognised() -> None:
    assert lost_rows(wanted(), bare()) == FoundLines()


def test_recognised_keys_fill_the_gaps() -> None:
    assert with_keys(("a", "", ""), {2: "c"}) == ("a", "", "c")


def test_columns_are_recognised_by_their_label_alone_where_the_days_were_deleted() -> None:
    now = bare()
    cells = {
        place if place[0] < 3 else (place[0] - 1, place[1]): content
        for place, content in now.cells.items()
        if place[0] != 3
    }
    assert lost_columns(wanted(), replace(now, cells=cells)).keys == dict(
        enumerate(wanted().columns)
    )
