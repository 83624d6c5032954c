"""When a runner's schedule publishes a period, and by when its scorecard is to stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.period import parse_period
from core.runner import Runner


def runner(timezone: str = "Europe/Berlin", deadline: str = "09:00", **schedule: str) -> Runner:
    return Runner(
        title="Success scorecard", timezone=timezone, schedule=schedule, deadline=deadline
    )  # type: ignore[arg-type]  # a cadence is a plain str here


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
    # Monday 06:00 in Kiritimati (UTC+14) is Sunday 16:00 in UTC, and 20:00 of the Sunday before in
    # Honolulu's Monday.
    period = parse_period("2026-W46")
    early = runner("Pacific/Kiritimati", weekly="0 6 * * MON").cut_off(period)
    late = runner("Pacific/Honolulu", weekly="0 20 * * MON").cut_off(period)
    assert (early.date(), early.astimezone(UTC).date()) == (date(2026, 11, 16), date(2026, 11, 15))
    assert (late.date(), late.astimezone(UTC).date()) == (date(2026, 11, 16), date(2026, 11, 17))


def test_zones_whose_midnights_coincide_keep_their_own_mornings() -> None:
    # At midnight of 29 March 2026 London and UTC, Berlin and Lagos agree; at six in the morning
    # they do not.
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


@pytest.mark.parametrize(
    ("schedule", "deadline", "period", "due"),
    [
        ({"weekly": "0 6 * * MON"}, "09:00", "2026-W46", "2026-11-16T09:00:00+01:00"),
        ({"weekly": "30 7 * * MON"}, "07:45", "2026-W53", "2027-01-04T07:45:00+01:00"),
        # What runs at the deadline or after it is due the next day.
        ({"weekly": "0 10 * * MON"}, "09:00", "2026-W46", "2026-11-17T09:00:00+01:00"),
        ({"weekly": "0 9 * * MON"}, "09:00", "2026-W46", "2026-11-17T09:00:00+01:00"),
        ({"weekly": "0 23 * * SUN"}, "00:30", "2026-W46", "2026-11-23T00:30:00+01:00"),
        ({"daily": "0 6 * * MON-FRI"}, "09:00", "2026-11-13", "2026-11-16T09:00:00+01:00"),
        ({"monthly": "0 7 1 * *"}, "09:00", "2026-12", "2027-01-01T09:00:00+01:00"),
        # Summer time begins and ends on the day itself.
        ({"daily": "0 1 * * *"}, "09:00", "2026-03-28", "2026-03-29T09:00:00+02:00"),
        ({"daily": "0 1 * * *"}, "09:00", "2026-10-24", "2026-10-25T09:00:00+01:00"),
        # On 29 March 2026 02:30 is skipped, on 25 October it comes twice.
        ({"daily": "0 1 * * *"}, "02:30", "2026-03-28", "2026-03-29T03:00:00+02:00"),
        ({"daily": "0 1 * * *"}, "02:30", "2026-10-24", "2026-10-25T02:30:00+02:00"),
    ],
)
def test_a_scorecard_is_due_by_the_first_deadline_after_its_schedule(
    schedule: dict[str, str], deadline: str, period: str, due: str
) -> None:
    assert runner(deadline=deadline, **schedule).due(parse_period(period)).isoformat() == due


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    st.times().map(lambda clock: f"{clock:%H:%M}"),
)
def test_a_deadline_is_in_business_time(day: date, timezone: str, deadline: str) -> None:
    it = runner(timezone, deadline, daily="0 6 * * *")
    period = parse_period(day.isoformat())
    moment = it.cut_off(period).astimezone(UTC) + timedelta(minutes=1)
    while f"{moment.astimezone(ZoneInfo(timezone)):%H:%M}" != deadline:
        moment += timedelta(minutes=1)
    due = it.due(period).astimezone(UTC)
    # Where the clock skips the deadline, it is over as soon as the clock has changed.
    assert due == moment or (
        due < moment and due.astimezone(ZoneInfo(timezone)).strftime("%H:%M") > deadline
    )


def test_by_default_a_scorecard_is_due_by_nine() -> None:
    plain = Runner(title="Success", timezone="Europe/Berlin", schedule={"weekly": "0 6 * * MON"})
    assert plain.due(parse_period("2026-W46")).isoformat() == "2026-11-16T09:00:00+01:00"


def test_a_deadline_is_text() -> None:
    with pytest.raises(TypeError, match=r"^deadline must be text"):
        runner(deadline=9)  # type: ignore[arg-type]  # refused on purpose


@pytest.mark.parametrize(
    ("now", "week"),
    [
        ("2026-11-16T05:59+01:00", "2026-W45"),
        ("2026-11-16T06:00+01:00", "2026-W46"),
        ("2026-11-22T23:59+01:00", "2026-W46"),
    ],
)
def test_the_newest_printed_period_is_the_one_that_the_schedule_has_published(
    now: str, week: str
) -> None:
    runner = Runner(title="Success", timezone="Europe/Berlin", schedule={"weekly": "0 6 * * MON"})
    assert runner.newest_printed("weekly", datetime.fromisoformat(now)).label == week


def test_charts_are_wanted_or_not() -> None:
    with pytest.raises(TypeError, match=r"^charts must be True or False"):
        Runner(title="t", timezone="UTC", schedule={}, charts="yes")  # type: ignore[arg-type]  # the point
