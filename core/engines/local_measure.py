"""How much a relation of DuckDB holds and how new it is; counting is free there."""

from __future__ import annotations

import duckdb

from core.engines.base import Measured, instant

_TIMES = ("DATE", "TIMESTAMP", "VARCHAR")


def measure_relation(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> Measured:
    """Return the rows of a relation, and the newest time in `column` where one is named.

    A time without an offset is one in the session's zone; text counts as far as it reads like
    `2026-11-03 10:00`.

    Raises:
        duckdb.Error: The relation cannot be read.
    """
    fault = _column_fault(connection, relation, column) if column else ""
    newest, filled = "NULL", "0"
    if column and not fault:
        newest = f'epoch(max(TRY_CAST("{column}" AS TIMESTAMPTZ)))'
        filled = f'count("{column}")'
    sql = f"SELECT count(*), {newest}, {filled} FROM {relation}"
    rows, seconds, texts = connection.execute(sql).fetchall()[0]
    if texts and seconds is None:
        fault = f"has nothing in its column {column} that reads like a time"
    return Measured(rows, newest=instant(seconds), fault=fault)


def _column_fault(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> str:
    """Return why a column holds no times; empty where it may."""
    described = connection.execute(f"SELECT * FROM {relation} LIMIT 0").description or ()
    kinds = {str(name).lower(): str(kind) for name, kind, *_ in described}
    kind = kinds.get(column.lower())
    if kind is None:
        return f"has no column {column}"
    if not kind.startswith(_TIMES):
        return f"has {kind.lower()} in its column {column}, not times"
    return ""
