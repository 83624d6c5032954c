"""Periods against facts of the calendar, and against properties that every calendar has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.model.kpi import Cadence
from core.model.period import (
    CADENCES,
    Period,
    last_ended,
    parse_period,
    period_of,
    year_periods,
)

BERLIN = ZoneInfo("Europe/Berlin")

cadences = st.sampled_from(CADENCES)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
# Islands that moved across the date line skipped a whole day, which then has no length.
zones = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Havana",
        "America/Sao_Paulo",
        "Africa/Cairo",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
    ]
)


def hours(label: str, zone: str = "Europe/Berlin") -> float:
    start, end = parse_period(label).bounds(ZoneInfo(zone))
    return (end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(hours=1)


def span(label: str) -> tuple[date, date]:
    period = parse_period(label)
    return period.first_day, period.last_day


@pytest.mark.parametrize("year", [2020, 2026, 2032])
def test_a_long_iso_year_has_53_weeks(year: int) -> None:
    assert [period.label for period in year_periods("weekly", year)][-2:] == [
        f"{year}-W52",
        f"{year}-W53",
    ]


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2027, 2028])
def test_any_other_iso_year_has_52_weeks_and_no_53rd(year: int) -> None:
    assert len(year_periods("weekly", year)) == 52
    with pytest.raises(UsageError, match=f"'{year}-W53'"):
        parse_period(f"{year}-W53")


def test_a_week_that_crosses_the_year_belongs_to_its_iso_year() -> None:
    week = period_of("weekly", date(2027, 1, 1))
    assert (week.label, week.year) == ("2026-W53", 2026)
    assert (week.first_day, week.last_day) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.shift(1).label == "2027-W01"
    assert period_of("weekly", date(2024, 12, 30)).label == "2025-W01"
    assert period_of("weekly", date(2023, 1, 1)).label == "2022-W52"


def test_a_label_names_its_days() -> None:
    assert span("2026-W46") == (date(2026, 11, 9), date(2026, 11, 15))
    assert span("2026-11") == (date(2026, 11, 1), date(2026, 11, 30))
    assert span("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span("2026-11-16") == (date(2026, 11, 16), date(2026, 11, 16))
    assert span("2026-Q1") == (date(2026, 1, 1), date(2026, 3, 31))
    assert span("2026-Q4") == (date(2026, 10, 1), date(2026, 12, 31))


def test_a_year_is_made_of_its_weeks_months_and_days() -> None:
    assert [period.label for period in year_periods("monthly", 2026)] == [
        f"2026-{month:02}" for month in range(1, 13)
    ]
    assert [period.label for period in year_periods("quarterly", 2026)] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]
    assert [len(year_periods("daily", year)) for year in (2026, 2028)] == [365, 366]
    assert year_periods("weekly", 2026)[0].first_day == date(2025, 12, 29)


def test_weeks_with_a_clock_change_have_an_hour_less_or_more() -> None:
    assert [hours(week) for week in ("2026-W12", "2026-W13", "2026-W14")] == [168, 167, 168]
    assert [hours(week) for week in ("2026-W42", "2026-W43", "2026-W44")] == [168, 169, 168]
    assert [hours(day) for day in ("2026-03-29", "2026-10-25", "2026-10-26")] == [23, 25, 24]
    assert [hours("2026-03"), hours("2026-10")] == [31 * 24 - 1, 31 * 24 + 1]
    assert hours("2026-W13", "Asia/Kolkata") == 168


def test_bounds_are_midnights_of_the_business_clock() -> None:
    start, end = parse_period("2026-W13").bounds(BERLIN)
    assert (start.isoformat(), end.isoformat()) == (
        "2026-03-23T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
    )


def test_a_day_whose_midnight_was_skipped_begins_when_the_clock_changed() -> None:
    # In Cairo the clock goes from 24 April 2026, 00:00 (UTC+2) to 01:00 (UTC+3).
    start, end = parse_period("2026-04-24").bounds(ZoneInfo("Africa/Cairo"))
    assert start.astimezone(UTC) == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 4, 24, 21, tzinfo=UTC)


def test_a_day_whose_midnight_comes_twice_begins_at_the_first() -> None:
    # In Havana the clock goes from 1 November 2026, 01:00 (UTC-4) back to 00:00 (UTC-5).
    start, _ = parse_period("2026-11-01").bounds(ZoneInfo("America/Havana"))
    assert start.astimezone(UTC) == datetime(2026, 11, 1, 4, tzinfo=UTC)


def test_a_day_that_a_zone_skipped_has_no_length() -> None:
    assert hours("2011-12-30", "Pacific/Apia") == 0
    assert hours("2011-12-29", "Pacific/Apia") == 24


@pytest.mark.parametrize(
    ("cadence", "today", "expected"),
    [
        ("weekly", date(2026, 11, 16), "2026-W46"),
        ("weekly", date(2026, 11, 15), "2026-W45"),
        ("weekly", date(2027, 1, 4), "2026-W53"),
        ("daily", date(2027, 1, 1), "2026-12-31"),
        ("monthly", date(2027, 1, 1), "2026-12"),
        ("monthly", date(2026, 11, 30), "2026-10"),
        ("quarterly", date(2027, 1, 1), "2026-Q4"),
        ("quarterly", date(2026, 12, 31), "2026-Q3"),
    ],
)
def test_the_last_ended_period_is_over_when_the_day_begins(
    cadence: Cadence, today: date, expected: str
) -> None:
    assert last_ended(cadence, today).label == expected


@pytest.mark.parametrize("text", ["2026-W46", "2026W46", "2026-w46"])
def test_a_week_may_be_written_in_each_of_its_iso_ways(text: str) -> None:
    assert parse_period(text) == Period(date(2026, 11, 9), "weekly")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "W46",
        "2026-W5",
        "2026-46",
        "20261116",
        "16.11.2026",
        "2026-11-16T00:00",
        "2026-W46 ",
        "last week",
        "2026-Q5",
        "2026-Q0",
        "Q4",
    ],
)
def test_a_text_that_is_not_a_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match=r"^period .*(day \(2026-11-16\)|the calendar has)"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["2026-W00", "2026-W54", "2025-W53", "2026-13", "2026-00", "2026-02-29", "2026-11-31"]
)
def test_a_period_that_the_calendar_lacks_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=f"^period '{text}': .*; give one that the calendar has$"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["0001-01-01", "0000-12", "0001-W01", "9999-12", "9999-W52", "9999-12-31", "1026-W46"]
)
def test_a_year_far_from_any_scorecard_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=f"^period '{text}'"):
        parse_period(text)


@given(cadences, days)
def test_a_label_reads_back_as_its_period(cadence: Cadence, day: date) -> None:
    period = period_of(cadence, day)
    assert parse_period(period.label) == period
    assert str(period) == period.label


@given(cadences, days, st.integers(-600, 600), st.integers(-600, 600))
def test_shifts_add_up_and_can_be_taken_back(
    cadence: Cadence, day: date, one: int, other: int
) -> None:
    period = period_of(cadence, day)
    assert period.shift(one).shift(other) == period.shift(one + other)
    assert period.shift(one).shift(-one) == period
    assert (period.shift(one) > period) == (one > 0)


@given(cadences, days)
def test_every_day_is_in_exactly_one_period(cadence: Cadence, day: date) -> None:
    period = period_of(cadence, day)
    assert period.first_day <= day <= period.last_day
    assert period.shift(-1).last_day < day < period.shift(1).first_day
    assert {period_of(cadence, each) for each in (period.first_day, period.last_day)} == {period}


@given(cadences, days, zones)
def test_periods_tile_the_calendar_without_gap_or_overlap(
    cadence: Cadence, day: date, zone: str
) -> None:
    period, clock = period_of(cadence, day), ZoneInfo(zone)
    assert period.shift(1).first_day - period.last_day == timedelta(days=1)
    (start, end), (next_start, next_end) = period.bounds(clock), period.shift(1).bounds(clock)
    assert end == next_start
    instants = [instant.astimezone(UTC) for instant in (start, end, next_end)]
    assert instants == sorted(set(instants))


@given(st.integers(1990, 2060))
def test_a_year_of_weeks_follows_the_year_before(year: int) -> None:
    weeks = year_periods("weekly", year)
    assert len(weeks) in (52, 53)
    assert year_periods("weekly", year - 1)[-1].shift(1) == weeks[0]
    # ISO 8601: week 1 is the one that holds 4 January.
    assert weeks[0].first_day <= date(year, 1, 4) <= weeks[0].last_day
