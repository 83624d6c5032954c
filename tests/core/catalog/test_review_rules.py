"""Findings on the weekly review of a runner."""

from __future__ import annotations

import pytest

from core.catalog.review_rules import review_faults
from core.model import Review, Runner


def faults(review: Review | None) -> list[str]:
    runner = Runner(title="S", timezone="UTC", schedule={}, review=review)
    return list(review_faults(runner, [5, 6]))


def test_a_whole_review_and_none_have_no_fault() -> None:
    whole = Review(north_star=5, lock="Monday 09:00", channels=["SLACK_URL", "ana@example.com"])

    assert faults(whole) == []
    assert faults(None) == []


def test_the_north_star_is_a_kpi_of_the_domain() -> None:
    assert faults(Review(north_star=7)) == [
        "review names KPI 7 as north star; the domain has KPIs 5, 6"
    ]


@pytest.mark.parametrize("lock", ["Monday", "09:00", "Mondy 09:00", "Monday 25:00", "Mon 9"])
def test_the_lock_is_a_weekday_and_a_clock_time(lock: str) -> None:
    (fault,) = faults(Review(lock=lock))
    assert fault.startswith(f"review is locked at {lock!r}, which is not a weekday and a clock")


def test_each_section_exists() -> None:
    (fault,) = faults(Review(sections=["kpis", "jokes"]))  # type: ignore[list-item]
    assert fault.startswith("review names the section 'jokes', which does not exist; use 'changes'")


def test_a_channel_is_no_url() -> None:
    (fault,) = faults(Review(channels=["https://hooks.example.com/secret"]))
    assert "secret" not in fault
