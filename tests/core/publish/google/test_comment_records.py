"""Comments as the store keeps them, and as a publish reports them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.publish.google.changes import Plan, SeenComment, SeenComments, TabPlan
from core.publish.google.comment_columns import comment_column
from core.publish.google.comment_records import (
    Reading,
    comment_details,
    comment_lines,
    new_comments,
    seen_cells,
)
from core.store.comments import Comment
from core.store.published_cells import WrittenCell
from tests.core.publish.google.tabs import KEY, standing, wanted

NOW, BEFORE = datetime(2026, 11, 16, 5, tzinfo=UTC), datetime(2026, 11, 9, 5, tzinfo=UTC)
FEB = comment_column("2026-02")
SEEN = SeenComments(
    (
        SeenComment(("11/forms/web/new", FEB), "sc2026!I6", "down\n" + "x" * 70, is_news=True),
        SeenComment(("30/leads/", FEB), "sc2026!I7", "", is_news=True),
        SeenComment(("02/calls/", FEB), "sc2026!I5", "known", is_news=False),
    ),
    lost=(("02/calls/", comment_column("2026-01")),),
)
TAB = replace(wanted(), columns=(*wanted().columns, FEB))
PLAN = Plan((TabPlan(TAB, standing(TAB), comments=SEEN),))


def test_news_become_comments_without_an_author() -> None:
    first, second = new_comments(PLAN, Reading("success", "book", "success:1", BEFORE, NOW))
    assert first == Comment(
        domain="success",
        kpi_number=11,
        field_name="forms",
        field_details="web/new",
        cadence="monthly",
        period="2026-02",
        text="down\n" + "x" * 70,
        author="",
        source="sheet",
        target="book",
        marker="success:1",
        typed_after=BEFORE,
        seen_at=NOW,
    )
    assert (second.kpi_number, second.text) == (30, "")


def test_every_seen_cell_is_remembered_and_a_lost_one_forgotten() -> None:
    assert [*seen_cells(PLAN)] == [
        WrittenCell((KEY, "11/forms/web/new", FEB), "down\n" + "x" * 70),
        WrittenCell((KEY, "30/leads/", FEB), None),
        WrittenCell((KEY, "02/calls/", FEB), "known"),
        WrittenCell((KEY, "02/calls/", comment_column("2026-01")), None),
    ]


def test_people_read_where_a_comment_is_and_how_it_begins() -> None:
    first, second = comment_lines(PLAN)
    assert first.startswith("sc2026: comment at sc2026!I6 (KPI 11 Forms, web/new")
    assert first.endswith(f": 'down {'x' * 55} …'")
    assert second.endswith(": removed")
    assert [each["text"] for each in comment_details(PLAN)] == ["down\n" + "x" * 70, ""]
