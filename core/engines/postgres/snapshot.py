"""A run's view of PostgreSQL: one transaction, with a local DuckDB beside the server."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import psycopg

from core.engines.base import Measured, Probe
from core.engines.plans import PlannedColumns
from core.engines.postgres.columns import column_types
from core.engines.postgres.connection import Connection, configure
from core.engines.postgres.errors import is_transient, reason, translated_errors
from core.engines.postgres.keys import key_query, read_keys
from core.engines.postgres.measure import measure
from core.engines.postgres.plan import plan_columns, plan_error
from core.engines.postgres.rights import with_grant
from core.engines.relations import UniqueKey, WarehouseTable, sample_query
from core.engines.table_copies import TableCopies, TableCopy
from core.errors import QueryError, WarehouseError
from core.query import EVERY_COLUMN, MOST_ROWS, Query, Result, TableTypes, bind, require_few
from core.signals import held

if TYPE_CHECKING:
    from core.engines.local import LocalDuckDb

# How many rows come from the server at once; an older client library takes them one by one.
_CHUNK = 1000 if psycopg.capabilities.has_stream_chunked() else 1
# Whatever a query sets or makes, also through a view or a function, is undone up to the mark.
_MARK = "SAVEPOINT before_query"
_UNDO = "ROLLBACK TO SAVEPOINT before_query"
_UNMARK = "RELEASE SAVEPOINT before_query"


class PostgresSnapshot:
    """See `core.engines.base.Snapshot`.

    One transaction answers all queries. A savepoint before each one undoes its settings, or its
    failure.
    """

    def __init__(
        self, worker: Connection, timeout: float, files: Collection[str], folder: Path
    ) -> None:
        self._worker = worker
        self._timeout = timeout
        self._files = files
        self._folder = folder
        self._timezone = "UTC"
        self._local: LocalDuckDb | None = None
        self._copies = TableCopies()
        worker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # The first SELECT fixes what the transaction sees. A pooler keeps the session for it all.
        configure(worker)
        self._configure("statement_timeout", f"{int(self._timeout * 1000)}ms")
        self._configure("TimeZone", self._timezone)
        self._worker.execute(_MARK)

    def _configure(self, name: str, value: str) -> None:
        self._worker.execute("SELECT set_config($1, $2, false)", [name, value])

    def set_timezone(self, timezone: str) -> None:
        if timezone == self._timezone:
            return
        with translated_errors(), self._worker.pipeline():
            # What is set behind the mark is undone with the next query.
            self._worker.execute(_UNMARK)
            self._configure("TimeZone", timezone)
            self._worker.execute(_MARK)
        self._timezone = timezone
        if self._local is not None:
            self._local.set("TimeZone", timezone)

    def fetch(self, query: Query) -> Result:
        text, names = bind(query.sql, "numbered")
        try:
            result = self._stream(text, [query.params[name] for name in names])
            self._worker.execute(_UNDO)
        except psycopg.Error as error:
            raise self._query_error(error, query.sql) from None
        require_few(result.rows, MOST_ROWS)
        return result

    def sample(self, table: WarehouseTable, most_rows: int) -> Result:
        return self.fetch(sample_query(table, most_rows))

    def unique_keys(self, table: str) -> list[UniqueKey]:
        return read_keys(self.fetch(key_query(table)))

    def _stream(self, sql: str, params: Sequence[Any]) -> Result:
        """Return a query's first rows, one more than a result may have.

        An ordinary cursor would hold all rows in memory, however few are fetched.
        """
        cursor = self._worker.cursor()
        stream = cast("Generator[tuple[Any, ...]]", cursor.stream(sql, params, size=_CHUNK))
        # To close the stream cancels the rest of the query.
        with closing(stream):
            rows = list(islice(stream, MOST_ROWS + 1))
        return Result(_columns(cursor) if rows else self._describe(sql, params), rows)

    def _describe(self, sql: str, params: Sequence[Any]) -> tuple[str, ...]:
        """Return a query's columns, which a stream without rows does not name."""
        # The server plans a cursor, and computes nothing until rows are fetched.
        with psycopg.RawServerCursor(self._worker, "described_") as cursor:
            return _columns(cursor.execute(sql, params))

    def _query_error(self, error: psycopg.Error, statement: str) -> QueryError:
        if isinstance(error, psycopg.errors.QueryCanceled):
            return QueryError(
                f"took longer than {self._timeout:g} s; make the query faster or raise"
                " SCORECARD_QUERY_TIMEOUT"
            )
        message = reason(error)
        if isinstance(error, psycopg.errors.InsufficientPrivilege):
            message = with_grant(message, statement, self._worker.info.user, stores=False)
        return QueryError(message, transient=is_transient(error))

    def plan(self, query: Query) -> PlannedColumns:
        _, names = bind(query.sql, "numbered")
        params = [query.params[name] for name in names]
        try:
            columns = plan_columns(self._worker, query.sql, params)
            self._worker.execute(_UNDO)
        except psycopg.errors.QueryCanceled as error:
            raise self._query_error(error, query.sql) from None
        except psycopg.Error as error:
            raise plan_error(error, query.sql) from None
        return columns

    def outline(self, table: str, columns: frozenset[str]) -> None:
        # DuckDB loads only with the runs that need it.
        from core.engines.postgres.copy import outline_table

        try:
            chosen = None if EVERY_COLUMN in columns else columns
            outline_table(self._worker, self.local().connection, table, chosen)
        except psycopg.Error as error:
            raise self._query_error(error, table) from None

    def recover(self) -> bool:
        if self._worker.closed:
            raise WarehouseError(
                "the warehouse closed the connection in the middle of the run; run again, nothing"
                " is half stored",
                transient=True,
            )
        if self._worker.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
            with translated_errors():
                self._worker.execute(_UNDO)
        return False

    @property
    def cell_reader(self) -> None:
        """Nothing: many periods are computed on `local()`."""

    @property
    def has_local_tables(self) -> bool:
        return self._copies.are_expected

    def row_count(self, tables: Collection[str]) -> float:
        with translated_errors():
            cursor = self._worker.execute(
                "SELECT coalesce(sum(greatest(reltuples, 0)), 0) FROM pg_class "
                "WHERE oid IN (SELECT to_regclass(name) FROM unnest($1::text[]) AS name"
                " WHERE has_schema_privilege(to_regnamespace(split_part(name, '.', 1)), 'USAGE'))",
                [list(tables)],
            )
            return float(cursor.fetchall()[0][0])

    def column_types(self, tables: Collection[str]) -> TableTypes:
        with translated_errors():
            return column_types(self._worker, tables)

    def pin(self, tables: Collection[str]) -> None:
        """Do nothing: all queries run in one transaction."""

    @property
    def consistency(self) -> str:
        return ""

    def work_locally(self, needs: Mapping[str, frozenset[str]]) -> None:
        self._copies.expect(needs)

    def local(self) -> LocalDuckDb:
        if self._local is None:
            # DuckDB loads only with the runs that need it.
            with held():
                from core.engines.local import open_local

            self._local = open_local(self._timeout, self._files, self._folder)
            self._local.set("TimeZone", self._timezone)
        return self._local

    def measure(self, asked: Sequence[Probe]) -> list[Measured]:
        try:
            measured = measure(self._worker, asked)
            self._worker.execute(_UNDO)
        except psycopg.Error as error:
            tables = " ".join(table for table, _ in asked)
            raise self._query_error(error, tables) from None
        return measured

    def extract(self, table: str, wanted: TableCopy) -> None:
        # DuckDB loads only with the runs that need it.
        with held():
            from core.engines.postgres.copy import copy_table, find_bounds

        try:
            rows = wanted.rows.bounded_by(find_bounds(self._worker, table))
            due = self._copies.find_due(table, TableCopy(wanted.columns, rows))
            if due is None:
                return
            copy_table(self._worker, self.local().connection, table, due, self._folder)
            self._worker.execute(_UNDO)
        except psycopg.Error as error:
            raise self._query_error(error, table) from None
        self._copies.add(table, due)

    def close(self) -> None:
        if self._local is not None:
            self._local.close()
            self._local.connection.close()


def _columns(cursor: psycopg.Cursor[Any] | psycopg.RawServerCursor[Any]) -> tuple[str, ...]:
    return tuple(column.name.lower() for column in cursor.description or ())
