"""A table of PostgreSQL as a table of DuckDB, by way of a CSV file in the run's snapshot."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import duckdb
from psycopg import sql

from core.engines.postgres.connection import Connection
from core.errors import QueryError

# PostgreSQL's names that DuckDB does not take as they are; what is in neither list arrives as text.
_TYPES = {
    "timestamp with time zone": "TIMESTAMPTZ",
    "timestamp without time zone": "TIMESTAMP",
    "time without time zone": "TIME",
    "real": "FLOAT",
    "numeric": "DOUBLE",
}
_SAME = frozenset(
    ["smallint", "integer", "bigint", "double precision", "boolean", "date", "interval", "uuid"]
)
_DECIMAL_DIGITS = 38
_LONGEST_REASON = 300

_COLUMNS = """
    SELECT attname,
        CASE typtype WHEN 'd' THEN format_type(typbasetype, typtypmod)
            ELSE format_type(atttypid, atttypmod) END
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
    WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


def duckdb_type(name: str) -> str:
    """Return the DuckDB type that holds PostgreSQL's type `name`, text if there is none."""
    decimal = re.fullmatch(r"numeric\((\d+),(\d+)\)", name)
    if decimal:
        digits, scale = int(decimal[1]), decimal[2]
        return f"DECIMAL({digits},{scale})" if digits <= _DECIMAL_DIGITS else "DOUBLE"
    plain = re.sub(r"\(\d+\)", "", name)
    if plain in _SAME:
        return plain.upper()
    return _TYPES.get(plain, "VARCHAR")


def copy_table(
    source: Connection,
    target: duckdb.DuckDBPyConnection,
    table: str,
    columns: Collection[str] | None,
    folder: Path,
) -> None:
    """Copy `columns` of `table` (in lower case), all if None, replacing an earlier copy.

    Raises:
        QueryError: The warehouse has no such table, or it holds a value that DuckDB cannot.
    """
    types = _types(source, table, columns)
    path = folder / "extract.csv"
    _write_csv(source, table, list(types), path)
    schema = table.split(".", maxsplit=1)[0]
    target.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    quoted = ".".join(f'"{part}"' for part in table.split("."))
    try:
        target.execute(
            f"CREATE OR REPLACE TABLE {quoted} AS SELECT * FROM read_csv($path, header=false,"
            " columns=$columns, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='',"
            " allow_quoted_nulls=false)",
            {"path": str(path), "columns": types},
        )
    except duckdb.Error as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON]
        raise QueryError(f"{table} cannot be copied: {reason}") from None
    path.unlink()


def _types(source: Connection, table: str, columns: Collection[str] | None) -> dict[str, str]:
    """Return the columns to copy with their DuckDB types; the first one if none is wanted."""
    described = source.execute(_COLUMNS, [table]).fetchall()
    if not described:
        raise QueryError(f"relation {table} does not exist in the warehouse")
    wanted = described
    if columns is not None:
        wanted = [(name, kind) for name, kind in described if name.lower() in columns]
    return {name: duckdb_type(kind) for name, kind in wanted or described[:1]}


def _write_csv(source: Connection, table: str, columns: Collection[str], path: Path) -> None:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    relation = sql.Identifier(*table.split("."))
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)")
    with (
        path.open("wb") as file,
        source.cursor() as cursor,
        cursor.copy(statement.format(names, relation)) as copy,
    ):
        for chunk in copy:
            file.write(chunk)
