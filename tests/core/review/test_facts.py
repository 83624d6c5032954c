"""The lines of a review, and the events and comments that belong to them."""

from __future__ import annotations

from dataclasses import replace

from core.model import parse_period
from core.store import NotedEvent
from tests.core.review.reviews import MONDAY, W46, comment, facts, kpi, weeks
from tests.rows import row


def test_a_line_shows_the_newest_period_that_ends_with_the_reviewed_one() -> None:
    entries = [kpi(6), kpi(7, cadence="monthly"), kpi(8, cadence="daily")]
    found = facts(weeks([1, 2]), entries=entries)

    assert [str(line.period) for line in found.lines] == ["2026-W46", "2026-10", "2026-11-15"]
    assert found.lines[0].value == 2
    assert found.lines[1].row is None


def test_a_comment_on_a_part_counts_where_the_whole_has_none() -> None:
    on_part = comment("a fair", field_details="web")
    on_whole = comment("a strike")
    rows = weeks([1, 2])

    (line,) = facts(rows, comments={on_part.key: on_part}).lines
    assert line.comment == on_part
    (line,) = facts(rows, comments={on_part.key: on_part, on_whole.key: on_whole}).lines
    assert line.comment == on_whole


def test_events_belong_to_a_period_that_shares_days_with_theirs() -> None:
    week = NotedEvent(
        domain="",
        cadence="weekly",
        period="2026-W46",
        text="A fair",
        author="ana",
        noted_at=MONDAY,
        number=1,
    )
    month = replace(week, number=2, cadence="monthly", period="2026-11")
    before = replace(week, number=3, period="2026-W45")
    found = facts(events=[week, month, before])

    assert [event.number for event in found.events_of([W46])] == [2, 1]
    assert [event.number for event in found.events_of([parse_period("2026-10")])] == []


def test_a_breakdown_that_adds_up_has_a_whole_and_its_parts() -> None:
    rows = [row(3.0, "web"), row(4.0, "post")]
    (line,) = facts(rows, entries=[kpi(6, field="forms")]).lines

    assert line.row is None
    assert sorted(part.rows[W46].value or 0 for part in line.parts) == [3.0, 4.0]


def test_the_north_star_is_the_runners() -> None:
    assert facts(weeks([1])).north_star is not None
    assert facts(numbers=[7]).north_star is None
