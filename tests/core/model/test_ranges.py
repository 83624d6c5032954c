"""What a value covers, with first days counted off the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.kpi import Cadence
from core.model.period import CADENCES, Period, parse_period, period_of
from core.model.ranges import PERIOD_UNIT, Range, one_period, parse_range, stored_range
from core.model.windows import window_of

cadences = st.sampled_from(CADENCES)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
UNITS = ["day", "week", "month", "quarter", "year"]


def periods_of(covered: Range, period: Period) -> tuple[Period, ...]:
    """Return the whole periods of the period's cadence that a range covers."""
    return window_of(period, covered, "", None).periods


@pytest.mark.parametrize(
    ("text", "period", "first_day"),
    [
        ("4 weeks", "2026-W46", "2026-10-19"),
        ("52 weeks", "2026-W46", "2025-11-17"),
        ("52 weeks", "2026-W53", "2026-01-05"),
        ("1 week", "2026-W46", "2026-11-09"),
        ("year to date", "2026-W46", "2025-12-29"),
        ("year to date", "2026-W53", "2025-12-29"),
        ("year to date", "2027-W01", "2027-01-04"),
        ("quarter to date", "2026-W46", "2026-10-01"),
        ("month to date", "2026-W46", "2026-11-01"),
        ("week to date", "2026-W46", "2026-11-09"),
        ("28 days", "2026-W46", "2026-10-19"),
        ("3 months", "2026-W46", "2026-08-16"),
        ("1 year", "2026-W46", "2025-11-16"),
        ("3 months", "2026-02", "2025-12-01"),
        ("12 months", "2026-11", "2025-12-01"),
        ("1 year", "2026-11", "2025-12-01"),
        ("2 quarters", "2026-11", "2026-06-01"),
        ("year to date", "2026-11", "2026-01-01"),
        ("quarter to date", "2026-02", "2026-01-01"),
        ("quarter to date", "2026-12", "2026-10-01"),
        ("week to date", "2026-11", "2026-11-30"),
        ("7 days", "2026-03-02", "2026-02-24"),
        ("4 weeks", "2026-11-15", "2026-10-19"),
        ("1 month", "2026-03-30", "2026-02-28"),
        ("year to date", "2027-01-01", "2027-01-01"),
        ("week to date", "2027-01-01", "2026-12-28"),
    ],
)
def test_a_range_begins_on_the_day_that_the_calendar_says(
    text: str, period: str, first_day: str
) -> None:
    assert parse_range(text).first_day(parse_period(period)) == date.fromisoformat(first_day)


def test_the_last_four_weeks_hold_four_sundays() -> None:
    periods = periods_of(parse_range("4 weeks"), parse_period("2026-W46"))
    assert [period.last_day.isoformat() for period in periods] == [
        "2026-10-25",
        "2026-11-01",
        "2026-11-08",
        "2026-11-15",
    ]


def test_a_year_to_date_holds_the_weeks_of_the_iso_year_so_far() -> None:
    periods = periods_of(parse_range("year to date"), parse_period("2026-W46"))
    assert (periods[0].label, periods[-1].label, len(periods)) == ("2026-W01", "2026-W46", 46)


def test_a_range_of_months_may_cross_the_year() -> None:
    periods = periods_of(parse_range("3 months"), parse_period("2026-02"))
    assert [period.label for period in periods] == ["2025-12", "2026-01", "2026-02"]


def test_only_whole_periods_count_where_a_range_begins_within_one() -> None:
    # Three months of a week that ends on 15 November begin on Sunday 16 August, the last day of
    # W33.
    assert periods_of(parse_range("3 months"), parse_period("2026-W46"))[0].label == "2026-W34"


def test_without_a_range_a_value_covers_its_own_period() -> None:
    for cadence in CADENCES:
        period = period_of(cadence, date(2026, 11, 16))
        assert periods_of(one_period(cadence), period) == (period,)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1 week", "week"),
        ("1 month", "month"),
        ("4 weeks", "4 weeks"),
        ("3 month", "3 months"),
        ("2 quarters", "2 quarters"),
        ("year to date", "year to date"),
    ],
)
def test_a_range_has_one_name_in_the_store(text: str, stored: str) -> None:
    assert str(parse_range(text)) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4",
        "weeks",
        "0 weeks",
        "-4 weeks",
        "4weeks",
        "4.5 weeks",
        "day to date",
        "ytd",
        "4 Weeks",
    ],
)
def test_a_text_that_is_not_a_range_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match=f"^range '{text}' is not like '4 weeks'"):
        parse_range(text)


@given(cadences, days, st.integers(1, 520))
def test_a_range_in_the_cadences_own_unit_has_that_many_periods(
    cadence: Cadence, day: date, count: int
) -> None:
    period = period_of(cadence, day)
    covered = Range(count, PERIOD_UNIT[cadence])
    periods = periods_of(covered, period)
    assert len(periods) == count
    assert periods == tuple(period.shift(back - count + 1) for back in range(count))
    assert periods[0].first_day == covered.first_day(period)


@given(cadences, days, st.integers(0, 60), st.sampled_from(UNITS))
def test_a_range_ends_with_its_period_and_begins_no_later(
    cadence: Cadence, day: date, count: int, unit: str
) -> None:
    period = period_of(cadence, day)
    if not count and unit == "day":
        return
    covered = Range(count, unit)
    first = covered.first_day(period)
    assert first <= period.last_day
    # Only what may be shorter than the period can begin within it.
    lengths = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
    longest = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92}
    if unit == PERIOD_UNIT[cadence] or (count and count * lengths[unit] >= longest[cadence]):
        assert first <= period.first_day
    assert all(
        first <= each.first_day and each.last_day <= period.last_day
        for each in periods_of(covered, period)
    )


@given(cadences, days, st.integers(1, 99), st.sampled_from(UNITS))
def test_a_longer_range_begins_earlier_and_reads_back_from_its_text(
    cadence: Cadence, day: date, count: int, unit: str
) -> None:
    period = period_of(cadence, day)
    covered, longer = Range(count, unit), Range(count + 1, unit)
    assert longer.first_day(period) < covered.first_day(period)
    assert stored_range(str(covered)) == covered


@given(days, st.integers(1, 120))
def test_weeks_counted_back_from_any_day_are_seven_days_each(day: date, count: int) -> None:
    period = period_of("daily", day)
    assert day - Range(count, "week").first_day(period) == timedelta(days=7 * count - 1)
