"""Conditions that limit a column by days."""

from __future__ import annotations

import duckdb
import pytest
import sqlglot

from core.query import bind
from core.query.parse.time_limits import find_limits
from core.query.table_reads import DayLimit


def limit(bound: str) -> DayLimit | None:
    text = bind(f"made >= {bound}", "tagged")[0]
    found = list(find_limits(sqlglot.parse_one(text, dialect="duckdb")))
    return found[0][1].since if found else None


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (":start", DayLimit("start")),
        ("(:cut_off)", DayLimit("cut_off")),
        (":start::date", DayLimit("start", -2, 2)),
        (":start - interval '90 days'", DayLimit("start", -92, -88)),
        (":start + interval '1 week'", DayLimit("start", 5, 9)),
        (":start - interval '36' hour", DayLimit("start", -4, 1)),
        (":first_day - 90", DayLimit("first_day", -92, -88)),
        ("date_trunc('week', :start)", DayLimit("start", -9, 2)),
        ("DATE '2026-03-01'", DayLimit("2026-03-01", -2, 3)),
        ("'2026-03-01 12:00'", DayLimit("2026-03-01", 0, 1)),
    ],
)
def test_a_bound_lies_within_days_of_its_parameter(bound: str, expected: DayLimit) -> None:
    assert limit(bound) == expected


@pytest.mark.parametrize(
    "bound",
    [
        *(":nope", "'2026-02-30'", "'March'", "now()", "other", "5", ":start - :end"),
        *(":start - interval '1 day 2 hours'", ":start - interval 1.5 days", ":start - '90'"),
        *(":start - interval '1 day' * 3", "interval '1 day' + :start", ":start + other"),
        *("date_trunc('century', :start)", "greatest(:start, :end)", ":start::varchar"),
        "CASE WHEN true THEN :start END",
    ],
)
def test_any_other_bound_is_not_known(bound: str) -> None:
    assert limit(bound) is None


def test_months_and_years_are_never_longer_or_shorter_than_taken() -> None:
    with duckdb.connect() as connection:
        for unit, most in (("months", 700), ("years", 60), ("quarters", 200)):
            for amount in (1, 5, 13, 59, most):
                found = limit(f":first_day - interval '{amount} {unit}'")
                assert found is not None
                days = f"day - (day - interval '{amount} {unit}')::date"
                shortest, longest = connection.execute(
                    f"SELECT min({days}), max({days}) FROM (SELECT unnest(generate_series("
                    "DATE '1895-01-01', DATE '1910-01-01', interval 1 day))::date AS day)"
                ).fetchall()[0]
                assert found.earliest <= -longest
                assert -shortest <= found.latest
