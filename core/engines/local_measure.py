"""How much a relation of DuckDB holds and how new it is; counting is free there."""

from __future__ import annotations

import duckdb

from core.engines.base import Measured, instant, interruptible
from core.engines.local import first_line
from core.errors import QueryError

_TIMES = ("DATE", "TIMESTAMP", "VARCHAR")


def measure_relation(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> Measured:
    """Return the rows of a relation, and the newest time in `column` where one is named.

    A time without an offset is one in the session's zone; text counts as far as it reads like
    `2026-11-03 10:00`.

    Raises:
        QueryError: The relation cannot be read.
    """
    try:
        with interruptible():
            return _measure(connection, relation, column)
    except duckdb.Error as error:
        raise QueryError(first_line(error)) from None


def _measure(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> Measured:
    newest, given, fault = "NULL", "0", ""
    if column:
        described = connection.execute(f"SELECT * FROM {relation} LIMIT 0").description or ()
        kinds = {str(name).lower(): str(kind) for name, kind, *_ in described}
        kind = kinds.get(column.lower())
        if kind is None:
            fault = f"has no column {column}"
        elif not kind.startswith(_TIMES):
            fault = f"has {kind.lower()} in its column {column}, not times"
        else:
            newest, given = f'epoch(max(TRY_CAST("{column}" AS TIMESTAMPTZ)))', f'count("{column}")'
    rows, seconds, texts = connection.execute(
        f"SELECT count(*), {newest}, {given} FROM {relation}"
    ).fetchall()[0]
    if texts and seconds is None:
        fault = f"has nothing in its column {column} that reads like a time"
    return Measured(rows, newest=instant(seconds), fault=fault)
