"""BigQuery's times."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_weeks_are_those_of_iso() -> None:
    assert text_of("extract(week FROM d)", "bigquery") == "EXTRACT(ISOWEEK FROM d)"
    assert text_of("date_trunc('week', ts)", "bigquery") == "DATETIME_TRUNC(ts, ISOWEEK)"


def test_seconds_are_counted_to_the_microsecond() -> None:
    assert text_of("extract(epoch FROM tz)", "bigquery") == (
        "(CAST(UNIX_MICROS(tz) AS NUMERIC) / 1000000)"
    )


def test_an_instant_becomes_local_time_of_a_zone() -> None:
    assert text_of("tz AT TIME ZONE 'UTC'", "bigquery") == "DATETIME(tz, 'UTC')"


def test_the_second_of_two_instants_is_as_far_away_as_the_clock_moves() -> None:
    text = text_of("ts AT TIME ZONE 'Australia/Lord_Howe'", "bigquery")

    assert "TIMESTAMP_ADD(TIMESTAMP(ts, 'Australia/Lord_Howe'), INTERVAL 30 MINUTE)" in text


def test_days_are_added_as_days() -> None:
    assert text_of("d + 7", "bigquery") == "DATE_ADD(d, INTERVAL (7) DAY)"
