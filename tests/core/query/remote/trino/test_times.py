"""Trino's times."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from tests.core.query.remote.forms import text_of


def test_an_instant_becomes_local_time_of_a_zone() -> None:
    assert text_of("tz AT TIME ZONE 'UTC'", "trino") == (
        "CAST(AT_TIMEZONE(tz, 'UTC') AS TIMESTAMP(6))"
    )


def test_sunday_is_day_0() -> None:
    assert text_of("extract(dow FROM d)", "trino") == "((DAY_OF_WEEK(d)) % (7))"


def test_months_are_not_added_as_their_ends_are_not_documented() -> None:
    assert text_of("ts + interval '3 days'", "trino") == "DATE_ADD('day', (((1) * (3))), ts)"
    with pytest.raises(UntranslatableError, match="an interval of months"):
        text_of("ts + interval '1 month'", "trino")
