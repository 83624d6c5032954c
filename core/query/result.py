"""The two values exchanged with an engine: a query to run, and what it returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.query.binding import Params


class Query(NamedTuple):
    """A query with its parameters, for either engine.

    `sql` is in PostgreSQL's dialect with `:name` parameters, `duckdb` the same in DuckDB's dialect
    with `$name` parameters. `params` holds those that the query names, and no others.
    """

    sql: str
    duckdb: str
    params: Params


class Result(NamedTuple):
    """Column names in lower case, and rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
