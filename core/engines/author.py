"""Authors' queries on a DuckDB connection, each within the time limit."""

from __future__ import annotations

import math
import threading
import time

import duckdb

from core.engines.base import Params, Result
from core.errors import QueryError
from core.sqlfacts import SqlFacts


def first_line(error: BaseException) -> str:
    """Return the part of a database's message that a person needs."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


class AuthorQueries:
    """Runs authors' queries on `connection`, each for at most `timeout` seconds."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, timeout: float) -> None:
        self.connection = connection
        self._timeout = timeout
        self._settings: dict[str, str] = {}
        self._alarm = _Alarm(connection, timeout)

    def set(self, name: str, value: str) -> None:
        """Give a setting of the connection a value; one that it has already costs nothing."""
        if self._settings.get(name) != value:
            self.connection.execute(f"SET {name} = '{value}'")
            self._settings[name] = value

    def run(self, facts: SqlFacts, params: Params, *, warehouse_dialect: bool) -> Result:
        """Run a query.

        `warehouse_dialect` gives division PostgreSQL's meaning: whole numbers stay whole, and dividing by zero fails.

        Raises:
            QueryError: The database refuses it, or time is up.
        """
        try:
            self.set("integer_division", str(warehouse_dialect))
            with self._alarm:
                cursor = self.connection.execute(facts.duckdb, {name: params[name] for name in facts.parameters})
                columns = tuple(column[0].lower() for column in cursor.description or ())
                return Result(columns, cursor.fetchall())
        except duckdb.InterruptException:
            raise QueryError(
                f"took longer than {self._timeout:g} s; make the query faster or raise SCORECARD_QUERY_TIMEOUT"
            ) from None
        except duckdb.Error as error:
            raise QueryError(first_line(error)) from None

    def close(self) -> None:
        """Stop watching the clock."""
        self._alarm.close()


class _Alarm:
    """Interrupts what a connection does for longer than `timeout` seconds.

    One thread for all queries: starting one for each takes longer than a small query does.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._deadline = math.inf
        self._lock = threading.Lock()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="query time limit", daemon=True).start()

    def __enter__(self) -> None:
        self._deadline = time.monotonic() + self._timeout

    def __exit__(self, *_: object) -> None:
        # With the lock, so that no interrupt arrives once the query has ended.
        with self._lock:
            self._deadline = math.inf

    def _watch(self) -> None:
        pause = self._timeout
        while not self._closed.wait(pause):
            with self._lock:
                left = self._deadline - time.monotonic()
                if left <= 0:
                    self._connection.interrupt()
            # A query that begins from now on is not due before a whole timeout has passed.
            pause = left if 0 < left < self._timeout else self._timeout

    def close(self) -> None:
        self._closed.set()
