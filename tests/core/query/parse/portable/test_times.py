"""Days and times in SQL."""

from __future__ import annotations

import pytest
from sqlglot import parse_one

from core.query.parse.portable.times import is_iso_time


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("'2026-11-21'", True),
        ("'2026-11-21 06:00'", True),
        ("'21.11.2026'", False),
        ("'today'", False),
        ("20261121", False),
    ],
)
def test_only_iso_days_and_times_are_read_by_every_engine(sql: str, expected: bool) -> None:
    assert is_iso_time(parse_one(sql)) is expected
