"""ClickHouse's times."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_a_week_begins_on_monday() -> None:
    assert text_of("date_trunc('week', ts)", "clickhouse") == (
        "toDateTime64(toStartOfWeek(ts, 1), 6)"
    )


def test_minutes_have_their_own_letter() -> None:
    assert text_of("to_char(ts, 'HH24:MI')", "clickhouse") == "formatDateTime(ts, '%H:%i')"


def test_the_second_of_two_instants_is_as_far_away_as_the_clock_moves() -> None:
    assert "'Australia/Lord_Howe'), 30)" in text_of(
        "ts AT TIME ZONE 'Australia/Lord_Howe'", "clickhouse"
    )
