"""A whole statement in an engine's dialect, or what is not proven about it."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from core.query import find_unproven, translate
from core.query.remote.statement import translated

TYPES = {"stg.t": {"i": "integer", "x": "text"}}


def test_a_statement_is_written_in_the_dialect() -> None:
    sql = "SELECT count(*) AS value FROM stg.t"

    assert translated(sql, {}, "spark", TYPES, "UTC") == (sql.replace("count", "COUNT"), {})


def test_names_without_quotes_are_in_lower_case_as_on_postgresql() -> None:
    sql = 'SELECT max(A.I) AS Value FROM Stg.T AS A WHERE "X" IS NULL'

    text, _ = translated(sql, {}, "clickhouse", TYPES, "UTC")

    assert text == 'SELECT MAX(a.i) AS value FROM stg.t AS a WHERE "X" IS NULL'


def test_what_is_not_proven_is_refused_with_line_and_remedy() -> None:
    sql = "SELECT count(*) AS value\nFROM stg.t\nWHERE x < 'b'"

    with pytest.raises(UntranslatableError) as refusal:
        translate(sql, {}, "clickhouse", TYPES, "UTC")

    assert refusal.value.line == 3
    assert str(refusal.value) == (
        "the query uses an order of text by a collation, which is not proven on ClickHouse;"
        ' write x COLLATE "C"'
    )


def test_without_types_only_what_the_text_shows_is_found() -> None:
    assert list(find_unproven("SELECT sum(a) + b AS value FROM stg.u", "spark")) == []
    for expression in (
        "d >= '2026-01-01'",
        "round(sum(n) / 3, 2) > 1",
        "a - b < INTERVAL '3 days'",
    ):
        assert list(find_unproven(f"SELECT {expression} AS value FROM stg.u", "spark")) == []
    [(line, message)] = find_unproven("SELECT\n gcd(a, b) AS value FROM stg.u", "spark")
    assert (line, message) == (
        2,
        "the query uses gcd(…), which is not proven on Spark; write it another way",
    )


def test_without_the_tables_types_a_comparison_is_no_finding() -> None:
    sql = (
        "SELECT count(*) AS value FROM stg.t AS a JOIN stg.t AS b ON a.id = b.id"
        " WHERE a.at < b.at AND a.at >= b.at - INTERVAL '30 days'"
    )

    assert list(find_unproven(sql, "spark")) == []
    assert list(find_unproven(sql, "clickhouse")) == []
