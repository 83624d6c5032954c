"""Comments are only added, and the newest text on a value counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.engines.base import Warehouse
from core.store.comments import Comment, Comments, current_comments
from core.store.schema import migrate

SEEN = datetime(2026, 11, 16, 5, tzinfo=UTC)
LOW = Comment(
    domain="success",
    kpi_number=6,
    field_name="forms",
    field_details="web",
    cadence="weekly",
    period="2026-W46",
    text="The form was down\nfrom Tuesday: =1+1 ✎",
    author="",
    source="sheet",
    target="book",
    marker="success:1",
    typed_after=SEEN - timedelta(days=7),
    seen_at=SEEN,
)


@pytest.fixture
def comments(warehouse: Warehouse) -> Comments:
    migrate(warehouse, ["success"])
    return Comments(warehouse, "success")


def test_comments_are_read_back_as_they_were_added_each_with_its_number(
    comments: Comments,
) -> None:
    by_command = replace(LOW, author="ann@example.com", typed_after=None, source="command")
    comments.add([LOW])
    comments.add([by_command, replace(LOW, text="")])

    assert comments.read() == [
        replace(LOW, number=1),
        replace(by_command, number=2),
        replace(LOW, text="", number=3),
    ]


def test_a_long_comment_is_stored_whole(comments: Comments) -> None:
    long = replace(LOW, text="\x01 ü" * 12_500)
    comments.add([long])

    assert [comment.text for comment in comments.read()] == [long.text]


def test_comments_are_limited_to_a_domain_a_kpi_or_a_period(comments: Comments) -> None:
    other_kpi, other_week = replace(LOW, kpi_number=7), replace(LOW, period="2026-W45")
    comments.add([LOW, other_kpi, other_week])
    theirs = Comments(comments.database, "sales")
    theirs.add([replace(LOW, domain="sales")])

    assert [comment.number for comment in comments.read(6)] == [1, 3]
    assert [comment.number for comment in comments.read(6, "2026-W45")] == [3]
    assert [comment.number for comment in theirs.read()] == [1]


def test_a_store_without_the_table_has_no_comments(warehouse: Warehouse) -> None:
    assert Comments(warehouse, "success").read() == []


def test_the_newest_text_counts_and_a_removed_comment_does_not() -> None:
    later, removed = replace(LOW, text="fixed"), replace(LOW, period="2026-W45", text="")
    history = [LOW, replace(LOW, period="2026-W45"), later, removed]

    assert current_comments(history) == {(6, "forms", "web", "2026-W46"): later}
