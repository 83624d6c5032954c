"""Columns through subqueries of every kind."""

from __future__ import annotations

import pytest

from core.query.parse.column_flow import flow_of


@pytest.mark.parametrize(
    ("sql", "made_of"),
    [
        ("SELECT x.n AS value FROM (VALUES (1, 2)) AS x(m, n)", []),
        ("SELECT sum(g.n) AS value FROM s.a, unnest(a.list) AS g(n)", ["s.a.list"]),
        ("SELECT sum(n) AS value FROM s.a, unnest(a.list) AS g(n)", ["s.a.list"]),
        ("SELECT a.part.whole AS value FROM s.a", ["s.a.part"]),
        ("SELECT max(k) AS value FROM s.a GROUP BY lower(k)", ["s.a.k"]),
        (
            "SELECT q AS value FROM (SELECT m FROM s.a EXCEPT SELECT n FROM s.b) AS x(q)",
            ["s.a.m", "s.b.n"],
        ),
    ],
)
def test_what_makes_the_value(sql: str, made_of: list[str]) -> None:
    reads = flow_of(sql, "postgres", {}).reads

    assert [f"{each.relation}.{each.column}" for each in reads if each.outputs] == made_of


def test_two_statements_cannot_be_followed() -> None:
    assert flow_of("SELECT 1; SELECT 2", "postgres", {}).obstacle


def test_natural_joins_read_columns_that_the_text_does_not_name() -> None:
    reads = flow_of("SELECT sum(a.n) AS value FROM s.a NATURAL JOIN s.b", "postgres", {}).reads

    assert ("s.b", "*") in {(read.relation, read.column) for read in reads}
