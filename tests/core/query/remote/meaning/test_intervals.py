"""Intervals as the query writes them."""

from __future__ import annotations

import pytest
from sqlglot import exp

from core.query.parse.statement import parse
from core.query.remote.meaning.intervals import length_of, pieces_of, split


def interval(text: str) -> exp.Expr:
    return exp.Interval(this=exp.Literal.string(text))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2 hours 1 day", [(1, "DAY"), (2, "HOUR")]),
        ("1 year -1 mon", [(1, "YEAR"), (-1, "MONTH")]),
        ("1.5 days", None),
        ("3 fortnights", None),
        ("01:30:00", None),
    ],
)
def test_an_interval_has_whole_numbers_of_units(text: str, pieces: object) -> None:
    assert pieces_of(interval(text)) == pieces


@pytest.mark.parametrize(
    ("text", "field", "length"),
    [
        ("1 year", "EPOCH", "31557600"),
        ("30 months", "YEAR", "2"),
        ("30 months", "MONTH", "6"),
        ("90 minutes", "HOUR", "1"),
        ("90 minutes", "MINUTE", "30"),
        ("40 days", "DAY", "40"),
        ("40 days", "WEEK", None),
    ],
)
def test_a_field_is_the_one_that_postgresql_keeps(
    text: str, field: str, length: str | None
) -> None:
    assert length_of(pieces_of(interval(text)) or (), field) == length


def test_a_time_is_moved_by_months_then_days_then_the_time() -> None:
    [tree] = parse("SELECT ts - INTERVAL '1 year 2 weeks -1 month 90 minutes'", "postgres")

    moved = split(tree.selects[0]).sql(dialect="postgres")

    assert moved == "(ts - INTERVAL '11 MONTH' - INTERVAL '14 DAY' - INTERVAL '5400 SECOND')"
