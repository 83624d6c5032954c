"""DuckDB: the embedded warehouse, one file and one process at a time."""

from __future__ import annotations

import fcntl
import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import duckdb

from core.engines.base import Access, Measured, Probe, interruptible
from core.engines.local import AuthorQueries, first_line
from core.engines.local_measure import measure_relation
from core.errors import LockedError, NoTableError, SettingsError, WarehouseError
from core.query import Dialect, Params, Part, Result, SqlFacts, bind
from core.settings import Settings

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
            raise SettingsError(
                f"SCORECARD_WAREHOUSE: {path.parent} cannot be made: {error.strerror}"
            ) from None
    elif not path.exists():
        return DuckDbWarehouse(path, duckdb.connect(), f"{path}, which is not made yet,")
    return DuckDbWarehouse(path, _connect(path, access))


def _connect(path: Path, access: Access) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + access.wait
    while True:
        try:
            return duckdb.connect(
                path, read_only=not access.write, config={"python_enable_replacements": False}
            )
        except duckdb.IOException as error:
            if "Conflicting lock" not in str(error):
                raise SettingsError(
                    f"SCORECARD_WAREHOUSE: {path} cannot be opened: {first_line(error)}"
                ) from None
            if time.monotonic() >= deadline:
                raise LockedError(
                    f"{path} is open in {_holder(path, error)}; wait for it to end, or stop it"
                ) from None
        except duckdb.Error as error:
            raise SettingsError(
                f"SCORECARD_WAREHOUSE: {path} is no DuckDB database: {first_line(error)}"
            ) from None
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


@contextmanager
def _translated_errors() -> Iterator[None]:
    """Turn the driver's errors, in the framework's own statements, into ours."""
    try:
        with interruptible():
            yield
    except duckdb.CatalogException as error:
        raise NoTableError(
            f"the warehouse lacks something: {first_line(error)}; run scorecard init"
        ) from None
    except duckdb.BinderException as error:
        raise WarehouseError(
            f"the store is of an earlier version: {first_line(error)}; run scorecard init"
        ) from None
    except duckdb.Error as error:
        raise WarehouseError(
            f"the warehouse failed: {first_line(error)}; mend it and run again, nothing is half"
            " stored"
        ) from None


class DuckDbWarehouse:
    """See `core.engines.base.Warehouse`."""

    dialect: Dialect = "duckdb"
    engine = f"DuckDB {duckdb.__version__}"

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, place: str = "") -> None:
        self.place = place or str(path)
        self._path = path
        self._connection = connection
        self._is_locked = False

    @contextmanager
    def lock(self, names: Sequence[str], access: Access) -> Iterator[None]:
        """Name this process as the holder; the database file itself already shuts every other
        process out.
        """
        if self._is_locked:
            yield
            return
        with _lock_path(self._path).open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _write(file, access.holder)
            self._is_locked = True
            try:
                yield
            finally:
                self._is_locked = False
                _write(file, "")

    def execute(self, sql: str, params: Params | None = None) -> Result:
        text, names = bind(sql, "named")
        with _translated_errors():
            cursor = self._connection.execute(text, {name: (params or {})[name] for name in names})
            columns = tuple(column[0].lower() for column in cursor.description or ())
            return Result(columns, cursor.fetchall())

    def script(self, sql: str) -> None:
        with _translated_errors():
            self._connection.execute(sql)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        with _translated_errors():
            self._connection.commit()

    def queue(self, name: str) -> None:
        """Do nothing: there is no other process."""

    @contextmanager
    def snapshot(self, timeout: float) -> Iterator[DuckDbSnapshot]:
        with self._connection.cursor() as cursor:
            with closing(DuckDbSnapshot(cursor, timeout)) as snapshot:
                yield snapshot
            cursor.rollback()

    def load_csv(self, table: str, path: Path) -> int:
        name = ".".join(f'"{part}"' for part in table.split("."))
        sql = f"COPY {name} FROM $path (HEADER, NULLSTR '', ALLOW_QUOTED_NULLS false)"
        with _translated_errors():
            return int(
                self._connection.execute(sql.replace("$path", f"'{_escaped(path)}'")).fetchall()[0][
                    0
                ]
            )

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
        self._queries = AuthorQueries(cursor, timeout)
        self._begin()

    def _begin(self) -> None:
        self._cursor.execute("BEGIN TRANSACTION READ ONLY")
        # The first read fixes what a transaction sees.
        self._cursor.execute("SELECT txid_current()").fetchall()

    def recover(self) -> None:
        """Begin anew: an error ends DuckDB's transaction, and what is temporary in it.

        The sources are as they were, for this process holds the file against all others and writes
        the store alone.
        """
        self._cursor.rollback()
        self.generation += 1
        self._begin()

    def set_timezone(self, timezone: str) -> None:
        self._queries.set("TimeZone", timezone)

    def fetch(self, sql: str, facts: SqlFacts, params: Params) -> Result:
        return self._queries.run(facts, params, warehouse_dialect=True)

    def fetch_local(self, facts: SqlFacts, params: Params) -> Result:
        return self._queries.run(facts, params, warehouse_dialect=False)

    def fetch_many(
        self, sql: str, params: Sequence[Params], *, warehouse_dialect: bool
    ) -> list[Result]:
        return self._queries.run_many(sql, params, warehouse_dialect=warehouse_dialect)

    def fetch_scans(self, sql: str, params: Params) -> Result:
        return self._queries.run_scans(sql, params)

    def fetch_joined(self, parts: Sequence[Part]) -> list[Result | None]:
        return self._queries.run_joined(parts)

    @property
    def has_local_tables(self) -> bool:
        return True

    def row_count(self, tables: Collection[str]) -> float:
        return 0.0

    def work_locally(self, needs: Mapping[str, frozenset[str]]) -> None:
        """Do nothing: the connection already reads the tables."""

    def local(self) -> duckdb.DuckDBPyConnection:
        return self._cursor

    def measure(self, asked: Sequence[Probe]) -> list[Measured]:
        return [measure_relation(self._cursor, table, column) for table, column in asked]

    def extract(self, table: str, facts: SqlFacts) -> None:
        """Do nothing: the connection already reads the table."""

    def close(self) -> None:
        """Stop watching the clock; the cursor is its maker's."""
        self._queries.close()
