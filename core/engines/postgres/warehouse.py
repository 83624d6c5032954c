"""PostgreSQL through psycopg 3: the warehouse of a production scorecard."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import psycopg
from psycopg import sql as composed

from core.engines.access import Access, Wait
from core.engines.location import Location, store_location
from core.engines.postgres.connection import (
    LONGEST_NAME,
    Connection,
    connect,
    is_pooled,
    open_session,
)
from core.engines.postgres.errors import translated_errors
from core.engines.postgres.locks import LOCK_CLASS, SessionLocks
from core.engines.postgres.snapshot import PostgresSnapshot
from core.engines.postgres.target import ServerTarget, read_target
from core.engines.relations import WarehouseTable, group_columns
from core.errors import WarehouseError
from core.query import Dialect, Params, Result, bind
from core.settings import Settings

# Seconds between two attempts to take a lock, on a connection and on a new one behind a pooler.
_POLL, _POOLED_POLL = 0.1, 1.0

# Partitioned and foreign tables are tables too; -1 rows are those of a table never analyzed.
_RELATIONS = """
    SELECT nspname, relname, CASE WHEN relkind IN ('v', 'm') THEN 'view' ELSE 'table' END,
        CASE WHEN relkind <> 'v' AND reltuples >= 0 THEN reltuples::bigint END,
        attname, format_type(atttypid, atttypmod)
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
        AND nspname !~ '^pg_' AND nspname <> 'information_schema'
        AND has_schema_privilege(relnamespace, 'USAGE')
        AND has_table_privilege(pg_class.oid, 'SELECT')
    ORDER BY nspname COLLATE "C", relname COLLATE "C", attnum
"""

# A table that the search path finds would come without its schema.
_NO_SEARCH_PATH = "SELECT set_config('search_path', '', true)"
_VIEWS = """
    SELECT lower(nspname || '.' || relname), pg_get_viewdef(pg_class.oid)
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('v', 'm')
        AND nspname !~ '^pg_' AND nspname <> 'information_schema'
    ORDER BY 1
"""


def open_database(location: Location, settings: Settings, access: Access) -> PostgresWarehouse:
    """Connect to `postgresql://…`; the password is in the URL, PGPASSWORD or a password file."""
    target = read_target(location, settings.environment)
    # What is only read needs no session: each snapshot is one transaction.
    is_read_only = location != store_location(settings) and not access.write
    open_connection = connect if is_read_only else open_session
    return PostgresWarehouse(target, open_connection(target, access.short_holder(LONGEST_NAME)))


class PostgresWarehouse:
    """See `core.engines.base.EngineConnection`."""

    dialect: Dialect = "postgres"

    def __init__(self, target: ServerTarget, connection: Connection) -> None:
        self.place = f"PostgreSQL at {target.place}"
        self._target = target
        self._use(connection)
        number, _, _ = (connection.info.parameter_status("server_version") or "").partition(" ")
        self.engine = f"PostgreSQL {number}"

    @contextmanager
    def lock(self, names: Sequence[str], access: Access) -> Iterator[None]:
        with self._errors():
            self._take_locks(names, access)
        try:
            yield
        finally:
            # A connection that is gone has released its locks, and is not what ended the work.
            with suppress(WarehouseError), self._errors():
                self._locks.release(names)

    def _take_locks(self, names: Sequence[str], access: Access) -> None:
        wait = Wait(access)
        while taken := self._locks.take(names):
            wait.go_on(partial(self._describe_holder, taken))
            if is_pooled(self._connection) and self._locks.are_free:
                self._give_way(access)
            else:
                time.sleep(_POLL)

    def _describe_holder(self, name: str) -> str:
        return f"{name} is held by {self._locks.holder_of(name)}"

    def _give_way(self, access: Access) -> None:
        """Leave our place in the pool for a while: the holder of the lock may need it to end."""
        self._connection.close()
        time.sleep(_POOLED_POLL)
        self._use(open_session(self._target, access.short_holder(LONGEST_NAME)))

    def _errors(self, statement: str = "") -> AbstractContextManager[None]:
        return translated_errors(self._target.role, self._connection.info.user, statement)

    def _use(self, connection: Connection) -> None:
        self._connection = connection
        self._locks = SessionLocks(connection, self._target.setting)

    def execute(self, sql: str, params: Params | None = None) -> Result:
        text, names = bind(sql, "numbered")
        with self._errors(sql):
            cursor = self._connection.execute(text, [(params or {})[name] for name in names])
            columns = tuple(column.name.lower() for column in cursor.description or ())
            return Result(columns, cursor.fetchall() if cursor.description else [])

    def script(self, sql: str) -> None:
        with self._errors(sql), psycopg.ClientCursor(self._connection) as cursor:
            cursor.execute(sql.encode())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._errors(), self._connection.transaction():
            self._locks.verify()
            yield

    def queue(self, name: str) -> None:
        self.execute(
            "SELECT pg_advisory_xact_lock(:class::int, hashtext(:name))",
            {"class": LOCK_CLASS, "name": name},
        )

    @contextmanager
    def snapshot(self, timeout: float, files: Collection[str] = ()) -> Iterator[PostgresSnapshot]:
        with (
            closing(connect(self._target, "scorecard queries")) as worker,
            tempfile.TemporaryDirectory() as folder,
        ):
            with self._errors():
                snapshot = PostgresSnapshot(worker, timeout, files, Path(folder))
            with closing(snapshot):
                yield snapshot

    def relations(self) -> list[WarehouseTable]:
        return group_columns(self.execute(_RELATIONS).rows)

    def views(self) -> dict[str, str]:
        with self.transaction():
            self.execute(_NO_SEARCH_PATH)
            return dict(self.execute(_VIEWS).rows)

    def load_csv(self, table: str, path: Path) -> int:
        statement = composed.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(
            composed.Identifier(*table.split("."))
        )
        with self._errors(), self._connection.cursor() as cursor:
            with path.open("rb") as file, cursor.copy(statement) as copy:
                while chunk := file.read(1 << 20):
                    copy.write(chunk)
            return cursor.rowcount

    def close(self) -> None:
        self._connection.close()
