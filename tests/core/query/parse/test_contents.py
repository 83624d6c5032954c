"""Columns whose contents a query returns."""

from __future__ import annotations

import pytest

from core.query.parse.contents import returned_columns
from core.query.parse.statement import parse


def returned(sql: str, dialect: str = "postgres") -> set[str]:
    (tree,) = parse(sql, dialect)  # type: ignore[arg-type]
    return {f"{each.relation}.{each.column}" for each in returned_columns(tree, {})}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT email AS field, 1 AS value FROM s.a",
        "SELECT min(a.email) AS field, count(*) AS value FROM s.a AS a",
        "SELECT string_agg(email, ',') AS field, 1 AS value FROM s.a",
        "WITH b AS (SELECT email AS e FROM s.a) SELECT lower(e) AS field, 1 AS value FROM b",
        "SELECT x.e AS field, 1 AS value FROM (SELECT a.email AS e FROM s.a) AS x",
        "SELECT coalesce(nullif(email, ''), 'none') AS field, 1 AS value FROM s.a",
        "SELECT CASE WHEN n > 1 THEN email ELSE 'x' END AS field, 1 AS value FROM s.a",
        "SELECT 'all' AS field, 1 AS value FROM s.b UNION SELECT email, 2 FROM s.a",
        "SELECT (SELECT max(email) FROM s.a) AS field, 1 AS value FROM s.b",
        "SELECT first_value(email) OVER (ORDER BY n) AS field, 1 AS value FROM s.a",
        "SELECT split_part(email, '@', 2) AS field, count(*) AS value FROM s.a GROUP BY 1",
        "SELECT max(length(email)) AS value FROM s.a",
        "SELECT a::text AS field, 1 AS value FROM s.a",
    ],
)
def test_contents_are_followed_to_the_result(sql: str) -> None:
    assert {"s.a.email", "s.a.*"} & returned(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(email) AS value FROM s.a",
        "SELECT count(DISTINCT email) AS value FROM s.a WHERE email LIKE '%@example.com'",
        "SELECT count(*) AS value FROM (SELECT * FROM s.a) AS x",
        "SELECT count(*) AS value FROM s.a GROUP BY email",
        "SELECT sum(CASE WHEN email IS NULL THEN 1 ELSE 0 END) AS value FROM s.a",
        "SELECT CASE email WHEN 'x' THEN 'a' ELSE 'b' END AS field, count(*) AS value FROM s.a",
        "SELECT avg((email IS NOT NULL)::int) AS value FROM s.a",
        "SELECT count(*) FILTER (WHERE email <> '') AS value FROM s.a",
        "SELECT sum(k) AS value FROM (SELECT row_number() OVER (PARTITION BY email) AS k"
        " FROM s.a) AS x",
        "SELECT count(*) AS value FROM s.a JOIN s.b ON a.email = b.email",
    ],
)
def test_numbers_and_conditions_are_not_contents(sql: str) -> None:
    assert not {"s.a.email", "s.a.*", "*.*"} & returned(sql)


def test_columns_that_the_text_does_not_name_may_be_any() -> None:
    sql = "SELECT COLUMNS('e.*') AS field, 1 AS value FROM people"
    assert returned(sql, "duckdb") == {"*.*"}
    assert "people.*" in returned("SELECT * FROM people", "duckdb")


def test_columns_with_new_names_by_their_place_may_be_any() -> None:
    sql = "SELECT field, 1 AS value FROM (SELECT * FROM s.a) AS x(field, n)"
    assert returned(sql) == {"*.*"}
    assert returned("SELECT k AS field, 1 AS value FROM s.a AS x(k, n)") == {"*.*"}
    assert returned("SELECT k AS field FROM (SELECT n FROM s.a) AS x(k)") == {"s.a.n"}
