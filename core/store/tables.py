"""The store's tables on both engines: many rows in one statement, and none where there is no table
yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.engines import Warehouse
from core.errors import NoTableError
from core.query import Params, Result
from core.store.schema import SCHEMA

Columns = Mapping[str, tuple[str, Sequence[Any]]]


def insert(warehouse: Warehouse, table: str, columns: Columns, conflict: str = "") -> None:
    """Insert columns, each with its SQL type and its values, into a table; `conflict` ends the
    statement.
    """
    arrays = ", ".join(f"unnest(:{name}::{kind}[])" for name, (kind, _) in columns.items())
    warehouse.execute(
        f'INSERT INTO {SCHEMA}."{table}" ({", ".join(columns)}) SELECT {arrays} {conflict}',
        {name: values for name, (_, values) in columns.items()},
    )


def read(warehouse: Warehouse, sql: str, params: Params) -> Result:
    """Return what a query finds; nothing while the store has no such table."""
    try:
        return warehouse.execute(sql, params)
    except NoTableError:
        return Result((), ())
