"""Holidays as exposure: how much of a period is left."""

from __future__ import annotations

from datetime import date

import pytest

from core.analysis.exposure import holidays_in, kept_shares, lost_share
from core.model import parse_period

CHRISTMAS = [date(2026, 12, 25), date(2026, 12, 26)]  # a Friday and a Saturday


def test_holidays_on_working_days_shorten_a_week() -> None:
    assert holidays_in(parse_period("2026-W52"), CHRISTMAS) == 1
    assert lost_share(parse_period("2026-W52"), CHRISTMAS) == pytest.approx(0.2)
    assert lost_share(parse_period("2026-W51"), CHRISTMAS) == 0


def test_a_month_loses_one_of_its_own_working_days() -> None:
    # December 2026 has 23 days from Monday to Friday.
    assert lost_share(parse_period("2026-12"), CHRISTMAS) == pytest.approx(1 / 23)


def test_a_holiday_is_a_whole_day_and_a_saturday_none() -> None:
    assert lost_share(parse_period("2026-12-25"), CHRISTMAS) == 1
    assert lost_share(parse_period("2026-12-26"), CHRISTMAS) == 0


def test_what_a_holiday_costs_is_learned_from_earlier_ones() -> None:
    # Four earlier weeks with a holiday, a fifth of their days, had 10 % less: half a day each.
    values = [100.0, 90, 90, 90, 90, 100, 50]
    lost = [0, 0.2, 0.2, 0.2, 0.2, 0, 0.2]
    assert kept_shares(values, [100.0] * 7, lost) == pytest.approx([1, 0.9, 0.9, 0.9, 0.9, 1, 0.9])


def test_more_on_holidays_is_not_exposure() -> None:
    values = [130.0, 130, 130, 130, 130]
    assert kept_shares(values, [100.0] * 5, [0.2] * 5) == [1, 1, 1, 1, 1]


def test_without_earlier_holidays_the_nearer_reading_counts() -> None:
    values = [100.0, 81, 97]
    assert kept_shares(values, [100.0] * 3, [0, 0.2, 0.2]) == pytest.approx([1, 0.8, 1])
