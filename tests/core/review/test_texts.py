"""The words of a review."""

from __future__ import annotations

from datetime import date

import pytest

from core.model import parse_period
from core.review.document import plain_text
from core.review.texts import (
    days_of,
    finality_of,
    names_text,
    period_words,
    person,
    short_period,
    value_text,
)
from tests.rows import row


@pytest.mark.parametrize(
    ("label", "words", "short", "days"),
    [
        ("2026-W46", "Week 46, 2026", "W46", "9 – 15 Nov 2026"),
        ("2026-W53", "Week 53, 2026", "W53", "28 Dec 2026 – 3 Jan 2027"),
        ("2026-W05", "Week 5, 2026", "W05", "26 Jan – 1 Feb 2026"),
        ("2026-11", "November 2026", "Nov", "1 – 30 Nov 2026"),
        ("2026-Q4", "Q4 2026", "Q4", "1 Oct – 31 Dec 2026"),
        ("2026-11-15", "15 Nov 2026", "15 Nov", "15 Nov 2026"),
    ],
)
def test_periods_are_said_in_words(label: str, words: str, short: str, days: str) -> None:
    period = parse_period(label)

    assert (period_words(period), short_period(period), days_of(period)) == (words, short, days)


def test_a_value_has_the_sign_of_its_state() -> None:
    assert plain_text(value_text(row(3.0, provisional_until=date(2026, 11, 30)))) == "3*"
    assert plain_text(value_text(row(3.0))) == "3"
    assert plain_text(value_text(None)) == "not run"
    assert plain_text(value_text(row(None))) == "no data"


def test_why_a_value_may_still_change() -> None:
    assert finality_of(row(3.0)) == ""
    assert finality_of(row(3.0, partial=True)) == "the period is not over"
    assert finality_of(row(3.0, remark="stale: kpi_05")) == "older than what it is made from"


def test_an_owner_is_called_by_the_name_before_the_domain() -> None:
    assert person("ana.lima@example.com") == "ana.lima"
    assert person("") == "no owner"


def test_many_names_are_cut() -> None:
    assert names_text(["a", "b", "c"]) == "a, b, c"
    assert names_text(["a", "b", "c", "d"]) == "a, b, c and 1 other"
