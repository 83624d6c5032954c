"""A run's view of a DuckDB file: one read-only transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

import duckdb

from core.engines.base import LocalDatabase, Measured, Probe, Snapshot
from core.engines.local import CONFIG, LocalDuckDb, close_off
from core.engines.plans import PlannedColumns
from core.engines.relations import UniqueKey, WarehouseTable, sample_query
from core.engines.table_copies import TableCopy
from core.errors import PlanError
from core.query import Query, Result, TableTypes, find_word


class DuckDbSnapshot:
    """See `core.engines.base.Snapshot`. The local database is the warehouse itself.

    So an extract of a table is the table.
    """

    def __init__(self, local: LocalDuckDb) -> None:
        self._local = local
        self._begin()

    def _begin(self) -> None:
        self._local.connection.execute("BEGIN TRANSACTION READ ONLY")
        # The first read fixes what a transaction sees.
        self._local.connection.execute("SELECT txid_current()").fetchall()

    def recover(self) -> bool:
        """Begin anew: an error ends DuckDB's transaction, and what is temporary in it.

        The sources are the same as before: this process holds the file against all others, and
        writes the store alone.
        """
        self._local.connection.rollback()
        self._begin()
        return True

    def set_timezone(self, timezone: str) -> None:
        self._local.set("TimeZone", timezone)

    def fetch(self, query: Query) -> Result:
        return self._local.fetch(query.duckdb, query.params, integer_division=True)

    def sample(self, table: WarehouseTable, most_rows: int) -> Result:
        return self.fetch(sample_query(table, most_rows))

    def unique_keys(self, table: str) -> list[UniqueKey]:
        """Return nothing: rows are counted fast here, and few tables have an index."""
        return []

    def plan(self, query: Query) -> PlannedColumns:
        try:
            return self._local.plan(query.duckdb, query.params, integer_division=True)
        except PlanError as error:
            # Its place is one in the translated query.
            place = find_word(query.sql, error.word)
            raise PlanError(str(error), place, error.missing, error.word) from None

    def outline(self, table: str, columns: frozenset[str]) -> None:
        """Do nothing: the connection already reads the table."""

    @property
    def cell_reader(self) -> None:
        """Nothing: many periods are computed on `local()`."""

    @property
    def has_local_tables(self) -> bool:
        return True

    def row_count(self, tables: Collection[str]) -> float:
        return 0.0

    def column_types(self, tables: Collection[str]) -> TableTypes:
        """Return nothing: queries never leave this warehouse."""
        return {}

    def pin(self, tables: Collection[str]) -> None:
        """Do nothing: all queries run in one transaction."""

    @property
    def consistency(self) -> str:
        return ""

    def work_locally(self, needs: Mapping[str, frozenset[str]]) -> None:
        """Do nothing: the connection already reads the tables."""

    def local(self) -> LocalDatabase:
        return self._local

    def measure(self, asked: Sequence[Probe]) -> list[Measured]:
        return [self._local.measure(table, column) for table, column in asked]

    def extract(self, table: str, wanted: TableCopy) -> None:
        """Do nothing: the connection already reads the table."""


@contextmanager
def open_in_memory(
    fill: Callable[[LocalDatabase], object], timeout: float, files: Collection[str]
) -> Iterator[Snapshot]:
    """Open a snapshot of a DuckDB in memory that `fill` makes the tables of."""
    with (
        duckdb.connect(config=CONFIG) as connection,
        closing(LocalDuckDb(connection, timeout)) as local,
    ):
        fill(local)
        close_off(connection, files)
        yield DuckDbSnapshot(local)
