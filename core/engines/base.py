"""The protocol that every engine fits."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.query import Dialect, Params, Part, Result, SqlFacts
from core.settings import host, user

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Probe = tuple[str, str]  # a relation, and the column that holds its load or event times or nothing


@dataclass(frozen=True, slots=True)
class Measured:
    """How much a relation holds and how new it is; `rows` None where counting would cost more than
    it is worth.

    `fault` says what could not be had, to follow the relation's name in a sentence.
    """

    rows: int | None = None
    is_estimate: bool = False
    newest: datetime | None = None
    fault: str = ""


def instant(seconds: float | None) -> datetime | None:
    """Return the instant so many seconds after 1970; None where there is none, or beyond the
    calendar.
    """
    try:
        return (
            None
            if seconds is None
            else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        )
    except (OverflowError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Access:
    """How a command uses the warehouse: `command` names the holder to others, `wait` is in seconds."""

    command: str
    write: bool
    wait: float = 0.0

    @property
    def holder(self) -> str:
        """Who this process is, as told to whoever is kept waiting."""
        return f"{self.command} by {user()}@{host()} (pid {os.getpid()})"


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C be Python's own: DuckDB makes another error of it."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise


class Snapshot(Protocol):
    """One consistent, read-only view of the warehouse for a run's queries."""

    def set_timezone(self, timezone: str) -> None:
        """Let timestamps without an offset mean local time in `timezone` from here on."""

    def fetch(self, sql: str, facts: SqlFacts, params: Params) -> Result:
        """Run an author's query that reads tables only.

        Raises:
            QueryError: The database refuses it, or it takes longer than the time limit.
        """

    generation: int
    """Grows whenever what was made on `local()` is gone."""

    def recover(self) -> None:
        """Make the snapshot usable again after a query failed.

        Raises:
            WarehouseError: The connection is lost.
        """

    def local(self) -> DuckDBPyConnection:
        """Return the DuckDB connection on which queries over extracts run."""

    def fetch_local(self, facts: SqlFacts, params: Params) -> Result:
        """Run an author's query over extracts, on `local()`.

        Raises:
            QueryError: DuckDB refuses it, or it takes longer than the time limit.
        """

    def fetch_many(
        self, sql: str, params: Sequence[Params], *, warehouse_dialect: bool
    ) -> list[Result]:
        """Run a query of `core.query.lateral`, on `local()`, and return each period's result.

        Raises:
            QueryError: DuckDB refuses it for some period, or it takes longer than the time limit.
        """

    def fetch_scans(self, sql: str, params: Params) -> Result:
        """Run a statement of `core.query.one_pass`, on `local()`.

        Raises:
            QueryError: DuckDB refuses it, or it takes longer than the time limit.
        """

    def fetch_joined(self, parts: Sequence[Part]) -> list[Result | None]:
        """Run many queries that read tables only as one; a result is None where a value has to be
        looked at.

        Raises:
            QueryError: The database refuses one of them, or they take longer than the time limit.
        """

    @property
    def has_local_tables(self) -> bool:
        """Whether queries that read tables only may run on `local()`."""

    def row_count(self, tables: Collection[str]) -> float:
        """Return about how many rows would have to be copied before such queries could run on
        `local()`.
        """

    def work_locally(self, needs: Mapping[str, frozenset[str]]) -> None:
        """Let such queries run on `local()`; `needs` are the columns that they name of each table."""

    def measure(self, asked: Sequence[Probe]) -> list[Measured]:
        """Return how much each table or view holds, and the newest time in its column.

        Raises:
            QueryError: One of them cannot be read; `recover` before anything else is asked.
        """

    def extract(self, table: str, facts: SqlFacts) -> None:
        """Make the columns of `table` that a query names readable on `local()` under the same name."""


class Warehouse(Protocol):
    """A connection that writes the store, and the snapshots beside it."""

    dialect: Dialect
    place: str
    engine: str
    """Name and version: `PostgreSQL 18.0`."""

    def lock(self, names: Sequence[str], access: Access) -> AbstractContextManager[None]:
        """Hold the named locks; they end with the process.

        Raises:
            LockedError: Another process holds one for longer than `access.wait` seconds.
        """

    def execute(self, sql: str, params: Params | None = None) -> Result:
        """Run one of the framework's statements, with `:name` parameters."""

    def script(self, sql: str) -> None:
        """Run several statements that have no parameters."""

    def transaction(self) -> AbstractContextManager[None]:
        """Commit what is executed within, or nothing of it."""

    def queue(self, name: str) -> None:
        """Within a transaction, wait until no other process is in one that has queued under `name`."""

    def snapshot(self, timeout: float) -> AbstractContextManager[Snapshot]:
        """Open a snapshot whose queries may each take `timeout` seconds."""

    def load_csv(self, table: str, path: Path) -> int:
        """Append a CSV file with a header to `table`; return the number of rows."""

    def close(self) -> None:
        """Release the connection and whatever it holds."""
