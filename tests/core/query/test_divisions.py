"""Divisions of whole numbers, by the types of columns."""

from __future__ import annotations

from core.query.divisions import find_whole_divisions

TYPES = {"stg.hours": {"minutes": "integer", "rate": "numeric"}}


def test_a_division_is_known_by_the_types_of_its_columns() -> None:
    sql = "SELECT sum(minutes) / 60 AS value,\n sum(rate) / 60 AS numerator FROM stg.hours"

    assert find_whole_divisions(sql, TYPES, "postgres") == ((1, "sum(minutes) / 60"),)
    assert find_whole_divisions(sql, {}, "postgres") == ()


def test_sql_without_a_division_or_that_does_not_parse_has_none() -> None:
    assert find_whole_divisions("SELECT 1 AS value", TYPES, "postgres") == ()
    assert find_whole_divisions("SELECT ( / ", TYPES, "postgres") == ()
