"""The periods of another cadence that a value is made from, against the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.kpi import Cadence
from core.model.period import CADENCES, Period, parse_period, period_of
from core.model.ranges import one_period, parse_range
from core.model.windows import convert_periods, falls_within, is_longer, window_of

cadences = st.sampled_from(CADENCES)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def labels(
    period: str, cadence: str, last: int | None = None, covered: str = ""
) -> tuple[str, str, int]:
    """Return the first and the last period that a value reads, and their number."""
    of = parse_period(period)
    range_ = parse_range(covered) if covered else one_period(of.cadence)
    periods = window_of(of, range_, cadence, last).periods
    return str(periods[0]), str(periods[-1]), len(periods)


@pytest.mark.parametrize(
    ("period", "cadence", "last", "covered", "expected"),
    [
        ("2026-W46", "daily", None, "", ("2026-11-09", "2026-11-15", 7)),
        ("2026-W46", "daily", None, "4 weeks", ("2026-10-19", "2026-11-15", 28)),
        ("2026-W53", "daily", None, "week to date", ("2026-12-28", "2027-01-03", 7)),
        ("2026-02", "daily", None, "", ("2026-02-01", "2026-02-28", 28)),
        ("2028-02", "daily", None, "", ("2028-02-01", "2028-02-29", 29)),
        ("2026-Q4", "daily", None, "", ("2026-10-01", "2026-12-31", 92)),
        ("2026-Q4", "monthly", None, "", ("2026-10", "2026-12", 3)),
        ("2026-Q4", "monthly", None, "year to date", ("2026-01", "2026-12", 12)),
        ("2026-11-09", "weekly", None, "", ("2026-W45", "2026-W45", 1)),
        ("2026-11-15", "weekly", None, "", ("2026-W45", "2026-W45", 1)),
        ("2026-11-15", "weekly", 4, "", ("2026-W42", "2026-W45", 4)),
        ("2026-W49", "monthly", None, "", ("2026-10", "2026-10", 1)),
        ("2026-W50", "monthly", None, "", ("2026-11", "2026-11", 1)),
        ("2026-12", "quarterly", None, "", ("2026-Q3", "2026-Q3", 1)),
        ("2027-01", "quarterly", 2, "", ("2026-Q3", "2026-Q4", 2)),
        ("2026-W46", "", 2, "", ("2026-W45", "2026-W46", 2)),
        ("2026-W46", "weekly", None, "3 weeks", ("2026-W44", "2026-W46", 3)),
        ("2026-W46", "", None, "3 months", ("2026-W34", "2026-W46", 13)),
    ],
)
def test_a_value_is_made_from_these_periods(
    period: str, cadence: str, last: int | None, covered: str, expected: tuple[str, str, int]
) -> None:
    assert labels(period, cadence, last, covered) == expected


@given(cadences, cadences, days)
def test_shorter_periods_fill_a_period_exactly_where_they_fall_within_it(
    shorter: Cadence, cadence: Cadence, day: date
) -> None:
    if not falls_within(shorter, cadence):
        return
    period = period_of(cadence, day)
    periods = window_of(period, one_period(cadence), shorter, None).periods

    assert periods[0].first_day == period.first_day
    assert periods[-1].last_day == period.last_day
    for one, next_ in pairwise(periods):
        assert next_.first_day == one.last_day + timedelta(days=1)


@given(cadences, cadences, days, st.integers(1, 9))
def test_of_longer_periods_the_last_that_were_over_before_are_read(
    longer: Cadence, cadence: Cadence, day: date, last: int
) -> None:
    if not is_longer(longer, cadence):
        return
    period = period_of(cadence, day)
    window = window_of(period, one_period(cadence), longer, last)

    assert len(window.periods) == last
    assert window.last.last_day < period.first_day <= window.last.shift(1).last_day


@given(cadences, cadences, days, st.sampled_from([None, 1, 5]))
def test_a_window_holds_its_periods_and_no_others(
    read: Cadence, cadence: Cadence, day: date, last: int | None
) -> None:
    window = window_of(period_of(cadence, day), one_period(cadence), read, last)
    around = [window.first.shift(-1), *window.periods, window.last.shift(1)]

    assert tuple(filter(window.holds, around)) == window.periods


@given(cadences, cadences, days, st.integers(0, 20))
def test_converted_periods_are_at_least_as_long(
    one: Cadence, other: Cadence, day: date, count: int
) -> None:
    begins = day + timedelta(days=1)
    newest = Period(period_of(one, day).first_day, one)
    settled = newest.shift(count).last_day - newest.last_day
    converted = convert_periods(count, one, other)
    period = period_of(other, begins)

    assert period.shift(converted).last_day - period.last_day >= settled or one == other


def test_a_week_falls_within_no_month() -> None:
    within = {(one, other) for one in CADENCES for other in CADENCES if falls_within(one, other)}
    assert within == {
        ("daily", "daily"),
        ("daily", "weekly"),
        ("daily", "monthly"),
        ("daily", "quarterly"),
        ("weekly", "weekly"),
        ("monthly", "monthly"),
        ("monthly", "quarterly"),
        ("quarterly", "quarterly"),
    }
