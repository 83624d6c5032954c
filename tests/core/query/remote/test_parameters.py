"""An instant is bound in UTC, or as local time where it meets local time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.query.remote.parameters import local_name, local_text, text_of_parameter


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_instant_is_text_in_utc_and_a_day_is_itself() -> None:
    start = datetime.fromisoformat("2026-03-23 00:00:00.000001+01:00")

    assert text_of_parameter("start", start) == "2026-03-22 23:00:00.000001"
    assert text_of_parameter("first_day", date(2026, 3, 23)) == "2026-03-23"
    assert local_name("start") == "start_local"


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ("2026-03-22 23:00", "2026-03-23 00:00:00.000000"),
        ("2026-03-29 00:59:59", "2026-03-29 01:59:59.000000"),
        ("2026-03-29 01:00", "2026-03-29 03:00:00.000000"),
        ("2026-10-24 23:59:59", "2026-10-25 01:59:59.000000"),
        ("2026-10-25 00:30", "2026-10-25 02:00:00.000000"),  # the first pass of a repeated hour
        ("2026-10-25 01:30", "2026-10-25 02:30:00.000000"),
    ],
)
def test_an_instant_is_compared_with_local_time_as_on_postgresql(utc: str, local: str) -> None:
    assert local_text("cut_off", instant(utc), "Europe/Berlin") == local


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(TypeError, match=":start is neither an instant nor a date"):
        text_of_parameter("start", datetime(2026, 3, 23))
    with pytest.raises(TypeError, match=":start is not an instant"):
        local_text("start", date(2026, 3, 23), "Europe/Berlin")
