"""PostgreSQL through psycopg 3: the warehouse of a production scorecard."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql as composed

from core.engines.base import Access
from core.engines.location import Location
from core.engines.postgres.connection import Connection, connect
from core.engines.postgres.errors import translated_errors
from core.engines.postgres.snapshot import PostgresSnapshot
from core.engines.postgres.target import Target, read_target
from core.engines.relations import WarehouseTable, group_columns
from core.errors import LockedError, WarehouseError
from core.query import Dialect, Params, Result, bind
from core.settings import Settings

_POLL = 0.1
# Our advisory locks: the first key is ours, the second the hash of a domain's name.
_LOCK_CLASS = 0x5C04

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


def open_database(location: Location, settings: Settings, access: Access) -> PostgresWarehouse:
    """Connect to `postgresql://…`; the password is in the URL, PGPASSWORD or a password file."""
    target = read_target(location, settings.environment)
    return PostgresWarehouse(target, connect(target, access.holder))


class PostgresWarehouse:
    """See `core.engines.base.EngineConnection`."""

    dialect: Dialect = "postgres"

    def __init__(self, target: Target, connection: Connection) -> None:
        self.place = f"PostgreSQL at {target.place}"
        self._target = target
        self._connection = connection
        number, _, _ = (connection.info.parameter_status("server_version") or "").partition(" ")
        self.engine = f"PostgreSQL {number}"

    @contextmanager
    def lock(self, names: Sequence[str], access: Access) -> Iterator[None]:
        deadline = time.monotonic() + access.wait
        for name in sorted(names):
            while not self._try_lock(name):
                if time.monotonic() >= deadline:
                    raise LockedError(
                        f"{name} is held by {self._lock_holder(name)}; wait for it to end, or"
                        " stop it"
                    )
                time.sleep(_POLL)
        try:
            yield
        finally:
            # A connection that is gone has released its locks, and is not what ended the work.
            with suppress(WarehouseError):
                for name in names:
                    self.execute(
                        "SELECT pg_advisory_unlock(:class::int, hashtext(:name))",
                        {"class": _LOCK_CLASS, "name": name},
                    )

    def _try_lock(self, name: str) -> bool:
        result = self.execute(
            "SELECT pg_try_advisory_lock(:class::int, hashtext(:name))",
            {"class": _LOCK_CLASS, "name": name},
        )
        return bool(result.rows[0][0])

    def _lock_holder(self, name: str) -> str:
        result = self.execute(
            """
            SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'advisory' AND granted AND classid = :class::int::oid
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND objid = (hashtext(:name)::bigint & 4294967295)::oid
            """,
            {"class": _LOCK_CLASS, "name": name},
        )
        return str(result.rows[0][0]) if result.rows else "another run"

    def execute(self, sql: str, params: Params | None = None) -> Result:
        text, names = bind(sql, "numbered")
        with translated_errors(self._target.role):
            cursor = self._connection.execute(text, [(params or {})[name] for name in names])
            columns = tuple(column.name.lower() for column in cursor.description or ())
            return Result(columns, cursor.fetchall() if cursor.description else [])

    def script(self, sql: str) -> None:
        with translated_errors(self._target.role), psycopg.ClientCursor(self._connection) as cursor:
            cursor.execute(sql.encode())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with translated_errors(self._target.role), self._connection.transaction():
            yield

    def queue(self, name: str) -> None:
        self.execute(
            "SELECT pg_advisory_xact_lock(:class::int, hashtext(:name))",
            {"class": _LOCK_CLASS, "name": name},
        )

    @contextmanager
    def snapshot(self, timeout: float, files: Collection[str] = ()) -> Iterator[PostgresSnapshot]:
        with (
            closing(connect(self._target, "scorecard queries")) as worker,
            tempfile.TemporaryDirectory() as folder,
        ):
            with translated_errors(self._target.role):
                snapshot = PostgresSnapshot(worker, timeout, files, Path(folder))
            with closing(snapshot):
                yield snapshot

    def relations(self) -> list[WarehouseTable]:
        return group_columns(self.execute(_RELATIONS).rows)

    def load_csv(self, table: str, path: Path) -> int:
        statement = composed.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(
            composed.Identifier(*table.split("."))
        )
        with translated_errors(self._target.role), self._connection.cursor() as cursor:
            with path.open("rb") as file, cursor.copy(statement) as copy:
                while chunk := file.read(1 << 20):
                    copy.write(chunk)
            return cursor.rowcount

    def close(self) -> None:
        self._connection.close()
