"""The list of functions that DuckDB has and PostgreSQL has not."""

from __future__ import annotations

import re

import duckdb
import psycopg
import pytest

from core.query.parse.duckdb_only import DUCKDB_ONLY, INSTEAD, MADE_FROM

# Refused anyhow, or a function's name in neither SQL.
_OTHERS = re.compile(r"(icu_)?collate_|duckdb_|pragma_|read_|json_copy_|st_|__|.*[^a-z0-9_]")
# Words of PostgreSQL's grammar that are called like functions in DuckDB alone.
_WORDS = "add aggregate day error finalize first hour if last minute month range second year"


@pytest.fixture(scope="module")
def known_to_postgresql(postgres: str) -> set[str]:
    """Return its functions, the types, by whose names it casts, and the words of its grammar."""
    names = (
        "SELECT proname FROM pg_proc UNION SELECT typname FROM pg_type"
        " UNION SELECT word FROM pg_get_keywords()"
    )
    with psycopg.connect(postgres) as connection:
        return {row[0] for row in connection.execute(names.encode()).fetchall()} - set(
            _WORDS.split()
        )


def test_postgresql_has_none_of_them(known_to_postgresql: set[str]) -> None:
    assert DUCKDB_ONLY & known_to_postgresql == set()
    assert set(INSTEAD) - DUCKDB_ONLY == set()


@pytest.mark.skipif(duckdb.__version__ != MADE_FROM, reason="the list is of another version")
def test_none_that_duckdb_has_is_missing(known_to_postgresql: set[str]) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT lower(function_name) FROM duckdb_functions() WHERE function_type <> 'pragma'"
        ).fetchall()
    names = {name for (name,) in rows if not _OTHERS.match(name)}

    assert names - known_to_postgresql - DUCKDB_ONLY == set()
