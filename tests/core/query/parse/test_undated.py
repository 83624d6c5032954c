"""Parts of a query that no period bounds."""

from __future__ import annotations

import pytest

from core.query.facts import Dialect
from core.query.parse.statement import examine

DIALECTS: list[Dialect] = ["postgres", "duckdb"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_arm_of_a_union_without_a_parameter_is_named_with_what_it_reads(
    dialect: Dialect,
) -> None:
    sql = (
        "SELECT 'a' AS field, count(*) AS value FROM s.a WHERE day >= :first_day\n"
        "UNION ALL\nSELECT 'b', count(*)\nFROM s.b\n"
        "UNION ALL SELECT 'c', count(*) FROM s.c WHERE day >= :first_day"
    )
    assert examine(sql, dialect).undated_arms == ((4, "s.b"),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) AS value FROM s.a WHERE x >= :start UNION ALL SELECT 0",
        "SELECT count(*) AS value FROM (SELECT x FROM s.a UNION ALL SELECT x FROM s.b) AS u"
        " WHERE x >= :start",
        "WITH p AS (SELECT :start AS s) SELECT count(*) AS value FROM s.a, p WHERE x >= s"
        " UNION ALL SELECT count(*) FROM s.b, p WHERE x >= s",
        "WITH u AS (SELECT x FROM s.a UNION ALL SELECT x FROM s.b)"
        " SELECT count(*) AS value FROM u WHERE x >= :start",
        "SELECT count(*) AS value FROM s.a WHERE x >= :start",
    ],
)
def test_an_arm_that_a_parameter_may_bound_is_not_named(sql: str) -> None:
    assert examine(sql, "postgres").undated_arms == ()


def test_an_arm_over_a_cte_without_a_parameter_reads_what_the_cte_reads() -> None:
    sql = (
        "WITH b AS (SELECT * FROM s.b) SELECT count(*) AS value FROM s.a WHERE x >= :start"
        " UNION ALL SELECT count(*) FROM b"
    )
    assert [name for _, name in examine(sql, "postgres").undated_arms] == ["s.b"]


def test_a_cte_that_aggregates_a_whole_relation_is_named() -> None:
    sql = (
        "WITH lost AS (SELECT count(*) AS n FROM s.a WHERE x >= :start),\n"
        "had AS (SELECT count(*) AS n FROM s.b)\n"
        "SELECT lost.n::float / had.n AS value FROM lost, had"
    )
    assert examine(sql, "postgres").undated_totals == ((2, "had", ("s.b",)),)


def test_a_cte_that_can_be_bounded_from_outside_is_not_named() -> None:
    sql = (
        "WITH firsts AS (SELECT client, min(day) AS day FROM s.a GROUP BY client),"
        " open AS (SELECT * FROM s.b)"
        " SELECT count(*) AS value FROM firsts JOIN open USING (client) WHERE day >= :first_day"
    )
    assert examine(sql, "postgres").undated_totals == ()


def test_parameters_without_blanks_between_them_are_seen() -> None:
    sql = "SELECT :start||:end AS field, 1 AS value FROM a UNION SELECT 'x', count(*) FROM b"
    facts = examine(sql, "duckdb")
    assert (facts.problems, facts.undated_arms) == ((), ((1, "b"),))
