"""The store's tables on both engines: many rows in one statement, and no row in a missing table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from core.engines import Database
from core.errors import NoTableError
from core.query import Params, Result
from core.store.columns import Columns, make_records, select_list
from core.store.schema import SCHEMA

T = TypeVar("T")


def full_name(table: str) -> str:
    """Return a table's name with its schema, as SQL."""
    return f'{SCHEMA}."{table}"'


def scorecard_table(domain: str) -> str:
    """Return the table that holds a domain's rows."""
    return f"scorecard_{domain}"


def insert(database: Database, table: str, columns: Columns, conflict: str = "") -> None:
    """Insert columns into a table, nothing where there are none; `conflict` ends the statement."""
    if not columns:
        return
    arrays = ", ".join(f"unnest(:{name}::{kind}[])" for name, (kind, _) in columns.items())
    database.execute(
        f"INSERT INTO {full_name(table)} ({', '.join(columns)}) SELECT {arrays} {conflict}",
        {name: values for name, (_, values) in columns.items()},
    )


def update_on_conflict(key: Iterable[str], updated: Iterable[str]) -> str:
    """Return the end of an INSERT that writes some columns over those of the row with its key."""
    updates = ", ".join(f"{name} = excluded.{name}" for name in updated)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}"


def delete(database: Database, table: str, columns: Columns) -> None:
    """Delete the rows that hold the values of `columns`, one statement each."""
    where = " AND ".join(f"{name} = :{name}" for name in columns)
    for values in zip(*(values for _, values in columns.values()), strict=True):
        database.execute(
            f"DELETE FROM {full_name(table)} WHERE {where}",
            dict(zip(columns, values, strict=True)),
        )


def read(
    database: Database, record: type[T], table: str, clauses: str, params: Params, **given: Any
) -> list[T]:
    """Return a table's rows as records; none while the store has no such table.

    `clauses` follow the table's name in the query. `given` are columns that the table does not
    have, with the value that they have in each record.
    """
    selected = select_list(record, database.dialect, without=given)
    found = query(database, f"SELECT {selected} FROM {full_name(table)} {clauses}", params)
    if not found.rows:
        return []
    columns = dict(zip(found.columns, zip(*found.rows, strict=True), strict=True))
    for name, value in given.items():
        columns[name] = (value,) * len(found.rows)
    return make_records(record, columns)


def query(database: Database, sql: str, params: Params) -> Result:
    """Return what a query finds; nothing while the store lacks a table that it reads."""
    try:
        return database.execute(sql, params)
    except NoTableError:
        return Result((), ())
