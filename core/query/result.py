"""The two values exchanged with an engine: a query to run, and its result of limited size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.errors import QueryError
from core.query.binding import Params

RESULT_COLUMNS = ("field", "value", "numerator", "denominator")
MOST_ROWS = 10_000  # of one result; a longer scorecard does not help a reader


class UnionPart(NamedTuple):
    """A query within a union, in PostgreSQL's dialect; its first column is not its number."""

    sql: str
    params: Params


class Query(NamedTuple):
    """A query with its parameters, for either engine.

    `sql` is in PostgreSQL's dialect with `:name` parameters, `duckdb` the same in DuckDB's dialect
    with `$name` parameters. `params` holds those that the query names, and no others. `parts` are
    the queries of a union, for an engine into whose dialect each is translated once.
    """

    sql: str
    duckdb: str
    params: Params
    parts: tuple[UnionPart, ...] = ()


class Result(NamedTuple):
    """Column names in lower case, and rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def require_few(rows: Sequence[tuple[Any, ...]], most: int) -> None:
    """Refuse a result of more rows than `most`.

    Raises:
        QueryError: There are more.
    """
    if len(rows) > most:
        raise QueryError(
            f"the query returned more than {most:,} rows; return one row, or fewer labels: group"
            ' coarser, or keep the top ones and an "other"'
        )


def columns_fault(columns: Sequence[str]) -> str:
    """Return why columns are not those of a KPI's result; empty if they are."""
    if "value" not in columns:
        names = ", ".join(columns)
        return f"no column named value, but {names}; name it with AS value"
    for name in columns:
        if name not in RESULT_COLUMNS or columns.count(name) > 1:
            remedy = f"return {', '.join(RESULT_COLUMNS)} only"
            return f"the column {name} beside value; {remedy}"
    return ""
