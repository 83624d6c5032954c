"""Divisions of whole numbers that decide a value are found, and no others."""

from __future__ import annotations

import pytest
import sqlglot

from core.query.facts import Dialect, TableTypes
from core.query.parse.statement import examine
from core.query.parse.whole_division import whole_divisions


def divisions(sql: str) -> tuple[tuple[int, str], ...]:
    return examine(sql, "postgres").whole_divisions


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("SELECT count(*) / count(x) AS value FROM s.t", "count(*) / count(x)"),
        ("SELECT 100 * count(*) / count(x) AS value FROM s.t", "100 * count(*) / count(x)"),
        ("SELECT round(count(*) / 7, 2) AS value FROM s.t", "count(*) / 7"),
        (
            "SELECT coalesce(count(*) / nullif(count(x), 0), 0) AS value FROM s.t",
            "count(*) / nullif(count(x), 0)",
        ),
        ("SELECT (count(*) / count(x))::float AS value FROM s.t", "count(*) / count(x)"),
        (
            "SELECT sum(CASE WHEN x THEN 1 ELSE 0 END) / count(*) AS value FROM s.t",
            "sum(CASE WHEN x THEN 1 ELSE 0 END) / count(*)",
        ),
        ("SELECT lost / had AS value FROM (SELECT 1 AS lost, 2 AS had) AS n", "lost / had"),
        (
            "WITH l AS (SELECT count(*) AS n FROM s.l), h AS (SELECT count(*) AS n FROM s.h)"
            " SELECT l.n / h.n AS value FROM l, h",
            "l.n / h.n",
        ),
        (
            "SELECT (SELECT count(*) FROM s.l) / (SELECT 2) AS value",
            "(SELECT count(*) FROM s.l) / (SELECT 2)",
        ),
        ("SELECT x::int / 2 AS value FROM s.t", "CAST(x AS INT) / 2"),
    ],
)
def test_a_division_of_whole_numbers_is_found_by_the_text_alone(sql: str, text: str) -> None:
    assert divisions(sql) == ((1, text),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*)::float / count(x) AS value FROM s.t",
        "SELECT 1.0 * count(*) / count(x) AS value FROM s.t",
        "SELECT avg(x) / count(*) AS value FROM s.t",
        "SELECT x / y AS value FROM s.t",
        "SELECT sum(x::bigint) / count(*) AS value FROM s.t",
        "SELECT floor(count(*) / 7) AS value FROM s.t",
        "SELECT (count(*) / 7)::int AS value FROM s.t",
        "SELECT count(*) AS value FROM s.t HAVING count(*) / 7 > 1",
        "SELECT count(*) FILTER (WHERE 7 / 2 = 3) AS value FROM s.t",
        "SELECT x::int / 7 AS field, count(*) AS value FROM s.t GROUP BY 1",
        "SELECT sum(n) AS value FROM (SELECT x::int / 7 AS g, 1 AS n FROM s.t GROUP BY x::int / 7)",
        "SELECT n / m AS value FROM (SELECT 1 AS n) AS a, s.t",
    ],
)
def test_any_other_division_is_none(sql: str) -> None:
    assert divisions(sql) == ()


def test_the_line_is_that_of_the_division() -> None:
    assert divisions("SELECT\n  'x' AS field,\n  count(*)\n    / count(y) AS value\nFROM s.t") == (
        (3, "count(*) / count(y)"),
    )


def test_a_recursive_query_comes_to_an_end() -> None:
    sql = (
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5)"
        " SELECT max(n) / count(*) AS value FROM r"
    )
    assert divisions(sql) == ()


@pytest.mark.parametrize(
    ("kind", "engine", "is_whole"),
    [
        ("integer", "postgres", True),
        ("smallint", "postgres", True),
        ("bigint", "postgres", False),  # PostgreSQL adds up bigint as numeric
        ("numeric", "postgres", False),
        ("BIGINT", "duckdb", True),
        ("INTEGER", "duckdb", True),
        ("DOUBLE", "duckdb", False),
        ("interval", "postgres", False),
    ],
)
def test_a_sum_is_whole_by_the_type_of_its_column_and_the_engine(
    kind: str, engine: Dialect, is_whole: bool
) -> None:
    tree = sqlglot.parse_one("SELECT sum(t.n) / count(*) AS value FROM S.T AS t")
    types: TableTypes = {"s.t": {"n": kind}}

    assert bool(whole_divisions(tree, types, engine)) is is_whole
