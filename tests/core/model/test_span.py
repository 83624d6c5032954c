"""Spans of days, and the periods that end within them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.model.period import CADENCES, parse_period, period_of, year_periods
from core.model.span import Span, parse_span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W46", "2026-11-09", "2026-11-15"),
        ("2026-10..2026-W46", "2026-10-01", "2026-11-15"),
        ("last", "2026-11-15", "2026-11-15"),
        ("2026-01-01..last", "2026-01-01", "2026-11-15"),
        ("last..2026-11-20", "2026-11-15", "2026-11-20"),
        ("yesterday", "2026-11-15", "2026-11-15"),
        ("today", "2026-11-16", "2026-11-16"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026q4..today", "2026-10-01", "2026-11-16"),
    ],
)
def test_a_span_is_read_in_days(text: str, first: str, last: str) -> None:
    expected = Span(date.fromisoformat(first), date.fromisoformat(last), text)
    assert parse_span(text, date(2026, 11, 16)) == expected


def test_a_span_holds_the_periods_that_end_within_it_and_last_the_latest_of_each_cadence() -> None:
    monday = date(2026, 11, 16)
    held = {
        text: [label for label in _LABELS if parse_span(text, monday).holds(parse_period(label))]
        for text in ("last", "2026-W46", "2026-10..2026-W45")
    }
    assert held == {
        "last": ["2026-11-15", "2026-W46", "2026-10", "2026-Q3"],
        "2026-W46": ["2026-11-09", "2026-11-15", "2026-W46"],
        "2026-10..2026-W45": ["2026-11-08", "2026-W40", "2026-W45", "2026-10"],
    }


_DAYS = ["2026-11-08", "2026-11-09", "2026-11-15", "2026-11-16"]
_WEEKS = ["2026-W40", "2026-W45", "2026-W46", "2026-W47"]
_LABELS = [*_DAYS, *_WEEKS, "2026-09", "2026-10", "2026-11", "2026-Q3", "2026-Q4"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-W46..2026-W45", "ends before it begins; write the earlier one first"),
        ("2026-W46..", "period '' is not a day"),
        ("..2026-W46", "period '' is not a day"),
        ("2026-W46...2026-W47", r"period '\.2026-W47' is not a day"),
        ("tomorrow", "period 'tomorrow' is not a day"),
        ("2026-Q5", r"a quarter \(2026-Q4\) or a year \(2026\) between 1900 and 2199, nor today"),
        ("2026-W54", "give one that the calendar has"),
        ("2027..2026", "ends before it begins; write the earlier one first"),
    ],
)
def test_a_text_that_is_not_a_span_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_span(text, date(2026, 11, 16))


YEARS = st.integers(1900, 2199)
QUARTERS = st.builds("{}-Q{}".format, YEARS, st.integers(1, 4))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
MONDAY = date(2026, 11, 16)


@given(YEARS)
def test_a_year_holds_the_periods_of_its_tabs(year: int) -> None:
    span = parse_span(str(year), MONDAY)
    for cadence in CADENCES:
        assert tuple(span.periods(cadence)) == year_periods(cadence, year)


@given(QUARTERS, DAYS)
def test_a_quarter_holds_the_periods_that_end_on_one_of_its_days(text: str, day: date) -> None:
    span = parse_span(text, MONDAY)
    for cadence in CADENCES:
        period = period_of(cadence, day)
        end = period.last_day
        quarter = f"{end.year}-Q{(end.month + 2) // 3}"
        assert span.holds(period) == (quarter == text)


@given(st.one_of(YEARS.map(str), QUARTERS, DAYS.map(str)), DAYS)
def test_a_span_holds_the_periods_that_it_yields(text: str, day: date) -> None:
    span = parse_span(text, MONDAY)
    for cadence in CADENCES:
        period = period_of(cadence, day)
        assert span.holds(period) == (period in list(span.periods(cadence)))


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("2026..2027-01-15", ("2026-W01", "2027-W01")),
        ("2026-10..2026", ("2026-W40", "2026-W53")),
        ("2025..2026", ("2025-W01", "2026-W53")),
    ],
)
def test_a_span_with_a_year_at_an_end_has_the_weeks_of_its_tab_there(
    text: str, weeks: tuple[str, str]
) -> None:
    periods = list(parse_span(text, MONDAY).periods("weekly"))
    assert (periods[0].label, periods[-1].label) == weeks
