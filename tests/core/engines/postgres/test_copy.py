"""Any type of PostgreSQL can be copied."""

from __future__ import annotations

import pytest

from core.engines.base import Warehouse
from core.engines.postgres.copy import duckdb_type
from tests.core.engines.asking import ask_local, extract


def test_an_extract_takes_any_type_that_postgresql_has(on_postgres: Warehouse) -> None:
    on_postgres.script("""
        CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN share AS numeric(5,4);
        CREATE TABLE odd (
            list int[], doc jsonb, bytes bytea, mood mood, share share, anything numeric,
            huge numeric(50,10), clock time, zoned timetz, fixed char(3), forever timestamptz,
            "Sum Total" int, span interval
        );
        INSERT INTO odd VALUES (
            '{1,2}', '{"a": [1, null]}', '\\x00ff', 'bad', 0.125, 'NaN',
            1234567890123456789012345678901234567890.5, '08:30', '08:30+01', 'ab', 'infinity',
            7, '1 year 2 mons 3 days 04:05:06'
        );
        CREATE VIEW seen AS SELECT * FROM odd;
        """)
    sql = """
        SELECT list, doc::json->>'$.a[0]', bytes, mood, share * 8, isnan(anything), huge > 1e39,
            clock::text, zoned, fixed, isinf(forever), "Sum Total", datepart('month', span)
        FROM seen
    """

    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "seen", sql)
        found = ask_local(snapshot, sql).rows[0]

    assert found == (
        "{1,2}",
        "1",
        "\\x00ff",
        "bad",
        1,
        True,
        True,
        "08:30:00",
        "08:30:00+01",
        "ab ",
        True,
        7,
        2,
    )


@pytest.mark.parametrize(
    ("postgres", "duckdb"),
    [
        ("integer", "INTEGER"),
        ("double precision", "DOUBLE PRECISION"),
        ("timestamp(3) with time zone", "TIMESTAMPTZ"),
        ("numeric", "DOUBLE"),
        ("numeric(12,2)", "DECIMAL(12,2)"),
        ("numeric(38,0)", "DECIMAL(38,0)"),
        ("numeric(39,0)", "DOUBLE"),
        ("character varying(10)", "VARCHAR"),
        ("jsonb", "VARCHAR"),
    ],
)
def test_a_type_arrives_as_the_nearest_that_duckdb_has(postgres: str, duckdb: str) -> None:
    assert duckdb_type(postgres) == duckdb


def test_a_query_that_names_no_column_copies_the_first(on_postgres: Warehouse) -> None:
    on_postgres.script("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2), (3, 4)")

    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "t", "SELECT count(*) FROM t")
        assert ask_local(snapshot, "SELECT * FROM t").columns == ("a",)
        assert ask_local(snapshot, "SELECT count(*) FROM t").rows == [(2,)]
