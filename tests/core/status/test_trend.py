"""Trends over the last periods."""

from __future__ import annotations

import pytest

from core.model import parse_period
from core.status import trend_of
from tests.core.status.rows import run_of, series

W46 = parse_period("2026-W46")


@pytest.mark.parametrize(
    ("values", "better", "direction", "is_good", "arrow"),
    [
        ((100, 90, 90, 90, 115), "higher", "up", True, "↗"),
        ((100, 90, 90, 90, 115), "lower", "up", False, "↗"),
        ((100, 130, 130, 130, 85), "lower", "down", True, "↘"),
        ((100, 130, 130, 130, 85), "within", "down", None, "↘"),
        ((100, 130, 130, 130, 100.2), "higher", "flat", None, "→"),  # both read 100
        ((None, 130, 130, 130, 100), "higher", "", None, ""),
    ],
)
def test_a_trend_compares_with_four_periods_before(
    values: tuple[float | None, ...], better: str, direction: str, is_good: bool | None, arrow: str
) -> None:
    found = trend_of(series(*run_of("2026-W42", *values)), W46, better)

    assert (found.direction, found.is_good, found.arrow) == (direction, is_good, arrow)
    assert found.change.against == "2026-W42"


def test_a_trend_has_its_per_cent() -> None:
    found = trend_of(series(*run_of("2026-W42", 100, 90, 90, 90, 115)), W46)

    assert found.change.relative == 0.15


def test_percentages_have_a_trend_in_points() -> None:
    rows = run_of("2026-W42", 0.1, 0.1, 0.1, 0.1, 0.1004, unit="percent")

    assert trend_of(series(*rows), W46).direction == "flat"
    rows = run_of("2026-W42", 0.1, 0.1, 0.1, 0.1, 0.101, unit="percent")
    assert trend_of(series(*rows), W46).direction == "up"


def test_no_trend_goes_across_a_new_definition() -> None:
    rows = run_of("2026-W42", 100, 90, 90, 90, 115)

    assert trend_of(series(*rows, broken="2026-W44"), W46).direction == ""
