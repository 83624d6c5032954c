"""ColumnKinds behind `*`, of VALUES and under other names."""

from __future__ import annotations

from core.query.remote.statement import interpret, written
from tests.core.query.remote.engines import TYPES


def test_every_column_is_written_out() -> None:
    sql, _ = written("SELECT * FROM (SELECT i, g FROM stg.t) q", {}, "spark", TYPES, "UTC")

    assert sql == "SELECT q.i, q.g FROM (SELECT i, g FROM stg.t) AS q"


def test_columns_have_the_names_of_an_alias() -> None:
    _, found = interpret("SELECT sum(v) AS value FROM (VALUES (1, 2.5)) AS q(k, v)", TYPES)

    assert found == []


def test_more_names_than_columns_are_a_finding() -> None:
    _, found = interpret("SELECT a AS value FROM (VALUES (1, 2)) AS q(a, b, c)", TYPES)

    assert found == [(1, "3 names for 2 columns; name as many as there are")]


def test_the_type_of_a_column_is_written_out_for_a_union_only() -> None:
    of_part = (
        "SELECT pg_typeof(part_.value)::text AS t FROM (SELECT sum(n) AS value FROM stg.t) part_"
    )
    sql, _ = written(of_part, {}, "spark", TYPES, "UTC")
    _, found = interpret("SELECT length(pg_typeof(t.i)::text) AS value FROM stg.t", TYPES)

    assert sql.startswith("SELECT CAST('numeric' AS STRING) AS t FROM (")
    assert found == [(1, "pg_typeof(…)")]
