"""Instants as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.errors import UsageError
from core.model.instants import parse_instant

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-16", datetime(2026, 11, 16, 22, 59, 59, 999999, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 7, 1, 21, 59, 59, 999999, tzinfo=UTC)),
        ("2026-11-16T09:30", datetime(2026, 11, 16, 8, 30, tzinfo=UTC)),
        ("2026-11-16 09:30", datetime(2026, 11, 16, 8, 30, tzinfo=UTC)),
        ("2026-11-16T09:30Z", datetime(2026, 11, 16, 9, 30, tzinfo=UTC)),
        ("2026-11-16T09:30-05:00", datetime(2026, 11, 16, 14, 30, tzinfo=UTC)),
        ("2026-11-22", NOW),
    ],
)
def test_a_day_is_its_end_and_a_time_is_local(text: str, instant: datetime) -> None:
    assert parse_instant(text, BERLIN, NOW) == instant


@pytest.mark.parametrize("text", ["2026-11-23", "2026-11-22T14:00"])
def test_what_has_not_come_yet_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="has not come yet; name a time that has"):
        parse_instant(text, BERLIN, NOW)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-W46", "2026-11", "20261116"])
def test_what_is_not_a_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="is not an instant; write a day as 2026-11-16"):
        parse_instant(text, BERLIN, NOW)
