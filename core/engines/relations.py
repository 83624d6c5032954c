"""The tables and views of a warehouse, and the columns of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Any, Protocol

from core.query import Query, Result, quote_name


@dataclass(frozen=True, slots=True)
class WarehouseTable:
    """A table or view; `columns` are pairs of a name and the server's name of its type.

    `rows` is the database's own estimate, None if it has none.
    """

    schema: str
    name: str
    kind: str
    rows: int | None
    columns: tuple[tuple[str, str], ...]

    @property
    def full_name(self) -> str:
        """Name with its schema, for people."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """The columns of a unique index, in lower case, and whether none of them can be NULL."""

    columns: frozenset[str]
    is_filled: bool


class TableInspector(Protocol):
    """The part of a snapshot that looks at one table."""

    def unique_keys(self, table: str) -> list[UniqueKey]:
        """Return the unique indexes that hold for a table's rows; nothing where none is known."""

    def sample(self, table: WarehouseTable, most_rows: int) -> Result:
        """Return a few rows of a table or view, each value as text; which, is up to the database.

        Of a table whose columns are not given, a row has one value.

        Raises:
            QueryError: It cannot be read, or takes longer than the time limit.
        """


def sample_query(table: WarehouseTable, most_rows: int) -> Query:
    """Return the query for a few rows, on databases that write any value as text."""
    columns = ", ".join(f"CAST({quote_name(name)} AS text)" for name, _ in table.columns)
    source = f"{quote_name(table.schema)}.{quote_name(table.name)}"
    sql = f"SELECT {columns or 1} FROM {source} LIMIT {most_rows}"
    return Query(sql, sql, {})


def group_columns(rows: Iterable[tuple[Any, ...]]) -> list[WarehouseTable]:
    """Return the relations of ordered rows: schema, name, kind, rows, column and its type.

    A relation without columns has one row, in which the column is None.
    """
    relations = []
    for (schema, name, kind, count), group in groupby(rows, key=lambda row: row[:4]):
        columns = tuple((row[4], row[5]) for row in group if row[4] is not None)
        relations.append(WarehouseTable(schema, name, kind, count, columns))
    return relations


def near_names(relations: Iterable[WarehouseTable], name: str) -> list[str]:
    """Return up to three full names that are like `name`, with or without its schema."""
    names: dict[str, str] = {}
    for relation in relations:
        names.setdefault(relation.name.lower(), relation.full_name)
        names[relation.full_name.lower()] = relation.full_name
    near = get_close_matches(name.lower(), names, n=3)
    return list(dict.fromkeys(names[each] for each in near))
