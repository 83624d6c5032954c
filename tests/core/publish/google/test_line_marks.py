"""Marks of rows and columns, for which a sheet has little room."""

from __future__ import annotations

from core.publish.google.line_marks import (
    COLUMN,
    LONG_ROW,
    ROW,
    keys_by_mark,
    mark_size,
    read_line_mark,
    room_for_marks,
    row_mark,
    rows_without_room,
)

KEY = "32/overall_churn_rate/"


def test_a_row_has_a_short_mark_that_leads_back_to_its_key() -> None:
    assert len(row_mark(KEY)) == 8
    assert row_mark(KEY) != row_mark("32/overall_churn_rate/North")
    assert read_line_mark(ROW, row_mark(KEY), keys_by_mark([KEY])) == KEY


def test_a_row_whose_key_is_not_known_is_still_ours() -> None:
    assert read_line_mark(ROW, "abcdefgh", {}) == "?abcdefgh"


def test_columns_and_older_marks_have_their_whole_key() -> None:
    assert read_line_mark(COLUMN, "2026-W46", {}) == "2026-W46"
    assert read_line_mark(LONG_ROW, KEY, {}) == KEY


def test_2_300_rows_of_weeks_find_room() -> None:
    rows = [f"{number:02}/a_rather_long_field_name/and a label" for number in range(2_300)]
    weeks = [f"2026-W{week:02}" for week in range(1, 54)]
    assert rows_without_room(rows, weeks, room_for_marks(0)) == frozenset()


def test_the_last_rows_go_without_a_mark() -> None:
    sizes = mark_size("a", is_row=True) + mark_size("2026-W46", is_row=False)
    assert rows_without_room(["a", "b"], ["2026-W46"], sizes) == {"b"}
    assert rows_without_room(["a"], [], room_for_marks(40_000)) == {"a"}
