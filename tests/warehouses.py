"""A test's own access to a warehouse, to prepare data and to look at the results."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from core.engines import open_store
from core.engines.access import Access
from core.engines.base import EngineConnection
from core.settings import Settings
from tests.project import settings_of, write_project

Query = Callable[[str], list[tuple[Any, ...]]]

HOLDER = "scorecard run success"


def settings_for(root: Path, url: str, **environment: str) -> Settings:
    """Return the settings of a project with the warehouse at `url`; write one if missing."""
    if not (root / "scorecards").exists():
        write_project(root)
    return settings_of(root, SCORECARD_WAREHOUSE=url, **environment)


def open_for(settings: Settings, *, write: bool = True, wait: float = 0.0) -> EngineConnection:
    """Open the database that holds the store as a run does."""
    return open_store(settings, Access(HOLDER, write=write, wait=wait))


@contextmanager
def connected(url: str) -> Iterator[Query]:
    """Connect without the framework, in Berlin's time; yield a function that runs statements."""
    if url.startswith("duckdb"):
        with _attached(Path(url.removeprefix("duckdb:///"))) as cursor:
            yield lambda statement: cursor.execute(statement).fetchall()
        return
    with psycopg.connect(url, autocommit=True, options="-c timezone=Europe/Berlin") as connection:
        yield lambda statement: _rows(connection.execute(statement.encode()))


@cache
def _own_duckdb() -> duckdb.DuckDBPyConnection:
    atexit.register(_own_duckdb.cache_clear)
    return duckdb.connect()


@contextmanager
def _attached(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Attach a file to an instance that stays: to start one for each file takes 15 ms of CPU."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _own_duckdb().cursor() as cursor:
        cursor.execute(f"ATTACH '{path}' AS \"{path.stem}\"")
        try:
            cursor.execute(f'USE "{path.stem}"')
            cursor.execute("SET TimeZone = 'Europe/Berlin'")
            yield cursor
        finally:
            cursor.execute("USE memory")
            cursor.execute(f'DETACH "{path.stem}"')


def _rows(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return cursor.fetchall() if cursor.description else []


def execute(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements on a plain connection in Berlin's time; return the rows of the last one."""
    rows: list[tuple[Any, ...]] = []
    with connected(url) as query:
        for statement in statements:
            rows = query(statement)
    return rows


def stored(url: str, columns: str, table: str, order: str = "1, 2") -> list[tuple[Any, ...]]:
    """Return columns of a table of the store."""
    return execute(url, f"SELECT {columns} FROM vl_analytics.{table} ORDER BY {order}")
