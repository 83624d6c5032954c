"""The day of the next review."""

from __future__ import annotations

from datetime import date

import pytest

from core.model.review import ReviewCycle, next_review


@pytest.mark.parametrize(
    ("reviewed", "review", "due"),
    [
        ("2026-10-05", "monthly", "2026-11-05"),
        ("2026-10-05", "quarterly", "2027-01-05"),
        ("2026-12-31", "half-yearly", "2027-06-30"),
        ("2026-11-30", "quarterly", "2027-02-28"),
        ("2024-02-29", "yearly", "2025-02-28"),
        ("2026-12-15", "monthly", "2027-01-15"),
        ("2026-01-01", "yearly", "2027-01-01"),
    ],
)
def test_a_review_is_due_some_months_later(reviewed: str, review: ReviewCycle, due: str) -> None:
    assert next_review(date.fromisoformat(reviewed), review) == date.fromisoformat(due)
