"""A test's own way into a warehouse: what it holds before the product runs, and what it holds
afterwards.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import psycopg

from core.engines import open_warehouse
from core.engines.base import Access, Warehouse
from core.settings import Settings
from tests.project import settings_of, write_project

HOLDER = "scorecard run success"


def settings_for(root: Path, url: str, **environment: str) -> Settings:
    """Return the settings of a project, an empty one where there is none, with the warehouse at
    `url`.
    """
    if not (root / "scorecards").exists():
        write_project(root)
    return settings_of(root, SCORECARD_WAREHOUSE=url, **environment)


def open_for(settings: Settings, *, write: bool = True, wait: float = 0.0) -> Warehouse:
    """Open the warehouse as a run does."""
    return open_warehouse(settings, Access(HOLDER, write=write, wait=wait))


def execute(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements on a connection that has nothing of ours, in Berlin; return the rows of the
    last.
    """
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
    """Return columns of one of the store's tables."""
    return execute(url, f"SELECT {columns} FROM vl_analytics.{table} ORDER BY {order}")
