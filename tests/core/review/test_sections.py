"""The whole document: sections in order, and only those that the runner wants."""

from __future__ import annotations

from dataclasses import replace

from core.model import REVIEW_SECTIONS, Review
from core.review.sections import make_document
from core.store import NotedEvent
from tests.core.review.reviews import MONDAY, RUNNER, facts, weeks


def test_sections_are_in_the_order_of_a_meeting() -> None:
    names = [part.name for part in make_document(facts(weeks([1, 2]))).parts]

    assert names == [name for name in REVIEW_SECTIONS if name in names]


def test_without_a_north_star_its_section_is_left_out() -> None:
    runner = replace(RUNNER, review=Review())
    names = [part.name for part in make_document(facts(weeks([1, 2]), runner=runner)).parts]

    assert "north star" not in names


def test_only_wanted_sections_are_shown() -> None:
    runner = replace(RUNNER, review=Review(sections=["health", "changes"]))
    document = make_document(facts(weeks([1, 2]), runner=runner))

    assert [part.name for part in document.parts] == ["changes", "health"]


def test_the_document_says_which_days_it_covers_in_business_time() -> None:
    document = make_document(facts())

    assert document.days == "Week 46, 2026 · 9 – 15 Nov 2026"
    assert document.instant.isoformat() == "2026-11-16T09:00:00+01:00"


def test_events_of_the_week_are_beside_what_changed() -> None:
    event = NotedEvent(
        domain="",
        cadence="weekly",
        period="2026-W46",
        text="A fair",
        author="ana",
        noted_at=MONDAY,
    )
    changes = make_document(facts(weeks([1, 2]), events=[event])).parts[0]

    assert "A fair" in repr(changes)
    assert "Mon 16 Nov 2026, 09:00" in repr(changes)
