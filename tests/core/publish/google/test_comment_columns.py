"""Keys of columns for comments."""

from __future__ import annotations

from core.publish.google.comment_columns import (
    column_label,
    comment_column,
    commented_period,
    is_comment_column,
    with_comment_columns,
)
from core.publish.grid import COMMENTS

WEEK = "2026-W46"


def test_a_key_names_its_period() -> None:
    key = comment_column(WEEK)
    assert commented_period(key) == WEEK
    assert [is_comment_column(each) for each in (key, WEEK, "Latest", "")] == [True] + [False] * 3


def test_comments_stand_behind_their_period() -> None:
    columns = [*with_comment_columns(("2026-W45", WEEK, "2026-W47"), {WEEK})]
    assert columns == ["2026-W45", WEEK, comment_column(WEEK), "2026-W47"]


def test_the_columns_of_all_comments_have_one_label() -> None:
    labels = [column_label(each) for each in (comment_column(WEEK), WEEK, "Unit")]
    assert labels == [COMMENTS, "", "Unit"]
