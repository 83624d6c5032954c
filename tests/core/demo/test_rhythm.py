"""The clock of the sample company: elapsed time, office hours, weeks and months."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.demo.rhythm import add_hours, months, next_office_time, weeks

BERLIN = ZoneInfo("Europe/Berlin")


def test_elapsed_hours_count_while_the_clocks_change() -> None:
    evening = datetime(2026, 3, 28, 20, 0, tzinfo=BERLIN)
    assert add_hours(evening, 12) == datetime(2026, 3, 29, 9, 0, tzinfo=BERLIN)
    assert add_hours(evening.replace(tzinfo=None), 12) == datetime(2026, 3, 29, 8, 0)


def test_the_office_is_closed_at_night_at_weekends_and_over_christmas() -> None:
    assert next_office_time(datetime(2026, 11, 18, 9, 5)) == datetime(2026, 11, 18, 9, 5)
    assert next_office_time(datetime(2026, 11, 18, 19, 5)) == datetime(2026, 11, 19, 8, 5)
    assert next_office_time(datetime(2026, 11, 20, 19, 5)) == datetime(2026, 11, 23, 8, 5)
    assert next_office_time(datetime(2026, 11, 20, 19, 5), weekends=True) == datetime(
        2026, 11, 21, 8, 5
    )
    assert next_office_time(datetime(2026, 12, 24, 11, 0)) == datetime(2027, 1, 4, 8, 0)


def test_weeks_and_months_end_with_the_last_day() -> None:
    assert list(weeks(date(2026, 12, 21), date(2027, 1, 3))) == [
        date(2026, 12, 21),
        date(2026, 12, 28),
    ]
    assert list(months(date(2026, 11, 15), date(2027, 1, 3))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
