"""The protocol of a client: the part of a remote warehouse that each engine does in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from core.engines.plans import PlannedColumns
from core.engines.relations import WarehouseTable
from core.query import Params, RemoteDialect, TableVersion

if TYPE_CHECKING:
    import pyarrow as pa

FaultKind = Literal["", "table", "column", "time", "lost", "gone"]


@dataclass(frozen=True, slots=True)
class RemoteFault:
    """An engine's error as one sentence.

    `kind` says what is missing, that the time is over, that the connection is lost, or that the
    version of a table is gone; empty for any other fault. `word` is the name of what is missing.
    """

    message: str
    kind: FaultKind = ""
    word: str = ""


class RemoteClient(Protocol):
    """A connection to an engine. Types of columns are PostgreSQL's names."""

    dialect: RemoteDialect
    place: str
    """Where it is, for people; without a password."""
    engine: str
    """Name and version."""
    grace: float
    """Seconds after the time limit until a query that the engine did not end is cancelled."""

    def query(self, sql: str, params: Params, timeout: float, most_rows: int | None) -> pa.Table:
        """Run a query of the engine's dialect; return its first `most_rows` rows, all if None."""

    def plan(self, sql: str, params: Params) -> PlannedColumns:
        """Return the columns that a query would have, without running it."""

    def columns(self, table: str) -> Mapping[str, str]:
        """Return the columns of a table (in lower case); nothing if it is missing."""

    def versions(
        self, tables: Sequence[str], moment: datetime | None
    ) -> Mapping[str, TableVersion]:
        """Return the current version of tables (in lower case), without those that have none.

        An engine that goes back in time reads them as of `moment`, or of now if that is None.
        """

    def relations(self) -> list[WarehouseTable]:
        """Return the tables and views that this user may read."""

    def attempt_write(self) -> None:
        """Try to make an empty table, and remove it if that was possible.

        Raises:
            Exception: The engine refuses it, as it should.
        """

    def cancel(self) -> None:
        """End the queries of this connection; called from another thread than theirs."""

    def fault(self, error: Exception) -> RemoteFault:
        """Return what an error of the engine's driver means."""

    def close(self) -> None:
        """Release the connection."""
