"""A table of a remote warehouse as a table of the run's local DuckDB, by way of Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from core.engines.local import first_line
from core.errors import QueryError

if TYPE_CHECKING:
    import pyarrow as pa

_ARRIVING = "arriving_"
_LOCAL_TIME = "timestamp without time zone"


def load_arrow(
    target: duckdb.DuckDBPyConnection, table: str, arrow: pa.Table, types: Mapping[str, str]
) -> None:
    """Make `table` of Arrow's columns, each of the PostgreSQL type that `types` gives it.

    Raises:
        QueryError: DuckDB cannot hold a value.
    """
    target.register(_ARRIVING, _with_wall_clock(arrow, types))
    columns = ", ".join(f"{quoted(name)}::{kind} AS {quoted(name)}" for name, kind in types.items())
    try:
        _make_schema(target, table)
        target.execute(
            f"CREATE OR REPLACE TABLE {quoted_table(table)} AS SELECT {columns} FROM {_ARRIVING}"
        )
    except duckdb.Error as error:
        raise QueryError(f"{table} cannot be copied: {first_line(error)}") from None
    finally:
        target.unregister(_ARRIVING)


def outline_columns(
    target: duckdb.DuckDBPyConnection, table: str, types: Mapping[str, str]
) -> None:
    """Make the table that a copy would make, without rows.

    Raises:
        QueryError: DuckDB lacks a type.
    """
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in types.items())
    try:
        _make_schema(target, table)
        target.execute(f"CREATE OR REPLACE TABLE {quoted_table(table)} ({columns})")
    except duckdb.Error as error:
        raise QueryError(f"{table} cannot be copied: {first_line(error)}") from None


def _make_schema(target: duckdb.DuckDBPyConnection, table: str) -> None:
    target.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(table.partition('.')[0])}")


def _with_wall_clock(arrow: pa.Table, types: Mapping[str, str]) -> pa.Table:
    """Return the table with local times as such: some engines send them as instants of a zone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for index, (name, kind) in enumerate(types.items()):
        arrow_type = arrow.schema.field(index).type
        if kind == _LOCAL_TIME and pa.types.is_timestamp(arrow_type) and arrow_type.tz:
            arrow = arrow.set_column(index, name, pc.local_timestamp(arrow.column(index)))
    return arrow


def quoted_table(table: str) -> str:
    """Return `schema.name` with each part in double quotes."""
    return ".".join(map(quoted, table.split(".")))


def quoted(name: str) -> str:
    """Return a name in double quotes."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
