"""Spans of days, and the periods that end within them."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import UsageError
from core.model.period import parse_period
from core.model.span import Span, parse_span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W46", "2026-11-09", "2026-11-15"),
        ("2026-10..2026-W46", "2026-10-01", "2026-11-15"),
        ("last", "2026-11-15", "2026-11-15"),
        ("2026-01-01..last", "2026-01-01", "2026-11-15"),
        ("last..2026-11-20", "2026-11-15", "2026-11-20"),
    ],
)
def test_a_span_is_read_in_days(text: str, first: str, last: str) -> None:
    expected = Span(date.fromisoformat(first), date.fromisoformat(last), text)
    assert parse_span(text, date(2026, 11, 16)) == expected


def test_a_span_holds_the_periods_that_end_within_it_and_last_the_latest_of_each_cadence() -> None:
    monday = date(2026, 11, 16)
    held = {
        text: [label for label in _LABELS if parse_span(text, monday).holds(parse_period(label))]
        for text in ("last", "2026-W46", "2026-10..2026-W45")
    }
    assert held == {
        "last": ["2026-11-15", "2026-W46", "2026-10"],
        "2026-W46": ["2026-11-09", "2026-11-15", "2026-W46"],
        "2026-10..2026-W45": ["2026-11-08", "2026-W40", "2026-W45", "2026-10"],
    }


_DAYS = ["2026-11-08", "2026-11-09", "2026-11-15", "2026-11-16"]
_LABELS = [*_DAYS, "2026-W40", "2026-W45", "2026-W46", "2026-W47", "2026-09", "2026-10", "2026-11"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-W46..2026-W45", "ends before it begins; write the earlier one first"),
        ("2026-W46..", "period '' is not a day"),
        ("..2026-W46", "period '' is not a day"),
        ("2026-W46...2026-W47", r"period '\.2026-W47' is not a day"),
        ("yesterday", "period 'yesterday' is not a day"),
    ],
)
def test_a_text_that_is_not_a_span_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_span(text, date(2026, 11, 16))
