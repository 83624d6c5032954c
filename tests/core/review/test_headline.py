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
from tests.core.review.reviews import RUNNER, facts, weeks


def lines(found: ReviewFacts) -> list[str]:
    return [plain_text(item.text) for item in headline_items(movements_of(found.lines))]


def test_the_head_says_what_moved_what_is_off_and_what_is_final() -> None:
    rows = [
        *weeks([9, 12], 6, target=10.0, better="higher"),
        *weeks([9, 1], 7, target=10.0, better="higher", provisional_until=date(2026, 11, 30)),
    ]

    assert lines(facts(rows, [6, 7])) == [
        "KPI 6 12 +3 (+33.3%)",
        "1 of 2 KPIs with a target are on track",
        "0 of 1 exception have a comment of their owner",
        "1 may still change: KPI 7",
    ]


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
