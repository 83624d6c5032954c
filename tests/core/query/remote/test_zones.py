"""How far clocks move."""

from __future__ import annotations

import pytest

from core.query.remote.zones import clock_change, has_all_midnights, has_whole_hours


@pytest.mark.parametrize(
    ("timezone", "minutes"),
    [
        ("Europe/Berlin", 60),
        ("Europe/Dublin", 60),
        ("Australia/Lord_Howe", 30),
        ("Antarctica/Troll", 120),
        ("Asia/Tokyo", 60),
        ("UTC", 60),
    ],
)
def test_a_clock_moves_by_an_hour_but_for_two_zones(timezone: str, minutes: int) -> None:
    assert clock_change(timezone) == minutes


def test_the_clock_of_a_few_zones_skips_midnight() -> None:
    assert has_all_midnights("Europe/Berlin")
    assert not has_all_midnights("Asia/Beirut")


def test_the_hours_of_a_few_zones_begin_at_other_minutes() -> None:
    assert has_whole_hours("America/New_York")
    assert not has_whole_hours("Asia/Kolkata")
