"""The local DuckDB of a run: extracts are loaded into it, and queries over them run on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from core.engines.alarm import Alarm
from core.engines.base import Measured, interruptible
from core.engines.local_measure import measure_relation
from core.engines.local_plan import describe_statement, described_columns, plan_error
from core.engines.plans import PlannedColumns
from core.errors import QueryError, TimeLimitError
from core.query import MOST_ROWS, Params, Result, require_few

_FORBIDDEN_FILE = re.compile(r'Cannot access (?:file|directory) "([^"]*)"')

ENGINE = f"DuckDB {duckdb.__version__}"

# A name that no source declares must not find a variable of Python's, nor must a function's name
# load an extension from the disk or the network.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


def first_line(error: BaseException) -> str:
    """Return the first line of a database's message, without its advice on settings."""
    if forbidden := _FORBIDDEN_FILE.search(str(error)):
        return f"it reads or writes {forbidden[1]}, which no source declares; add a File to sources"
    for line in str(error).splitlines():
        if line.strip():
            return line.strip().removeprefix("Invalid Input Error: ").partition(". Use TRY(")[0]
    return type(error).__name__


@contextmanager
def query_errors() -> Iterator[None]:
    """Turn DuckDB's errors into ours."""
    try:
        yield
    except duckdb.Error as error:
        raise QueryError(first_line(error)) from None


def result_of(cursor: duckdb.DuckDBPyConnection) -> Result:
    """Return what a statement returned."""
    return Result(_columns(cursor), cursor.fetchall())


def _columns(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return tuple(column[0].lower() for column in cursor.description or ())


def open_local(timeout: float, files: Collection[str], folder: Path) -> LocalDuckDb:
    """Open a local database in memory, which reads `files` and keeps its own in `folder`."""
    connection = duckdb.connect(config=CONFIG)
    connection.execute(f"SET temp_directory = {_quoted(str(folder))}")
    close_off(connection, files)
    return LocalDuckDb(connection, timeout)


def close_off(connection: duckdb.DuckDBPyConnection, files: Collection[str]) -> None:
    """Let a database read of all files only its own and `files`, until it is closed.

    Nor does it take settings from now on, apart from those of a connection. Another time changes
    nothing.
    """
    if not connection.execute("SELECT current_setting('enable_external_access')").fetchall()[0][0]:
        return
    connection.execute(f"SET allowed_paths = [{', '.join(map(_quoted, files))}]")
    connection.execute("SET enable_external_access = false")
    # An older DuckDB locks all of its settings or none.
    with suppress(duckdb.CatalogException):
        connection.execute("SET allowed_configs = ['TimeZone', 'integer_division']")
        connection.execute("SET lock_configuration = true")


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


class LocalDuckDb:
    """See `core.engines.base.LocalDatabase`. An author's query may take `timeout` seconds."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, timeout: float) -> None:
        self.connection = connection
        self._timeout = timeout
        self._settings: dict[str, str] = {}
        self._alarm = Alarm(connection, timeout)

    def set(self, name: str, value: str) -> None:
        """Give a setting of the connection a value; one that it has already costs nothing."""
        if self._settings.get(name) != value:
            self.connection.execute(f"SET {name} = '{value}'")
            self._settings[name] = value

    def execute(self, sql: str, params: Params | Sequence[Any] = ()) -> Result:
        with query_errors():
            return result_of(self.connection.execute(sql, params))

    def fetch(
        self, sql: str, params: Params, *, integer_division: bool, most_rows: int = MOST_ROWS
    ) -> Result:
        with query_errors(), self._limit():
            self.set("integer_division", str(integer_division))
            cursor = self.connection.execute(self._parse(sql), dict(params))
            result = Result(_columns(cursor), cursor.fetchmany(most_rows + 1))
        require_few(result.rows, most_rows)
        return result

    def plan(self, sql: str, params: Params, *, integer_division: bool) -> PlannedColumns:
        try:
            self.set("integer_division", str(integer_division))
            with self._limit():
                self._parse(sql)
                cursor = self.connection.execute(describe_statement(sql), dict(params))
                return described_columns(cursor.fetchall())
        except duckdb.Error as error:
            raise plan_error(error, sql) from None

    @contextmanager
    def _limit(self) -> Iterator[None]:
        """End what takes longer than the time limit."""
        try:
            with self._alarm:
                yield
        except duckdb.InterruptException:
            raise TimeLimitError(
                f"took longer than {self._timeout:g} s; make the query faster or raise"
                " SCORECARD_QUERY_TIMEOUT"
            ) from None

    def _parse(self, sql: str) -> duckdb.Statement:
        statements = self.connection.extract_statements(sql)
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise QueryError("it is not one SELECT; a PIVOT needs IN (…) to be one")
        return statements[0]

    def load_files(self, table: str, paths: Sequence[str], types: Mapping[str, str]) -> None:
        with query_errors():
            is_parquet = paths[0].endswith(".parquet")
            read = self._read_parquet if is_parquet else self._read_csv
            create = f'CREATE TEMP TABLE "{table}" AS SELECT * FROM loaded'
            read(list(paths), types).query("loaded", create)

    def _read_parquet(self, paths: list[str], types: Mapping[str, str]) -> duckdb.DuckDBPyRelation:
        relation = self.connection.read_parquet(paths, union_by_name=True)
        casts = ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in types.items())
        return relation.project(f"* REPLACE ({casts})") if casts else relation

    def _read_csv(self, paths: list[str], types: Mapping[str, str]) -> duckdb.DuckDBPyRelation:
        return self.connection.read_csv(
            paths,  # type: ignore[arg-type]  # the stubs know one path only
            dtype=dict(types) or None,
            sample_size=-1,
            union_by_name=True,
        )

    def measure(self, relation: str, column: str) -> Measured:
        with query_errors(), interruptible():
            return measure_relation(self.connection, relation, column)

    def close(self) -> None:
        """Stop watching the clock; the connection stays open."""
        self._alarm.close()
