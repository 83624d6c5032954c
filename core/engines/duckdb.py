"""DuckDB: the embedded warehouse, one file and one process at a time."""

from __future__ import annotations

import fcntl
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import duckdb

from core.config import Settings
from core.engines.base import Access, Params, Result
from core.errors import LockedError, QueryError, SettingsError, WarehouseError
from core.query import bind
from core.sqlfacts import Dialect, SqlFacts

_POLL = 0.05


def open_warehouse(settings: Settings, access: Access) -> DuckDbWarehouse:
    """Open the file that `duckdb:///relative` or `duckdb:////absolute` names.

    One that is not there is made when it will be written; a reader finds an empty warehouse.
    """
    path = settings.path(urlsplit(settings.warehouse).path.removeprefix("/"))
    if access.write:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"SCORECARD_WAREHOUSE: {path.parent} cannot be made: {error.strerror}") from None
    elif not path.exists():
        return DuckDbWarehouse(path, duckdb.connect(), f"{path}, which is not made yet,")
    return DuckDbWarehouse(path, _connect(path, access))


def _connect(path: Path, access: Access) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + access.wait
    while True:
        try:
            return duckdb.connect(path, read_only=not access.write, config={"python_enable_replacements": False})
        except duckdb.IOException as error:
            if "Conflicting lock" not in str(error):
                raise SettingsError(f"SCORECARD_WAREHOUSE: {path} cannot be opened: {first_line(error)}") from None
            if time.monotonic() >= deadline:
                raise LockedError(f"{path} is open in {_holder(path, error)}; wait for it to end, or stop it") from None
        except duckdb.Error as error:
            raise SettingsError(f"SCORECARD_WAREHOUSE: {path} is no DuckDB database: {first_line(error)}") from None
        time.sleep(_POLL)


def _holder(path: Path, error: Exception) -> str:
    holder = _read_lock(path)
    found = re.search(r"\(PID (\d+)\)", str(error))
    if holder and (found is None or f"(pid {found[1]})" in holder):
        return holder
    return f"another program (pid {found[1]})" if found else "another program"


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _read_lock(path: Path) -> str:
    try:
        return _lock_path(path).read_text().strip()
    except OSError:
        return ""


def first_line(error: BaseException) -> str:
    """Return the part of a database's message that a person needs."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


@contextmanager
def _telling() -> Iterator[None]:
    """Turn the driver's errors, in the framework's own statements, into ours."""
    try:
        yield
    except duckdb.Error as error:
        raise WarehouseError(
            f"the warehouse failed: {first_line(error)}; mend it and run again, whole steps are stored"
        ) from None


class DuckDbWarehouse:
    """See `core.engines.base.Warehouse`."""

    dialect: Dialect = "duckdb"

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, place: str = "") -> None:
        self.place = place or str(path)
        self._path = path
        self._connection = connection

    @contextmanager
    def lock(self, names: Sequence[str], access: Access) -> Iterator[None]:
        """Name this process as the holder; the database file itself already shuts every other process out."""
        with _lock_path(self._path).open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _write(file, access.holder)
            try:
                yield
            finally:
                _write(file, "")

    def execute(self, sql: str, params: Params | None = None) -> Result:
        text, names = bind(sql, "named")
        with _telling():
            cursor = self._connection.execute(text, {name: (params or {})[name] for name in names})
            columns = tuple(column[0].lower() for column in cursor.description or ())
            return Result(columns, cursor.fetchall())

    def script(self, sql: str) -> None:
        with _telling():
            self._connection.execute(sql)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        with _telling():
            self._connection.commit()

    @contextmanager
    def snapshot(self, timeout: float) -> Iterator[DuckDbSnapshot]:
        with self._connection.cursor() as cursor:
            yield DuckDbSnapshot(cursor, timeout)
            cursor.rollback()

    def load_csv(self, table: str, path: Path) -> int:
        name = ".".join(f'"{part}"' for part in table.split("."))
        sql = f"COPY {name} FROM $path (HEADER, NULLSTR '', ALLOW_QUOTED_NULLS false)"
        return int(self._connection.execute(sql.replace("$path", f"'{_escaped(path)}'")).fetchall()[0][0])

    def close(self) -> None:
        self._connection.close()


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


def _write(file: TextIO, text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


class DuckDbSnapshot:
    """See `core.engines.base.Snapshot`. Extracts of tables are the tables themselves."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, timeout: float) -> None:
        self.generation = 0
        self._cursor = cursor
        self._timeout = timeout
        self._begin()

    def _begin(self) -> None:
        self._cursor.execute("BEGIN TRANSACTION READ ONLY")
        # The first read fixes what a transaction sees.
        self._cursor.execute("SELECT count(*) FROM information_schema.schemata").fetchall()

    def recover(self) -> None:
        """Begin anew: an error ends DuckDB's transaction, and what is temporary in it.

        The sources are as they were, for this process holds the file against all others and writes the store alone.
        """
        self._cursor.rollback()
        self.generation += 1
        self._begin()

    def set_timezone(self, timezone: str) -> None:
        self._cursor.execute("SET TimeZone = $zone", {"zone": timezone})

    def fetch(self, sql: str, facts: SqlFacts, params: Params) -> Result:
        return run_author_query(self._cursor, facts, params, self._timeout, warehouse_dialect=True)

    def fetch_local(self, facts: SqlFacts, params: Params) -> Result:
        return run_author_query(self._cursor, facts, params, self._timeout, warehouse_dialect=False)

    def local(self) -> duckdb.DuckDBPyConnection:
        return self._cursor

    def extract(self, table: str, facts: SqlFacts) -> None:
        """Do nothing: the connection already reads the table."""


def run_author_query(
    connection: duckdb.DuckDBPyConnection, facts: SqlFacts, params: Params, timeout: float, *, warehouse_dialect: bool
) -> Result:
    """Run an author's query on DuckDB within `timeout` seconds.

    `warehouse_dialect` gives division PostgreSQL's meaning: whole numbers stay whole, and dividing by zero fails.

    Raises:
        QueryError: The database refuses it, or time is up.
    """
    clock = threading.Timer(timeout, connection.interrupt)
    clock.daemon = True
    try:
        connection.execute(f"SET integer_division = {warehouse_dialect}")
        clock.start()
        cursor = connection.execute(facts.duckdb, {name: params[name] for name in facts.parameters})
        columns = tuple(column[0].lower() for column in cursor.description or ())
        return Result(columns, cursor.fetchall())
    except duckdb.InterruptException:
        raise QueryError(
            f"took longer than {timeout:g} s; make the query faster or raise SCORECARD_QUERY_TIMEOUT"
        ) from None
    except duckdb.Error as error:
        raise QueryError(first_line(error)) from None
    finally:
        clock.cancel()
