"""The names that a query refers to."""

from __future__ import annotations

import pytest

from core.query.facts import Dialect
from core.query.parse.statement import examine


def relations(sql: str, dialect: Dialect = "postgres") -> list[str]:
    facts = examine(sql, dialect)
    assert facts.problems == ()
    return list(facts.relations)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1 AS value", []),
        ("SELECT count(*) FROM stg.deals", ["stg.deals"]),
        ('SELECT count(*) FROM Stg."Deals" AS d, deals', ["deals", "stg.deals"]),
        (
            "SELECT 1 FROM a.b JOIN a.c USING (id), LATERAL (SELECT 1 FROM a.d) AS l",
            ["a.b", "a.c", "a.d"],
        ),
        (
            "SELECT (SELECT max(x) FROM a.b) FROM a.c WHERE EXISTS (SELECT FROM a.d)",
            ["a.b", "a.c", "a.d"],
        ),
        ("SELECT 1 FROM a.b UNION ALL SELECT 2 FROM a.c", ["a.b", "a.c"]),
        ("SELECT count(*) FROM generate_series(1, 9) AS g, unnest(ARRAY[1]) AS u", []),
        ("SELECT 'FROM a.b' /* FROM a.c */ FROM a.d -- FROM a.e", ["a.d"]),
    ],
)
def test_relations_are_those_that_the_query_reads(sql: str, expected: list[str]) -> None:
    assert relations(sql) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("WITH won AS (SELECT * FROM a.b) SELECT count(*) FROM won", ["a.b"]),
        ("WITH x AS (SELECT 1), y AS (SELECT * FROM x) SELECT * FROM y", []),
        ("WITH x AS (SELECT 1) SELECT * FROM x UNION SELECT * FROM x", []),
        ("WITH x AS (SELECT 1) SELECT (SELECT max(c) FROM (SELECT * FROM x) AS q)", []),
        (
            (
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT"
                " count(*) FROM n"
            ),
            [],
        ),
        ("WITH a AS (SELECT 1) SELECT * FROM A, s.a", ["s.a"]),
        # A name that WITH gives is not known before, within itself, or outside its query.
        ("WITH deals AS (SELECT DISTINCT * FROM deals) SELECT count(*) FROM deals", ["deals"]),
        ("WITH x AS (SELECT * FROM y), y AS (SELECT 1) SELECT * FROM x", ["y"]),
        ("SELECT * FROM (WITH x AS (SELECT 1) SELECT * FROM x) AS q, x", ["x"]),
    ],
)
def test_names_that_with_gives_are_no_relations(sql: str, expected: list[str]) -> None:
    assert relations(sql, "duckdb") == expected


def test_columns_are_all_that_are_named_wherever_they_stand() -> None:
    facts = examine(
        "SELECT sum(D.Amount) FILTER (WHERE won) AS value FROM a.b AS d JOIN a.c USING (deal_id) "
        "WHERE closed_at >= :start GROUP BY region ORDER BY max(rank)",
        "postgres",
    )
    assert {"amount", "won", "deal_id", "closed_at", "region", "rank"} <= set(facts.columns)
    assert "value" not in facts.columns
    assert not facts.star


def test_the_column_that_a_dot_reaches_into_is_named_too() -> None:
    assert {"address", "city"} <= set(examine("SELECT address.city FROM a.b", "duckdb").columns)


@pytest.mark.parametrize(
    ("sql", "star"),
    [
        ("SELECT count(*) FROM a.b", False),
        ("SELECT 2 * 3 FROM a.b", False),
        ("SELECT * FROM a.b", True),
        ("SELECT b.* FROM a.b", True),
        ("SELECT * EXCLUDE (x) FROM a.b", True),
        ("SELECT count(*) FROM (SELECT * FROM a.b) AS q", True),
        ("SELECT sum(x) FROM a.b NATURAL JOIN a.c", True),
        ("SELECT sum(COLUMNS('x.*')) FROM a.b", True),
    ],
)
def test_a_star_asks_for_every_column_but_within_count(sql: str, star: bool) -> None:
    assert examine(sql, "duckdb").star is star


def test_a_file_read_by_its_name_is_a_relation_that_no_source_has() -> None:
    assert relations("SELECT count(*) FROM 'exports/deals.csv'", "duckdb") == ["exports/deals.csv"]
