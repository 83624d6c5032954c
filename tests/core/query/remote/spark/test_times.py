"""Spark's times."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_seconds_are_counted_to_the_microsecond() -> None:
    assert text_of("extract(epoch FROM tz)", "spark") == (
        "((CAST(UNIX_MICROS(CAST(tz AS TIMESTAMP)) AS DECIMAL(20, 0)))"
        " * (CAST('0.000001' AS DECIMAL(6, 6))))"
    )


def test_an_instant_becomes_local_time_of_a_zone() -> None:
    assert text_of("tz AT TIME ZONE 'UTC'", "spark") == (
        "CAST(FROM_UTC_TIMESTAMP(tz, 'UTC') AS TIMESTAMP_NTZ)"
    )


def test_the_second_of_two_instants_is_as_far_away_as_the_clock_moves() -> None:
    assert (
        "make_dt_interval(0, 0, 30)"
        in text_of("ts AT TIME ZONE 'Australia/Lord_Howe'", "spark").lower()
    )
