"""PostgreSQL through psycopg 3: the warehouse of a production scorecard."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql as composed

from core.config import Settings
from core.engines.base import Access, Params, Result
from core.errors import LockedError, QueryError, SettingsError, WarehouseError
from core.query import bind
from core.sqlfacts import Dialect, SqlFacts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Connection = psycopg.Connection[tuple[Any, ...]]

_POLL = 0.1
_CONNECT_TIMEOUT = 10
# Our advisory locks: the first key is ours, the second the hash of a domain's name.
_LOCK_CLASS = 0x5C04


def open_warehouse(settings: Settings, access: Access) -> PostgresWarehouse:
    """Connect to `postgresql://…`; the password may come from the URL, PGPASSWORD or a password file."""
    return PostgresWarehouse(settings.warehouse, _connect(settings.warehouse, access.holder))


def _connect(url: str, name: str) -> Connection:
    try:
        return psycopg.connect(
            url,
            autocommit=True,
            connect_timeout=_CONNECT_TIMEOUT,
            application_name=name[:63],
            cursor_factory=psycopg.RawCursor,
        )
    except psycopg.Error as error:
        parts = urlsplit(url)
        place = f"{parts.hostname or 'the local socket'}{parts.path}"
        raise SettingsError(f"SCORECARD_WAREHOUSE: {place} cannot be reached: {reason(error)}") from None


def reason(error: psycopg.Error) -> str:
    """Return the server's message without its position marks and context; it holds no password."""
    text = error.diag.message_primary or str(error)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


@contextmanager
def _telling() -> Iterator[None]:
    """Turn the driver's errors, in the framework's own statements, into ours."""
    try:
        yield
    except psycopg.Error as error:
        raise WarehouseError(
            f"the warehouse failed: {reason(error)}; mend it and run again, whole steps are stored"
        ) from None


class PostgresWarehouse:
    """See `core.engines.base.Warehouse`."""

    dialect: Dialect = "postgres"

    def __init__(self, url: str, connection: Connection) -> None:
        parts = urlsplit(url)
        self.place = f"PostgreSQL {parts.hostname or 'on the local socket'}{parts.path}"
        self._url = url
        self._connection = connection

    @contextmanager
    def lock(self, names: Sequence[str], access: Access) -> Iterator[None]:
        deadline = time.monotonic() + access.wait
        for name in sorted(names):
            while not self._try_lock(name):
                if time.monotonic() >= deadline:
                    raise LockedError(f"{name} is held by {self._lock_holder(name)}; wait for it to end, or stop it")
                time.sleep(_POLL)
        try:
            yield
        finally:
            if not self._connection.broken:
                self.execute("SELECT pg_advisory_unlock_all()")

    def _try_lock(self, name: str) -> bool:
        found = self.execute(
            "SELECT pg_try_advisory_lock(:class::int, hashtext(:name))", {"class": _LOCK_CLASS, "name": name}
        )
        return bool(found.rows[0][0])

    def _lock_holder(self, name: str) -> str:
        found = self.execute(
            """
            SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'advisory' AND granted AND classid = :class::int::oid
              AND objid = (hashtext(:name)::bigint & 4294967295)::oid
            """,
            {"class": _LOCK_CLASS, "name": name},
        )
        return str(found.rows[0][0]) if found.rows else "another run"

    def execute(self, sql: str, params: Params | None = None) -> Result:
        text, names = bind(sql, "numbered")
        with _telling():
            cursor = self._connection.execute(text, [(params or {})[name] for name in names])
            columns = tuple(column.name.lower() for column in cursor.description or ())
            return Result(columns, cursor.fetchall() if cursor.description else [])

    def script(self, sql: str) -> None:
        with _telling(), psycopg.ClientCursor(self._connection) as cursor:
            cursor.execute(sql.encode())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with _telling(), self._connection.transaction():
            yield

    @contextmanager
    def snapshot(self, timeout: float) -> Iterator[PostgresSnapshot]:
        keeper = _connect(self._url, "scorecard snapshot")
        worker = _connect(self._url, "scorecard queries")
        with keeper, worker, tempfile.TemporaryDirectory() as folder:
            keeper.execute("SET idle_in_transaction_session_timeout = 0")
            keeper.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found = keeper.execute("SELECT pg_export_snapshot()").fetchone()
            assert found is not None
            snapshot = PostgresSnapshot(worker, str(found[0]), timeout, Path(folder))
            yield snapshot
            snapshot.close()

    def load_csv(self, table: str, path: Path) -> int:
        statement = composed.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(
            composed.Identifier(*table.split("."))
        )
        with self._connection.cursor() as cursor, path.open("rb") as file, cursor.copy(statement) as copy:
            while chunk := file.read(1 << 20):
                copy.write(chunk)
        return cursor.rowcount

    def close(self) -> None:
        self._connection.close()


