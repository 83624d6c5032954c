"""The review of a week, and the instant from which on it shows nothing new."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.model import Review, parse_period

BERLIN = ZoneInfo("Europe/Berlin")
W46 = parse_period("2026-W46")


@pytest.mark.parametrize(
    ("lock", "day"),
    [("Monday 09:00", 16), ("tuesday 09:00", 17), ("Sunday 09:00", 22)],
)
def test_a_review_is_locked_at_the_first_such_time_behind_its_week(lock: str, day: int) -> None:
    locked = Review(lock=lock).locked_at(W46, BERLIN)

    assert locked == datetime(2026, 11, day, 9, tzinfo=BERLIN)


def test_a_review_without_a_lock_is_never_locked() -> None:
    assert Review().locked_at(W46, BERLIN) is None


def test_what_is_no_number_or_list_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="north_star"):
        Review(north_star="1")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="sections"):
        Review(sections="kpis")  # type: ignore[arg-type]
