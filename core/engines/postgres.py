"""PostgreSQL through psycopg 3: the warehouse of a production scorecard."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql as composed
from psycopg.conninfo import conninfo_to_dict

from core.config import Settings
from core.engines.base import Access, Params, Result
from core.errors import LockedError, NoTableError, QueryError, SettingsError, WarehouseError
from core.query import bind
from core.sqlfacts import Dialect, SqlFacts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from core.engines.author import AuthorQueries

Connection = psycopg.Connection[tuple[Any, ...]]

_POLL = 0.1
_CONNECT_TIMEOUT = 10
# Our advisory locks: the first key is ours, the second the hash of a domain's name.
_LOCK_CLASS = 0x5C04
_EVERY_COLUMN = "*"


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
        raise SettingsError(
            f"SCORECARD_WAREHOUSE: {_place(url)} cannot be reached: {_refusal(error)}; "
            "start the server, or mend the URL"
        ) from None


def _refusal(error: psycopg.Error) -> str:
    """Return why there is no connection, without the address, the other attempts and the server's hints."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return first.rpartition(" failed: ")[2].removeprefix("FATAL:").strip()


def _place(url: str) -> str:
    """Return host and database, for people; the URL itself may hold a password.

    Raises:
        SettingsError: The URL is malformed, so that what looks like host or database may be part of the password.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {"dbname": "@"}
    host, database = str(parts.get("host") or "/"), str(parts.get("dbname") or "")
    if "@" in database:
        raise SettingsError(
            "SCORECARD_WAREHOUSE is no valid postgresql:// URL; "
            "write %2F for a / in the password and %40 for an @, or use PGPASSWORD"
        )
    return f"{'the local socket' if host.startswith('/') else host}/{database}"


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
    except psycopg.errors.UndefinedTable as error:
        raise NoTableError(f"the warehouse lacks something: {reason(error)}; run scorecard init") from None
    except psycopg.Error as error:
        raise WarehouseError(
            f"the warehouse failed: {reason(error)}; mend it and run again, whole steps are stored"
        ) from None


class PostgresWarehouse:
    """See `core.engines.base.Warehouse`."""

    dialect: Dialect = "postgres"

    def __init__(self, url: str, connection: Connection) -> None:
        self.place = f"PostgreSQL at {_place(url)}"
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
                for name in names:
                    self.execute(
                        "SELECT pg_advisory_unlock(:class::int, hashtext(:name))", {"class": _LOCK_CLASS, "name": name}
                    )

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
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
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

    def queue(self, name: str) -> None:
        self.execute("SELECT pg_advisory_xact_lock(:class::int, hashtext(:name))", {"class": _LOCK_CLASS, "name": name})

    @contextmanager
    def snapshot(self, timeout: float) -> Iterator[PostgresSnapshot]:
        with (
            closing(_connect(self._url, "scorecard snapshot")) as keeper,
            closing(_connect(self._url, "scorecard queries")) as worker,
            tempfile.TemporaryDirectory() as folder,
        ):
            with _telling():
                keeper.execute("SET idle_in_transaction_session_timeout = 0")
                keeper.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                found = keeper.execute("SELECT pg_export_snapshot()").fetchone()
                assert found is not None
                snapshot = PostgresSnapshot(worker, str(found[0]), timeout, Path(folder))
            with closing(snapshot):
                yield snapshot

    def load_csv(self, table: str, path: Path) -> int:
        statement = composed.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(
            composed.Identifier(*table.split("."))
        )
        with _telling(), self._connection.cursor() as cursor:
            with path.open("rb") as file, cursor.copy(statement) as copy:
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
        self._queries: AuthorQueries | None = None
        self._extracted: dict[str, frozenset[str]] = {}
        self._expected: dict[str, frozenset[str]] = {}
        self._begin()

    def _begin(self) -> None:
        self._worker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._worker.execute(composed.SQL("SET TRANSACTION SNAPSHOT {}").format(composed.Literal(self._snapshot)))
        self._configure("statement_timeout", f"{int(self._timeout * 1000)}ms")
        self._configure("TimeZone", self._timezone)
        # An extract's text is read by DuckDB, whatever the server is used to.
        self._configure("DateStyle", "ISO")
        self._configure("IntervalStyle", "postgres")

    def _configure(self, name: str, value: str) -> None:
        self._worker.execute("SELECT set_config($1, $2, false)", [name, value])

    def set_timezone(self, timezone: str) -> None:
        if timezone == self._timezone:
            return
        self._timezone = timezone
        self._configure("TimeZone", timezone)
        if self._queries is not None:
            self._queries.set("TimeZone", timezone)

    def fetch(self, sql: str, facts: SqlFacts, params: Params) -> Result:
        text, names = bind(sql, "numbered")
        try:
            cursor = self._worker.execute(text, [params[name] for name in names])
            return Result(tuple(column.name.lower() for column in cursor.description or ()), cursor.fetchall())
        except psycopg.Error as error:
            raise self._query_error(error) from None

    def _query_error(self, error: psycopg.Error) -> QueryError:
        if isinstance(error, psycopg.errors.QueryCanceled):
            return QueryError(
                f"took longer than {self._timeout:g} s; make the query faster or raise SCORECARD_QUERY_TIMEOUT"
            )
        return QueryError(reason(error))

    def recover(self) -> None:
        if self._worker.closed:
            raise WarehouseError(
                "the warehouse closed the connection in the middle of the run; run again, whole steps are stored"
            )
        if self._worker.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
            with _telling():
                self._worker.rollback()
                self._begin()

    def fetch_local(self, facts: SqlFacts, params: Params) -> Result:
        return self._local_queries().run(facts, params, warehouse_dialect=False)

    def fetch_many(self, sql: str, params: Sequence[Params], *, warehouse_dialect: bool) -> list[Result]:
        return self._local_queries().run_many(sql, params, warehouse_dialect=warehouse_dialect)

    @property
    def has_local_tables(self) -> bool:
        return bool(self._expected)

    def row_count(self, tables: Collection[str]) -> float:
        with _telling():
            found = self._worker.execute(
                "SELECT coalesce(sum(greatest(reltuples, 0)), 0) FROM pg_class "
                "WHERE oid IN (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)",
                [list(tables)],
            ).fetchone()
        return float(found[0]) if found else 0.0

    def work_locally(self, needs: Mapping[str, frozenset[str]]) -> None:
        self._expected = dict(needs)

    def local(self) -> DuckDBPyConnection:
        return self._local_queries().connection

    def _local_queries(self) -> AuthorQueries:
        if self._queries is None:
            import duckdb

            from core.engines.author import AuthorQueries

            connection = duckdb.connect(config={"python_enable_replacements": False})
            self._queries = AuthorQueries(connection, self._timeout)
            self._queries.set("TimeZone", self._timezone)
        return self._queries

    def extract(self, table: str, facts: SqlFacts) -> None:
        from core.engines.extract import copy_table

        known = self._extracted.get(table, frozenset())
        wanted = (
            known | self._expected.get(table, frozenset()) | ({_EVERY_COLUMN} if facts.star else set(facts.columns))
        )
        if table in self._extracted and (wanted == known or _EVERY_COLUMN in known):
            return
        try:
            copy_table(self._worker, self.local(), table, None if _EVERY_COLUMN in wanted else wanted, self._folder)
        except psycopg.Error as error:
            raise self._query_error(error) from None
        self._extracted[table] = wanted

    def close(self) -> None:
        if self._queries is not None:
            self._queries.close()
            self._queries.connection.close()
