"""Queries within a query: as a value, in IN and in EXISTS."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret, unproven
from tests.core.query.remote.engines import TYPES
from tests.core.query.remote.forms import text_of


@pytest.mark.parametrize(
    ("column", "obstacle"),
    [
        ("(SELECT u.i FROM stg.t u WHERE u.id = o.j)", "a correlated query that is not one agg"),
        ("(SELECT coalesce(max(u.i), 0) FROM stg.t u WHERE u.g = o.g)", "a correlated query that"),
        ("sum((SELECT max(u.i) FROM stg.t u))", "a query within an aggregate; put it into FROM"),
        ("(SELECT u.i, u.j FROM stg.t u)", "a query of several columns as a value"),
    ],
)
def test_a_value_is_one_aggregate_of_another_query(column: str, obstacle: str) -> None:
    [(_, found)] = interpret(f"SELECT {column} AS x FROM stg.t o", TYPES)[1]

    assert found.startswith(obstacle)


def test_a_correlated_count_without_rows_is_zero_on_clickhouse() -> None:
    sql = text_of("(SELECT count(*) FROM stg.t AS u WHERE u.yes AND u.j = 7) AS x", "clickhouse")
    assert not sql.startswith("ifNull")

    nested = "SELECT (SELECT count(*) FROM stg.t u WHERE u.g = o.g) AS x FROM stg.t o"
    assert list(unproven(nested, "clickhouse", TYPES)) == []


def test_what_a_place_makes_wrong_is_refused_with_a_remedy() -> None:
    sql = "SELECT i FROM stg.t WHERE i NOT IN (SELECT j FROM stg.t) OR yes"

    [(line, message)] = unproven(sql, "spark", TYPES)

    assert line == 1
    assert message.endswith("not proven on Spark; put the query into FROM, or use EXISTS in WHERE")
    assert list(unproven(sql, "clickhouse", TYPES)) == []
