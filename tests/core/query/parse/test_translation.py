"""PostgreSQL's dialect means the same in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.parse.statement import examine

# The value of each column is PostgreSQL's.
_POSTGRES: list[tuple[str, Any]] = [
    ("':start'", ":start"),
    ("'it''s' || ' :end'", "it's :end"),
    (r"E'it\'s\t:end'", "it's\t:end"),
    ("$$ :start 'n' $$", " :start 'n' "),
    ("'7'::int + 1", 8),
    ("'abc' LIKE 'a%'", True),
    ("13 % 5", 3),
    ("7 / 2", 3),
    ("7 / 2.0", 3.5),
    ("date '2026-11-16' - date '2026-11-01'", 15),
    ("extract(isodow FROM date '2026-11-15')", 7),
    ("date_trunc('month', date '2026-11-16')::date::text", "2026-11-01"),
    ("count(*) FILTER (WHERE two = 2)", 1),
    ("percentile_cont(0.5) WITHIN GROUP (ORDER BY two)", 2),
    ("coalesce(nullif(max(two), 2), 9)", 9),
    ("'x' ~* '^X$'", True),
    (":start::text", "1000"),
    ("-:end", -1001),
    ("CASE WHEN :start < :end THEN ':end' END", ":end"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET integer_division = true")
        yield connection


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from(_POSTGRES), min_size=1, max_size=6),
    st.sampled_from([" ", "\n", "/* :x ' */", "-- :x\n"]),
)
def test_postgresqls_dialect_means_the_same_in_duckdb(
    database: duckdb.DuckDBPyConnection, columns: list[tuple[str, Any]], gap: str
) -> None:
    names = ", ".join(f"{sql}{gap}AS c{index}" for index, (sql, _) in enumerate(columns))
    facts = examine(f"SELECT {names}{gap}FROM (SELECT 2 AS two) AS given", "postgres")
    assert facts.problems == ()
    values = {"start": 1000, "end": 1001}
    found = database.execute(
        facts.duckdb, {name: values[name] for name in facts.parameters}
    ).fetchall()
    assert [tuple(map(_plain, row)) for row in found] == [tuple(value for _, value in columns)]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | bool | int) else float(value)
