"""The translation of a query over tables for a remote engine, and what is not proven there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.query.binding import Params
from core.query.facts import TableTypes
from core.query.remote.dialects import RemoteDialect


@dataclass(frozen=True, slots=True)
class Translation:
    """A query in an engine's dialect.

    Attributes:
        sql: The text, with the engine's placeholders: `:name` on Spark, `{name: String}` on
            ClickHouse, `@name` on BigQuery, `%(name)s` on Snowflake, `?` on Trino.
        params: What to bind, all of it text; the SQL casts it. On Trino, in the order of the `?`.
    """

    sql: str
    params: Params


def translate(
    sql: str, params: Params, dialect: RemoteDialect, types: TableTypes, timezone: str
) -> Translation:
    """Return the query for `dialect`, with the values that it gives on PostgreSQL.

    Args:
        sql: One SELECT in PostgreSQL's dialect, with `:name` parameters.
        params: Instants with their offset, and dates.
        dialect: The engine that runs it.
        types: PostgreSQL's type of each column of the tables that it reads.
        timezone: The zone in which a time without an offset is local time.

    Raises:
        UntranslatableError: It has a construct that is not proven on that engine.
    """
    # sqlglot takes longer to load than most commands run.
    from core.query.remote.statement import translated

    return Translation(*translated(sql, params, dialect, types, timezone))


def find_unproven(
    sql: str, dialect: RemoteDialect, types: TableTypes | None = None
) -> Iterator[tuple[int, str]]:
    """Yield line and message of each construct that is not proven on an engine.

    Without `types`, only those that the text shows.
    """
    from core.query.remote.statement import unproven

    yield from unproven(sql, dialect, types or {})
