"""The translation of a query over tables for a remote engine, and what is not proven there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.query.binding import Params
from core.query.facts import TableTypes
from core.query.remote.dialects import RemoteDialect
from core.query.remote.versions import TableVersion, TableVersions
from core.query.result import Query
from core.query.tables import find_tables

if TYPE_CHECKING:
    from core.query.remote.statement import Prepared

TypesOf = Callable[[Collection[str]], TableTypes]
VersionsOf = Callable[[Collection[str]], TableVersions]


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


class Translator:
    """Translates queries for one engine, and remembers each text: only parameters change."""

    def __init__(
        self, dialect: RemoteDialect, types_of: TypesOf, versions_of: VersionsOf = lambda _: {}
    ) -> None:
        """`types_of` gives PostgreSQL's type of each column of some tables.

        `versions_of` gives the version at which each of some tables is read, always the same one.
        """
        self._dialect: RemoteDialect = dialect
        self._types_of = types_of
        self._versions_of = versions_of
        self._prepared: dict[tuple[str, str], Prepared] = {}

    def translate(self, query: Query, timezone: str) -> Translation:
        """Return a query for the engine, with the values that it gives on PostgreSQL.

        Args:
            query: One SELECT in PostgreSQL's dialect, or a union of them.
            timezone: The zone in which a time without an offset is local time.

        Raises:
            UntranslatableError: It has a construct that is not proven on the engine.
        """
        # sqlglot takes longer to load than most commands run.
        from core.query.remote.statement import bind_query, bind_union

        if not query.parts:
            return Translation(*bind_query(self._prepare(query.sql, timezone), query.params))
        parts = [(self._prepare(part.sql, timezone), part.params) for part in query.parts]
        return Translation(*bind_union(parts))

    def _prepare(self, sql: str, timezone: str) -> Prepared:
        from core.query.remote.statement import prepared

        key = (sql, timezone)
        if key not in self._prepared:
            tables = find_tables(sql)
            types, versions = self._types_of(tables), self._versions_of(tables)
            self._prepared[key] = prepared(sql, self._dialect, types, timezone, versions)
        return self._prepared[key]


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


def table_at_version(name: str, dialect: RemoteDialect, version: TableVersion) -> str:
    """Return the text that reads a table (in lower case) at a version."""
    # sqlglot takes longer to load than most commands run.
    from core.query.remote.version_clauses import pinned_table

    return pinned_table(name, dialect, version)


def translate_condition(
    condition: str, params: Params, dialect: RemoteDialect, types: Mapping[str, str]
) -> Translation:
    """Return a condition on the rows of a table for `dialect`.

    Args:
        condition: In PostgreSQL's dialect, with `:name` parameters.
        params: Days, instants, and times without an offset.
        dialect: The engine that the table is on.
        types: PostgreSQL's type of each column of the table.

    Raises:
        UntranslatableError: It has a construct that is not proven on that engine.
    """
    # sqlglot takes longer to load than most commands run.
    from core.query.remote.condition import translated_condition

    return Translation(*translated_condition(condition, params, dialect, types))


def find_unproven(
    sql: str, dialect: RemoteDialect, types: TableTypes | None = None
) -> Iterator[tuple[int, str]]:
    """Yield line and message of each construct that is not proven on an engine.

    Without `types`, only those that the text shows.
    """
    from core.query.remote.statement import unproven

    yield from unproven(sql, dialect, types or {})
