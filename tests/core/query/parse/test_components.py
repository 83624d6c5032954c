"""Columns of aggregates as expressions over components."""

from __future__ import annotations

import sqlglot

from core.query.parse.components import Components


def express(column: str, *conditions: str) -> tuple[str, str, list[str]]:
    """Return the expression over components or the obstacle, and the SQL of the components."""
    components = Components([sqlglot.parse_one(each, dialect="duckdb") for each in conditions])
    sql, obstacle = components.express(sqlglot.parse_one(column, dialect="duckdb"))
    for number, name in enumerate(components.by_name):
        sql = sql.replace(name, f"part_{number}")
    return sql, obstacle, [component.sql for component in components.by_name.values()]


def test_an_aggregate_is_one_component() -> None:
    assert express("max(x)") == ('"part_0"', "", ["max(x)"])
    assert express("count(*)", "y = 1") == ('"part_0"', "", ["count(*) FILTER (WHERE (y = 1))"])


def test_an_average_is_a_sum_and_a_count() -> None:
    assert express("avg(x) / 2") == (
        '(CAST("part_0" AS DOUBLE) / NULLIF("part_1", 0)) / 2',
        "",
        ["sum(x)", "count(x)"],
    )


def test_a_filter_belongs_to_its_aggregate_alone() -> None:
    sql, _, components = express("count(*) FILTER (WHERE z) / count(*)", "y = 1")

    assert sql == '"part_0" / "part_1"'
    assert components == [
        "count(*) FILTER (WHERE (y = 1) AND (z))",
        "count(*) FILTER (WHERE (y = 1))",
    ]


def test_an_argument_is_evaluated_only_where_the_condition_holds() -> None:
    assert express("sum(1 / x)", "x > 0")[2] == ["sum(CASE WHEN (x > 0) THEN 1 / x END)"]


def test_the_same_aggregate_twice_is_one_component() -> None:
    assert express("sum(x) + sum(x)") == ('"part_0" + "part_0"', "", ["sum(x)"])


def test_what_has_no_components_is_named() -> None:
    cannot = "cannot be put together from parts"

    assert express("median(x)")[1] == f"MEDIAN(x) {cannot}"
    assert express("sum(DISTINCT x)")[1] == f"SUM(DISTINCT x) {cannot}"
    assert express("count(*) FILTER (WHERE x < now())")[1].startswith("COUNT(*) FILTER(")
    assert express("sum(count(*)) OVER ()")[1] == f"SUM(COUNT(*)) OVER () {cannot}"
    assert express("count(*) + random()")[1] == f"RANDOM() {cannot}"
    assert express("count(*) + x")[1] == "x is not aggregated"