class PostgresSnapshot:
    """See `core.engines.base.Snapshot`.

    A keeper connection holds the exported snapshot open, so that the worker can begin anew in it after a failed query.
    """

    def __init__(self, worker: Connection, snapshot: str, timeout: float, folder: Path) -> None:
        self.generation = 0
        self._worker = worker
        self._snapshot = snapshot
        self._timeout = timeout
        self._folder = folder
        self._timezone = "UTC"
        self._local: DuckDBPyConnection | None = None
        self._extracted: dict[str, set[str]] = {}
        self._begin()

    def _begin(self) -> None:
        self._worker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._worker.execute(composed.SQL("SET TRANSACTION SNAPSHOT {}").format(composed.Literal(self._snapshot)))
        self._configure("statement_timeout", f"{int(self._timeout * 1000)}ms")
        self._configure("TimeZone", self._timezone)

    def _configure(self, name: str, value: str) -> None:
        self._worker.execute("SELECT set_config($1, $2, false)", [name, value])

    def set_timezone(self, timezone: str) -> None:
        if timezone == self._timezone:
            return
        self._timezone = timezone
        self._configure("TimeZone", timezone)
        if self._local is not None:
            self._local.execute("SET TimeZone = $zone", {"zone": timezone})

    def fetch(self, sql: str, facts: SqlFacts, params: Params) -> Result:
        text, names = bind(sql, "numbered")
        try:
            cursor = self._worker.execute(text, [params[name] for name in names])
            return Result(tuple(column.name.lower() for column in cursor.description or ()), cursor.fetchall())
        except psycopg.errors.QueryCanceled:
            raise QueryError(
                f"took longer than {self._timeout:g} s; make the query faster or raise SCORECARD_QUERY_TIMEOUT"
            ) from None
        except psycopg.Error as error:
            raise QueryError(reason(error)) from None

    def recover(self) -> None:
        if self._worker.closed:
            raise WarehouseError(
                "the warehouse closed the connection in the middle of the run; run again, whole steps are stored"
            )
        if self._worker.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
            self._worker.rollback()
            self._begin()

    def fetch_local(self, facts: SqlFacts, params: Params) -> Result:
        from core.engines.duckdb import run_author_query

        return run_author_query(self.local(), facts, params, self._timeout, warehouse_dialect=False)

    def local(self) -> DuckDBPyConnection:
        if self._local is None:
            import duckdb

            self._local = duckdb.connect(config={"python_enable_replacements": False})
            self._local.execute("SET TimeZone = $zone", {"zone": self._timezone})
        return self._local

    def extract(self, table: str, facts: SqlFacts) -> None:
        from core.engines.extract import copy_table

        known = self._extracted.setdefault(table, set())
        missing = facts.star or not set(facts.columns) <= known
        if missing or not known:
            known.update(facts.columns)
            try:
                copy_table(self._worker, self.local(), table, None if facts.star else known, self._folder)
            except psycopg.Error as error:
                raise QueryError(reason(error)) from None

    def close(self) -> None:
        if self._local is not None:
            self._local.close()
        if not self._worker.closed:
            self._worker.rollback()
