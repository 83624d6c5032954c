"""The statement that reads the rows to copy of a remote table, and the refusal of too many."""

from __future__ import annotations

from collections.abc import Mapping

from core.errors import CopyLimitError
from core.query import (
    RemoteDialect,
    RowSet,
    Translation,
    find_time_columns,
    row_condition,
    translate_condition,
)

_REMEDY = "let the query read a view that holds fewer, or raise SCORECARD_COPIED_ROWS"


def select_rows_of(
    dialect: RemoteDialect, select: str, rows: RowSet, types: Mapping[str, str]
) -> Translation:
    """Return a statement with `rows` of what `select` reads of a table.

    `types` are PostgreSQL's types of the table's columns.
    """
    if rows.are_all:
        return Translation(select, {})
    condition, params = row_condition(rows, find_time_columns(types))
    translated = translate_condition(condition, params, dialect, types)
    return Translation(f"{select} WHERE {translated.sql}", translated.params)


def limit_error(table: str, rows: RowSet, most: int) -> CopyLimitError:
    """Return the error of a table with more rows than may be copied."""
    if rows.are_all:
        return CopyLimitError(
            f"{table} has more than {most:,} rows that the query may need; bound a column of time"
            f" by :start and :end, {_REMEDY}"
        )
    return CopyLimitError(
        f"{table} has more than {most:,} {rows}, which the query may need; compute fewer periods"
        f" at a time, {_REMEDY}"
    )
