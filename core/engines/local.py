"""Authors' queries on a DuckDB connection, each within the time limit."""

from __future__ import annotations

import math
import os
import select
import signal
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb

from core.errors import QueryError, TimeLimitError
from core.query import (
    NUMBER,
    PERIODS,
    Params,
    Part,
    Result,
    SqlFacts,
    join_for_duckdb,
    split_results,
)


def first_line(error: BaseException) -> str:
    """Return the part of a database's message that a person needs, without its advice on settings."""
    line = next(
        (line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__
    )
    return line.partition(". Use TRY(")[0]


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

        `warehouse_dialect` gives division PostgreSQL's meaning: whole numbers stay whole, and
        dividing by zero fails.

        Raises:
            QueryError: The database refuses it, or time is up.
        """
        return self._execute(
            facts.duckdb,
            {name: params[name] for name in facts.parameters},
            warehouse_dialect=warehouse_dialect,
        )

    def run_many(
        self, sql: str, params: Sequence[Params], *, warehouse_dialect: bool
    ) -> list[Result]:
        """Run a query of `core.query.lateral` and return each period's result, in the order of
        `params`.

        Raises:
            QueryError: The database refuses it for some period, or time is up.
        """
        self._fill_periods(params)
        found = self._execute(sql, {}, warehouse_dialect=warehouse_dialect)
        rows: list[list[tuple[Any, ...]]] = [[] for _ in params]
        for number, *row in found.rows:
            rows[number].append(tuple(row))
        return [Result(found.columns[1:], each) for each in rows]

    def run_scans(self, sql: str, params: Params) -> Result:
        """Run a statement of `core.query.one_pass`, for queries of the warehouse.

        Raises:
            QueryError: The database refuses it, or time is up.
        """
        return self._execute(sql, params, warehouse_dialect=True)

    def run_joined(self, parts: Sequence[Part]) -> list[Result | None]:
        """Run many queries as one and return each one's result; None where a value has to be looked
        at.

        Raises:
            QueryError: The database refuses one of them, or time is up.
        """
        sql, params = join_for_duckdb(parts)
        return split_results(parts, self._execute(sql, params, warehouse_dialect=True).rows)

    def _fill_periods(self, params: Sequence[Params]) -> None:
        kinds = {
            name: "TIMESTAMPTZ" if isinstance(value, datetime) else "DATE"
            for name, value in params[0].items()
        }
        columns = ", ".join(
            f'unnest(${name}::{kind}[]) AS "{name}"' for name, kind in kinds.items()
        )
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {PERIODS} AS SELECT unnest($numbers::INTEGER[]) AS"
            f" {NUMBER}, {columns}",
            {"numbers": list(range(len(params)))}
            | {name: [each[name] for each in params] for name in kinds},
        )

    def _execute(self, sql: str, values: Params, *, warehouse_dialect: bool) -> Result:
        try:
            self.set("integer_division", str(warehouse_dialect))
            with self._alarm:
                cursor = self.connection.execute(sql, dict(values))
                columns = tuple(column[0].lower() for column in cursor.description or ())
                return Result(columns, cursor.fetchall())
        except duckdb.InterruptException:
            raise TimeLimitError(
                f"took longer than {self._timeout:g} s; make the query faster or raise"
                " SCORECARD_QUERY_TIMEOUT"
            ) from None
        except duckdb.Error as error:
            raise QueryError(first_line(error)) from None

    def close(self) -> None:
        """Stop watching the clock."""
        self._alarm.close()


class _Alarm:
    """Interrupts what a connection does for longer than `timeout` seconds, or when Ctrl-C is
    pressed.

    One thread for all queries: starting one for each takes longer than a small query does. DuckDB
    looks for Ctrl-C by itself, but not while it waits for its own threads.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._deadline = math.inf
        self._lock = threading.Lock()
        self._closed = False
        self._ear, self._bell = os.pipe()
        os.set_blocking(self._bell, False)
        self._in_main = threading.current_thread() is threading.main_thread()
        self._former = self._ring(self._bell)
        self._thread = threading.Thread(target=self._watch, name="query time limit", daemon=True)
        self._thread.start()

    def _ring(self, file: int) -> int:
        """Have the number of each signal written to `file`, which only the main thread may ask for."""
        return signal.set_wakeup_fd(file, warn_on_full_buffer=False) if self._in_main else -1

    def __enter__(self) -> None:
        self._deadline = time.monotonic() + self._timeout

    def __exit__(self, *_: object) -> None:
        # With the lock, so that no interrupt arrives once the query has ended.
        with self._lock:
            self._deadline = math.inf

    def _watch(self) -> None:
        pause = self._timeout
        while not self._closed:
            heard = os.read(self._ear, 64) if select.select([self._ear], [], [], pause)[0] else b""
            with self._lock:
                left = self._deadline - time.monotonic()
                if left <= 0 or (signal.SIGINT in heard and left < math.inf):
                    self._connection.interrupt()
            # A query that begins from now on is not due before a whole timeout has passed.
            pause = left if 0 < left < self._timeout else self._timeout

    def close(self) -> None:
        self._ring(self._former)
        self._closed = True
        os.write(self._bell, b"\0")
        self._thread.join()
        os.close(self._bell)
        os.close(self._ear)
