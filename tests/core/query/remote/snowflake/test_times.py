"""Snowflake's times."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from tests.core.query.remote.forms import text_of


def test_an_instant_becomes_local_time_of_a_zone() -> None:
    assert text_of("tz AT TIME ZONE 'UTC'", "snowflake") == (
        "TO_TIMESTAMP_NTZ(CONVERT_TIMEZONE('UTC', tz))"
    )


def test_days_of_the_week_do_not_depend_on_the_session() -> None:
    assert text_of("extract(dow FROM d)", "snowflake") == "MOD(DATE_PART(dayofweekiso, d), 7)"


def test_seconds_are_counted_to_the_microsecond() -> None:
    assert text_of("extract(epoch FROM tz)", "snowflake") == (
        "((DATE_PART(epoch_microsecond, tz)) * (0.000001))"
    )


def test_a_layout_with_letters_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="this format of to_char"):
        text_of("to_char(d, 'IYYY-IW')", "snowflake")
