"""A table of a remote warehouse as a table of the run's local DuckDB, by way of Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb

from core.engines.local import first_line
from core.errors import QueryError
from core.query import quote_name, quote_relation

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
    columns = ", ".join(
        f"{quote_name(name)}::{kind} AS {quote_name(name)}" for name, kind in types.items()
    )
    try:
        _make_schema(target, table)
        target.execute(
            f"CREATE OR REPLACE TABLE {quote_relation(table)} AS SELECT {columns} FROM {_ARRIVING}"
        )
    except duckdb.Error as error:
        raise QueryError(f"{table} cannot be copied: {first_line(error)}") from None
    finally:
        target.unregister(_ARRIVING)


def load_numbers(target: duckdb.DuckDBPyConnection, table: str, arrow: pa.Table) -> None:
    """Make a temporary table of numbers.

    Raises:
        QueryError: A column holds something else.
    """
    target.register(_ARRIVING, _as_numbers(arrow))
    try:
        target.execute(
            f"CREATE OR REPLACE TEMP TABLE {quote_name(table)} AS SELECT * FROM {_ARRIVING}"
        )
    finally:
        target.unregister(_ARRIVING)


def _as_numbers(arrow: pa.Table) -> pa.Table:
    """Return the table with decimals of more digits than DuckDB has as floats."""
    import pyarrow as pa

    numbers = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    for index, field in enumerate(arrow.schema):
        kind = field.type
        if pa.types.is_decimal256(kind):
            arrow = arrow.set_column(index, field.name, arrow.column(index).cast(pa.float64()))
        elif not any(is_number(kind) for is_number in numbers):
            raise QueryError(f"the column {field.name} of {kind} holds no numbers")
    return arrow


def outline_columns(
    target: duckdb.DuckDBPyConnection, table: str, types: Mapping[str, str]
) -> None:
    """Make the table that a copy would make, without rows.

    Raises:
        QueryError: DuckDB lacks a type.
    """
    columns = ", ".join(f"{quote_name(name)} {kind}" for name, kind in types.items())
    try:
        _make_schema(target, table)
        target.execute(f"CREATE OR REPLACE TABLE {quote_relation(table)} ({columns})")
    except duckdb.Error as error:
        raise QueryError(f"{table} cannot be copied: {first_line(error)}") from None


def _make_schema(target: duckdb.DuckDBPyConnection, table: str) -> None:
    target.execute(f"CREATE SCHEMA IF NOT EXISTS {quote_name(table.partition('.')[0])}")


def _with_wall_clock(arrow: pa.Table, types: Mapping[str, str]) -> pa.Table:
    """Return the table with local times as such: some engines send them as instants of a zone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for index, (name, kind) in enumerate(types.items()):
        arrow_type = arrow.schema.field(index).type
        if kind == _LOCAL_TIME and pa.types.is_timestamp(arrow_type) and arrow_type.tz:
            arrow = arrow.set_column(index, name, pc.local_timestamp(arrow.column(index)))
    return arrow
