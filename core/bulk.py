"""Many rows in one statement that PostgreSQL and DuckDB both understand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.engines.base import Warehouse
from core.migrations import SCHEMA

Columns = Mapping[str, tuple[str, Sequence[Any]]]


def insert(warehouse: Warehouse, table: str, columns: Columns, conflict: str = "") -> None:
    """Insert columns, each with its SQL type and its values, into a table; `conflict` ends the statement."""
    arrays = ", ".join(f"unnest(:{name}::{kind}[])" for name, (kind, _) in columns.items())
    warehouse.execute(
        f'INSERT INTO {SCHEMA}."{table}" ({", ".join(columns)}) SELECT {arrays} {conflict}',
        {name: values for name, (_, values) in columns.items()},
    )
