"""The arithmetic of months against dates of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from core.model.months import MONTHS, add_months, first_of


def test_months_are_added_up_to_the_last_day_of_a_shorter_one() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 16), -11) == date(2025, 12, 16)
    assert add_months(date(2026, 11, 16), 14) == date(2028, 1, 16)


@pytest.mark.parametrize(
    ("unit", "year_begins", "first"),
    [
        ("month", 1, date(2026, 1, 1)),
        ("quarter", 1, date(2026, 1, 1)),
        ("quarter", 12, date(2025, 12, 1)),
        ("quarter", 2, date(2025, 11, 1)),
        ("year", 1, date(2026, 1, 1)),
        ("year", 4, date(2025, 4, 1)),
    ],
)
def test_a_day_lies_in_a_month_a_quarter_and_a_year(
    unit: str, year_begins: int, first: date
) -> None:
    assert first_of(date(2026, 1, 31), MONTHS[unit], year_begins) == first
