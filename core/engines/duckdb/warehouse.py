"""DuckDB: the embedded warehouse, one file and one process at a time."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TextIO

import duckdb

from core.engines.access import Access, Wait, since
from core.engines.base import interruptible
from core.engines.duckdb.relations import RELATIONS, VIEWS
from core.engines.duckdb.snapshot import DuckDbSnapshot
from core.engines.local import CONFIG, ENGINE, LocalDuckDb, close_off, first_line, result_of
from core.engines.location import Location
from core.engines.relations import WarehouseTable, group_columns
from core.errors import NoTableError, SettingsError, WarehouseError
from core.query import Dialect, Params, Result, bind, quote_relation
from core.settings import Settings

_POLL = 0.05
_PRIVATE, _ANY_ACCESS = 0o600, 0o777  # permissions of files


def open_database(location: Location, settings: Settings, access: Access) -> DuckDbWarehouse:
    """Open the file that `duckdb:///relative` or `duckdb:////absolute` names.

    If it does not exist, a writer creates it and a reader gets an empty database.
    """
    path = location.path(settings)
    if access.write:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"{location.setting}: {path.parent} cannot be created: {error.strerror}"
            ) from None
    elif not path.exists():
        place = f"{path}, which does not exist yet,"
        return DuckDbWarehouse(path, duckdb.connect(config=CONFIG), location.role, place)
    return DuckDbWarehouse(path, _connect(path, location.setting, access), location.role)


def store_files(location: Location, settings: Settings) -> tuple[Path, ...]:
    """Return the files of a store, existing or not: the database and its lock."""
    path = location.path(settings)
    return path, _lock_path(path)


def _connect(path: Path, setting: str, access: Access) -> duckdb.DuckDBPyConnection:
    wait = Wait(access)
    while True:
        try:
            with _files_created(_PRIVATE):
                return duckdb.connect(path, read_only=not access.write, config=CONFIG)
        except duckdb.IOException as error:
            fault = str(error)
            if "Conflicting lock" not in fault:
                raise SettingsError(
                    f"{setting}: {path} cannot be opened: {first_line(error)}; fix that, or"
                    " name another file"
                ) from None
        except duckdb.Error as error:
            raise SettingsError(
                f"{setting}: {path} is not a DuckDB database: {first_line(error)}"
            ) from None
        wait.go_on(partial(_describe_holder, path, fault))
        time.sleep(_POLL)


def _describe_holder(path: Path, fault: str) -> str:
    """Return who holds the file: as the lock names it, if that is the process DuckDB names."""
    holder = _read_lock(path)
    process = re.search(r"\(PID (\d+)\)", fault)
    if process and f"(pid {process[1]})" not in holder:
        holder = f"another program (pid {process[1]})"
    return f"{path} is open in {holder or 'another program'}"


@contextmanager
def _files_created(mode: int) -> Iterator[None]:
    """Let new files have at most these permissions, whatever the process's umask."""
    umask = os.umask(_ANY_ACCESS & ~mode)
    try:
        yield
    finally:
        os.umask(umask)


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _read_lock(path: Path) -> str:
    """Return who wrote the lock, and since when; empty if no one did."""
    lock = _lock_path(path)
    try:
        holder = lock.read_text().strip()
        written = datetime.fromtimestamp(lock.stat().st_mtime, UTC)
    except OSError:
        return ""
    return f"{holder}, {since(written)}" if holder else ""


@contextmanager
def _translated_errors(role: str) -> Iterator[None]:
    """Turn the driver's errors, in the framework's own statements, into ours."""
    try:
        with interruptible():
            yield
    except duckdb.CatalogException as error:
        raise NoTableError(
            f"the {role} lacks something: {first_line(error)}; run scorecard init"
        ) from None
    except duckdb.BinderException as error:
        raise WarehouseError(
            f"the store is of an earlier version: {first_line(error)}; run scorecard init"
        ) from None
    except duckdb.Error as error:
        raise WarehouseError(
            f"the {role} failed: {first_line(error)}; fix it and run again, nothing is half stored"
        ) from None


class DuckDbWarehouse:
    """See `core.engines.base.EngineConnection`; `role` is what messages call it."""

    dialect: Dialect = "duckdb"
    engine = ENGINE

    def __init__(
        self, path: Path, connection: duckdb.DuckDBPyConnection, role: str, place: str = ""
    ) -> None:
        self.place = place or str(path)
        self._role = role
        self._path = path
        self._connection = connection
        self._is_locked = False
        # A write-ahead log holds the same data as the file, so both have the same readers.
        self._log_mode = path.stat().st_mode & _ANY_ACCESS if path.exists() else _PRIVATE

    @contextmanager
    def _statement(self) -> Iterator[None]:
        with _translated_errors(self._role), _files_created(self._log_mode):
            yield

    @contextmanager
    def lock(self, names: Sequence[str], access: Access) -> Iterator[None]:
        """Name this process as the holder; the database file itself shuts out the others."""
        if self._is_locked:
            yield
            return
        with self._open_lock() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with self._lock_errors():
                _write(file, access.holder)
            self._is_locked = True
            try:
                yield
            finally:
                self._is_locked = False
                _write(file, "")

    def _open_lock(self) -> TextIO:
        with self._lock_errors(), _files_created(_PRIVATE):
            return _lock_path(self._path).open("a+")

    @contextmanager
    def _lock_errors(self) -> Iterator[None]:
        """Turn what the system says of the lock's file into ours."""
        try:
            yield
        except OSError as error:
            raise SettingsError(
                f"{_lock_path(self._path)} cannot be written: {error.strerror}; let this user write"
                f" there, or free some space, or put the {self._role} elsewhere"
            ) from None

    def execute(self, sql: str, params: Params | None = None) -> Result:
        text, names = bind(sql, "named")
        values = {name: (params or {})[name] for name in names}
        with self._statement():
            return result_of(self._connection.execute(text, values))

    def script(self, sql: str) -> None:
        with self._statement():
            self._connection.execute(sql)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        with self._statement():
            self._connection.commit()

    def queue(self, name: str) -> None:
        """Do nothing: no other process has the file open."""

    @contextmanager
    def snapshot(self, timeout: float, files: Collection[str] = ()) -> Iterator[DuckDbSnapshot]:
        close_off(self._connection, files)
        with self._connection.cursor() as cursor:
            with closing(LocalDuckDb(cursor, timeout)) as local:
                yield DuckDbSnapshot(local)
            cursor.rollback()

    def relations(self) -> list[WarehouseTable]:
        return group_columns(self.execute(RELATIONS).rows)

    def views(self) -> dict[str, str]:
        return dict(self.execute(VIEWS).rows)

    def load_csv(self, table: str, path: Path) -> int:
        name = quote_relation(table)
        file = str(path).replace("'", "''")
        options = "HEADER, NULLSTR '', ALLOW_QUOTED_NULLS false"
        with self._statement():
            cursor = self._connection.execute(f"COPY {name} FROM '{file}' ({options})")
            return int(cursor.fetchall()[0][0])

    def close(self) -> None:
        self._connection.close()


def _write(file: TextIO, text: str) -> None:
    # Nothing may stay in a buffer: closing the file would fail a second time.
    os.ftruncate(file.fileno(), 0)
    os.write(file.fileno(), text.encode())
