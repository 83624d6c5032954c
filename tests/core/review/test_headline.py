"""What a reader sees first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.model import Review
from core.review.document import plain_text
from core.review.facts import ReviewFacts
from core.review.headline import edition_text, headline_items
from core.review.movements import movements_of
from core.store import NotedEvent
from tests.core.review.reviews import MONDAY, RUNNER, facts, weeks
from tests.core.review.test_north_star import CHANGE


def lines(found: ReviewFacts) -> dict[str, str]:
    items = headline_items(found, movements_of(found.lines))
    return {item.label: plain_text(item.text) for item in items}


def test_the_head_says_what_moved_why_whose_it_is_and_what_is_final() -> None:
    rows = [
        *weeks([9, 12], 6, target=10.0, better="higher"),
        *weeks([9, 1], 7, target=10.0, better="higher", provisional_until=date(2026, 11, 30)),
    ]

    assert lines(facts(rows, [6, 7])) == {
        "What moved": "KPI 6 12, +3 (+33.3%); nothing unusual; crossed the target: KPI 7; 1 of 2"
        " targets on track",
        "Why": "0 of 1 exception explained by a comment",
        "Whose": "ana (1)",
        "Final": "1 may still change: KPI 7",
    }


def test_the_head_of_a_quiet_week_says_so() -> None:
    assert lines(facts(weeks([9, 12]), runner=replace(RUNNER, review=None))) == {
        "What moved": "nothing unusual",
        "Why": "no exception to explain",
        "Whose": "nobody has an exception",
        "Final": "yes, all values",
    }


def test_the_greatest_driver_and_the_events_are_the_reason() -> None:
    event = NotedEvent(
        domain="",
        cadence="weekly",
        period="2026-W46",
        text="A fair",
        author="ana",
        noted_at=MONDAY,
    )
    said = lines(facts(weeks([4, 6]), change=CHANGE, events=[event]))

    assert said["Why"] == ("+2.5 of the north star from Clients; A fair; no exception to explain")


def test_the_page_says_whether_it_is_locked() -> None:
    locked = replace(RUNNER, review=Review(lock="Monday 09:00"))
    zone = ZoneInfo("Europe/Berlin")
    early = datetime(2026, 11, 16, 7, 30, tzinfo=zone)
    nine = datetime(2026, 11, 16, 9, tzinfo=zone)

    assert edition_text(facts()) == "as stored on Mon 16 Nov 2026, 09:00"
    assert edition_text(facts(runner=locked, instant=early)) == (
        "draft of Mon 16 Nov 2026, 07:30, open until Mon 16 Nov 2026, 09:00"
    )
    assert edition_text(facts(runner=locked, instant=nine)) == (
        "locked since Mon 16 Nov 2026, 09:00"
    )
