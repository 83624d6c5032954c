"""The protocols that every engine fits, with what each must guarantee."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from core.engines.access import Access
from core.engines.cells import CellReader
from core.engines.pinning import Pinnable
from core.engines.plans import LocalPlanner, Planner
from core.engines.relations import TableInspector, WarehouseTable
from core.engines.table_copies import TableCopy
from core.query import MOST_ROWS, Dialect, Params, Query, Result, TableTypes, TableVersion

Probe = tuple[str, str]  # a relation, and the column that holds its load or event times or nothing


@dataclass(frozen=True, slots=True)
class Measured:
    """How much a relation holds and how new it is.

    `rows` is None if counting would cost more than it is worth. `fault` says what is unavailable,
    to follow the relation's name in a sentence. `version` is the one that was read, if it has any.
    """

    rows: int | None = None
    is_estimate: bool = False
    newest: datetime | None = None
    fault: str = ""
    version: TableVersion | None = None


def instant(seconds: float | None) -> datetime | None:
    """Return the instant so many seconds after 1970; None if there is none in the calendar."""
    if seconds is None:
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise Python's own KeyboardInterrupt on Ctrl-C; DuckDB raises another error."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise


class LocalDatabase(LocalPlanner, Protocol):
    """The DuckDB connection of a run, on which queries over extracts run.

    Every engine hands out the same class; if the warehouse is DuckDB, it is a connection to that.
    """

    def execute(self, sql: str, params: Params | Sequence[Any] = ()) -> Result:
        """Run one of the framework's statements, with `$name` or `?` parameters.

        Raises:
            QueryError: DuckDB refuses it.
        """

    def fetch(
        self, sql: str, params: Params, *, integer_division: bool, most_rows: int = MOST_ROWS
    ) -> Result:
        """Run an author's query in DuckDB's dialect, with `$name` parameters.

        `integer_division` gives division PostgreSQL's meaning: whole numbers stay whole, and
        dividing by zero fails.

        Raises:
            QueryError: It is not one SELECT, DuckDB refuses it, or it returns more than `most_rows`
                rows.
            TimeLimitError: It takes longer than the time limit.
        """

    def load_files(self, table: str, paths: Sequence[str], types: Mapping[str, str]) -> None:
        """Make a temporary table of CSV or Parquet files; `types` of columns replace guessed ones.

        Raises:
            QueryError: A file is missing, or not as `types` say.
        """

    def measure(self, relation: str, column: str) -> Measured:
        """Return how much a relation holds, and the newest time in `column` where one is named.

        Raises:
            QueryError: The relation cannot be read.
        """


class Snapshot(Planner, Pinnable, TableInspector, Protocol):
    """One consistent, read-only view of the warehouse for all queries of a run.

    Every engine guarantees:

    - Queries see the tables as they were when the snapshot was opened, also after `recover`; those
      of a remote engine as far as `consistency` says.
    - No query can write to the warehouse or a file, nor read a file that is not a source's, even
      one that got past the checks.
    - A query that takes longer than the time limit ends, and the next one works.
    - Arithmetic is PostgreSQL's, on the warehouse and on copies of its tables.
    """

    def set_timezone(self, timezone: str) -> None:
        """Let timestamps without an offset mean local time in `timezone` from now on."""

    def fetch(self, query: Query) -> Result:
        """Run a query over tables of the warehouse, in the dialect that the engine speaks.

        Raises:
            QueryError: The database refuses it, it takes longer than the time limit, or it returns
                more than `MOST_ROWS` rows. A transient one may succeed a moment later. `recover`
                comes before the next query.
        """

    def recover(self) -> bool:
        """Make the snapshot usable again after a query failed.

        Return whether the temporary tables on `local()` are lost.

        Raises:
            WarehouseError: The connection is lost.
        """

    def local(self) -> LocalDatabase:
        """Return the run's local DuckDB; it is opened when it is first needed."""

    @property
    def has_local_tables(self) -> bool:
        """Whether queries that read tables only may run on `local()`."""

    def row_count(self, tables: Collection[str]) -> float:
        """Return about how many rows of `tables` would be copied for such queries."""

    def column_types(self, tables: Collection[str]) -> TableTypes:
        """Return the columns of tables of the warehouse, each with the server's name of its type.

        A table that is missing is left out.
        """

    def work_locally(self, needs: Mapping[str, frozenset[str]]) -> None:
        """Let such queries run on `local()`; `needs` maps each table to the columns they read."""

    @property
    def cell_reader(self) -> CellReader | None:
        """What reads cells of tables that are not computed on `local()`; None if nothing does."""

    def measure(self, asked: Sequence[Probe]) -> list[Measured]:
        """Return how much each table or view holds, and the newest time in its column.

        Raises:
            QueryError: One of them cannot be read. `recover` comes before the next query.
        """

    def extract(self, table: str, wanted: TableCopy) -> None:
        """Make a copy of `table` readable on `local()` under its name; it may hold more.

        Raises:
            CopyLimitError: It has more rows than may be copied.
            QueryError: The table is missing, or cannot be copied within the time limit.
        """


class Database(Protocol):
    """A connection to the database that holds the store.

    Every engine guarantees that what a process has not committed is gone when the process ends, and
    that its locks are free then.
    """

    dialect: Dialect
    place: str
    """Where it is, for people; without a password."""

    def lock(self, names: Sequence[str], access: Access) -> AbstractContextManager[None]:
        """Hold the named locks; they end with the process.

        Raises:
            LockedError: Another process holds one for longer than `access.wait` seconds.
        """

    def execute(self, sql: str, params: Params | None = None) -> Result:
        """Run one of the framework's statements, with `:name` parameters.

        Raises:
            NoTableError: A table of the store does not exist.
            WarehouseError: The database refuses it, or is gone.
        """

    def script(self, sql: str) -> None:
        """Run several statements that have no parameters."""

    def transaction(self) -> AbstractContextManager[None]:
        """Commit what is executed within, or nothing of it."""

    def queue(self, name: str) -> None:
        """Wait, in a transaction, for others that queued under `name` in theirs."""

    def close(self) -> None:
        """Release the connection and all that it holds."""


class Warehouse(Protocol):
    """What KPIs read; it is never written."""

    dialect: Dialect
    place: str
    """Where it is, for people; without a password."""
    engine: str
    """Name and version: `PostgreSQL 18.0`."""

    def snapshot(
        self, timeout: float, files: Collection[str] = ()
    ) -> AbstractContextManager[Snapshot]:
        """Open a snapshot whose queries may each take `timeout` seconds.

        Of all files its local database reads `files` alone; in one process, the first snapshot of a
        DuckDB warehouse decides for all.
        """

    def relations(self) -> list[WarehouseTable]:
        """Return the tables and views that this user may read, by schema and name.

        Temporary ones and those of the system's own schemas are left out.

        Raises:
            WarehouseError: The warehouse is gone.
        """

    def views(self) -> dict[str, str]:
        """Return what defines each view, by `schema.name` in lower case.

        That is its SELECT, or the CREATE VIEW that made it, in the dialect of the warehouse.

        Raises:
            WarehouseError: The warehouse is gone.
        """

    def close(self) -> None:
        """Release the connection and all that it holds."""


class EngineConnection(Database, Warehouse, Protocol):
    """A connection of any engine: it can hold the store, be read by KPIs, or both."""

    def load_csv(self, table: str, path: Path) -> int:
        """Append a CSV file with a header to `table`; return the number of rows."""
