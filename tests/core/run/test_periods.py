"""The periods for which a run computes a KPI."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.catalog.tasks import series_key
from core.model.period import parse_period
from core.run.periods import (
    due_periods,
    has_data,
    missing_periods,
    scheduled_periods,
    today_periods,
)
from tests.catalogues import catalogue_with, entry

DAILY = entry(1, cadence="daily", since="2026-11-12")
CATALOGUE = catalogue_with(DAILY)
TODAY = date(2026, 11, 16)
DONE = {series_key(DAILY, parse_period(f"2026-11-{day}")) for day in (12, 13)}


def test_a_kpi_has_data_from_its_first_period_on() -> None:
    assert has_data(DAILY, parse_period("2026-11-12"))
    assert not has_data(DAILY, parse_period("2026-11-11"))


def test_a_schedule_looks_at_what_is_not_done_and_at_the_last_period() -> None:
    periods = scheduled_periods(CATALOGUE, DAILY, TODAY, DONE)
    assert list(map(str, periods)) == ["2026-11-11", "2026-11-14", "2026-11-15"]


def test_missing_are_all_periods_since_the_first_stored_one_that_are_not_done() -> None:
    first = parse_period("2026-11-12")
    periods = missing_periods(DAILY, TODAY, first, DONE)
    assert list(map(str, periods)) == ["2026-11-14", "2026-11-15"]
    assert list(map(str, missing_periods(DAILY, TODAY, None, DONE))) == ["2026-11-15"]


def test_a_period_is_due_from_its_cut_off_on() -> None:
    before = datetime(2026, 11, 16, 4, 59, tzinfo=UTC)  # one minute to six in Berlin
    assert list(map(str, due_periods(CATALOGUE, DAILY, before, DONE))) == [
        "2026-11-11",
        "2026-11-14",
    ]
    at_six = datetime(2026, 11, 16, 5, tzinfo=UTC)
    assert parse_period("2026-11-15") in due_periods(CATALOGUE, DAILY, at_six, DONE)
    done = DONE | {series_key(DAILY, parse_period("2026-11-15"))}
    assert parse_period("2026-11-15") not in due_periods(CATALOGUE, DAILY, at_six, done)


def test_today_comes_behind_what_is_due() -> None:
    at_seven = datetime(2026, 11, 16, 6, tzinfo=UTC)
    done = DONE | {series_key(DAILY, parse_period(f"2026-11-{day}")) for day in (11, 14)}
    periods = today_periods(CATALOGUE, DAILY, at_seven, done)
    assert list(map(str, periods)) == ["2026-11-15", "2026-11-16"]


def test_today_is_left_alone_where_it_was_over_by_a_clock_that_was_set_back() -> None:
    at_seven = datetime(2026, 11, 16, 6, tzinfo=UTC)
    days = (11, 14, 15, 16)
    done = DONE | {series_key(DAILY, parse_period(f"2026-11-{day}")) for day in days}
    assert today_periods(CATALOGUE, DAILY, at_seven, done) == []
