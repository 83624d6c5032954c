"""How far clocks move."""

from __future__ import annotations

import pytest

from core.query.remote.zones import clock_change


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
