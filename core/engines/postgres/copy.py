"""A table of PostgreSQL as a table of DuckDB, by way of a CSV file in the run's snapshot."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from core.errors import QueryError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# PostgreSQL's names that DuckDB does not take as they are; what is in neither list arrives as text.
_TYPES = {
    "timestamp with time zone": "TIMESTAMPTZ",
    "timestamp without time zone": "TIMESTAMP",
    "time without time zone": "TIME",
    "real": "FLOAT",
    "numeric": "DOUBLE",
}
_SAME = frozenset(["smallint", "integer", "bigint", "boolean", "date", "interval", "uuid"]) | {
    "double precision"
}
_DECIMAL_DIGITS = 38

_COLUMNS = """
    SELECT attname,
        CASE typtype WHEN 'd' THEN format_type(typbasetype, typtypmod) ELSE format_type(atttypid, atttypmod) END
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
    WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


def duckdb_type(name: str) -> str:
    """Return the DuckDB type that holds PostgreSQL's type `name`, text where there is none."""
    if match := re.fullmatch(r"numeric\((\d+),(\d+)\)", name):
        return f"DECIMAL({match[1]},{match[2]})" if int(match[1]) <= _DECIMAL_DIGITS else "DOUBLE"
    plain = re.sub(r"\(\d+\)", "", name)
    return _TYPES.get(plain) or (plain.upper() if plain in _SAME else "VARCHAR")


def copy_table(
    source: psycopg.Connection[tuple[Any, ...]],
    target: DuckDBPyConnection,
    table: str,
    columns: Collection[str] | None,
    folder: Path,
) -> None:
    """Copy `columns` of `table` (in lower case), all where None, replacing an earlier copy.

    Raises:
        QueryError: The warehouse has no such table, or it holds a value that DuckDB cannot.
    """
    import duckdb

    found = source.execute(_COLUMNS, [table]).fetchall()
    if not found:
        raise QueryError(f"relation {table} does not exist in the warehouse")
    wanted = [
        (name, duckdb_type(kind))
        for name, kind in found
        if columns is None or name.lower() in columns
    ] or [(name, duckdb_type(kind)) for name, kind in found[:1]]
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in wanted)
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)").format(
        names, sql.Identifier(*table.split("."))
    )
    path = folder / "extract.csv"
    with path.open("wb") as file, source.cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in copy:
            file.write(chunk)
    schema = table.split(".", maxsplit=1)[0]
    target.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    quoted = ".".join(f'"{part}"' for part in table.split("."))
    try:
        target.execute(
            f"CREATE OR REPLACE TABLE {quoted} AS SELECT * FROM read_csv($path, header=false,"
            " columns=$columns, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='',"
            " allow_quoted_nulls=false)",
            {"path": str(path), "columns": dict(wanted)},
        )
    except duckdb.Error as error:
        raise QueryError(
            f"{table} cannot be copied: {' '.join(str(error).split())[:300]}"
        ) from None
    path.unlink()
