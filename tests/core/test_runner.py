"""When a runner's schedule publishes a period."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.period import parse_period
from core.runner import Runner


def runner(timezone: str = "Europe/Berlin", **schedule: str) -> Runner:
    return Runner(title="Success scorecard", timezone=timezone, schedule=schedule)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cadence", "expression", "period", "published"),
    [
        ("weekly", "0 6 * * MON", "2026-W46", "2026-11-16T06:00:00+01:00"),
        ("weekly", "0 6 * * 1", "2026-W53", "2027-01-04T06:00:00+01:00"),
        ("weekly", "30 7 * * TUE", "2026-W46", "2026-11-17T07:30:00+01:00"),
        ("weekly", "0 0 * * MON", "2026-W46", "2026-11-16T00:00:00+01:00"),
        ("weekly", "0 6 * * SUN", "2026-W46", "2026-11-22T06:00:00+01:00"),
        ("weekly", "0 6 * * MON", "2026-W13", "2026-03-30T06:00:00+02:00"),
        ("weekly", "0 6 * * MON", "2026-W43", "2026-10-26T06:00:00+01:00"),
        ("daily", "0 6 * * *", "2026-11-15", "2026-11-16T06:00:00+01:00"),
        ("daily", "0 6 * * *", "2026-03-28", "2026-03-29T06:00:00+02:00"),
        ("daily", "0 6 * * MON-FRI", "2026-11-13", "2026-11-16T06:00:00+01:00"),
        ("monthly", "0 7 1 * *", "2026-12", "2027-01-01T07:00:00+01:00"),
        ("monthly", "0 7 3 * *", "2026-02", "2026-03-03T07:00:00+01:00"),
    ],
)
def test_a_period_is_published_at_the_first_time_that_its_schedule_is_due_after_it(
    cadence: str, expression: str, period: str, published: str
) -> None:
    cut_off = runner(**{cadence: expression}).cut_off(parse_period(period))
    assert cut_off.isoformat() == published


def test_a_time_that_the_clock_skips_is_made_up_for_when_it_has_changed() -> None:
    # On 29 March 2026 the clock in Berlin goes from 02:00 to 03:00.
    cut_off = runner(daily="30 2 * * *").cut_off(parse_period("2026-03-28"))
    assert cut_off.isoformat() == "2026-03-29T03:00:00+02:00"


def test_a_time_that_comes_twice_is_taken_the_first_time() -> None:
    # On 25 October 2026 the clock in Berlin goes from 03:00 back to 02:00.
    cut_off = runner(daily="30 2 * * *").cut_off(parse_period("2026-10-24"))
    assert cut_off.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_cadence_without_a_schedule_is_published_when_its_period_has_ended() -> None:
    cut_off = runner(weekly="0 6 * * MON").cut_off(parse_period("2026-11"))
    assert cut_off.isoformat() == "2026-12-01T00:00:00+01:00"


def test_the_print_date_is_a_day_of_the_business_calendar() -> None:
    # Monday 06:00 in Kiritimati (UTC+14) is Sunday 16:00 in UTC, and 20:00 of the Sunday before in Honolulu's Monday.
    period = parse_period("2026-W46")
    early = runner("Pacific/Kiritimati", weekly="0 6 * * MON").cut_off(period)
    late = runner("Pacific/Honolulu", weekly="0 20 * * MON").cut_off(period)
    assert (early.date(), early.astimezone(UTC).date()) == (date(2026, 11, 16), date(2026, 11, 15))
    assert (late.date(), late.astimezone(UTC).date()) == (date(2026, 11, 16), date(2026, 11, 17))


def test_zones_whose_midnights_coincide_keep_their_own_mornings() -> None:
    # At midnight of 29 March 2026 London and UTC, Berlin and Lagos agree; at six in the morning they do not.
    period = parse_period("2026-03-28")
    mornings = {
        zone: runner(zone, daily="0 6 * * *").cut_off(period).isoformat()
        for zone in ("UTC", "Europe/London", "Africa/Lagos", "Europe/Berlin")
    }
    assert mornings == {
        "UTC": "2026-03-29T06:00:00+00:00",
        "Europe/London": "2026-03-29T06:00:00+01:00",
        "Africa/Lagos": "2026-03-29T06:00:00+01:00",
        "Europe/Berlin": "2026-03-29T06:00:00+02:00",
    }
