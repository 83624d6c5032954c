"""A test's own access to a warehouse, to prepare data and to look at the results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import psycopg

from core.engines import open_store
from core.engines.access import Access
from core.engines.base import EngineConnection
from core.settings import Settings
from tests.project import settings_of, write_project

HOLDER = "scorecard run success"


def settings_for(root: Path, url: str, **environment: str) -> Settings:
    """Return the settings of a project with the warehouse at `url`; write one if missing."""
    if not (root / "scorecards").exists():
        write_project(root)
    return settings_of(root, SCORECARD_WAREHOUSE=url, **environment)


def open_for(settings: Settings, *, write: bool = True, wait: float = 0.0) -> EngineConnection:
    """Open the database that holds the store as a run does."""
    return open_store(settings, Access(HOLDER, write=write, wait=wait))


def execute(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements on a plain connection in Berlin's time; return the rows of the last one."""
    if url.startswith("duckdb"):
        return _execute_duckdb(Path(url.removeprefix("duckdb:///")), statements)
    with psycopg.connect(url, autocommit=True, options="-c timezone=Europe/Berlin") as connection:
        rows: list[tuple[Any, ...]] = []
        for statement in statements:
            cursor = connection.execute(statement.encode())
            rows = cursor.fetchall() if cursor.description else []
        return rows


def _execute_duckdb(path: Path, statements: tuple[str, ...]) -> list[tuple[Any, ...]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(path) as connection:
        connection.execute("SET TimeZone = 'Europe/Berlin'")
        rows: list[tuple[Any, ...]] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows


def stored(url: str, columns: str, table: str, order: str = "1, 2") -> list[tuple[Any, ...]]:
    """Return columns of a table of the store."""
    return execute(url, f"SELECT {columns} FROM vl_analytics.{table} ORDER BY {order}")
