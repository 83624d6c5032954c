"""Databases behind one protocol: a warehouse that stores, a snapshot that answers queries.

It knows no KPI and no table of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from core.engines.base import (
    Access,
    LocalDatabase,
    Measured,
    Probe,
    Snapshot,
    Warehouse,
    interruptible,
)
from core.engines.relations import WarehouseTable
from core.errors import SettingsError
from core.settings import Settings

__all__ = [
    "Access",
    "LocalDatabase",
    "Measured",
    "Probe",
    "Snapshot",
    "Warehouse",
    "WarehouseTable",
    "interruptible",
    "local_engine",
    "open_in_memory",
    "open_warehouse",
    "store_files",
]

ENGINES = {
    "duckdb": "core.engines.duckdb.warehouse",
    "postgresql": "core.engines.postgres.warehouse",
    "postgres": "core.engines.postgres.warehouse",
}


class _Engine(Protocol):
    def open_warehouse(self, settings: Settings, access: Access) -> Warehouse: ...


def open_warehouse(settings: Settings, access: Access) -> Warehouse:
    """Connect to the warehouse that `SCORECARD_WAREHOUSE` names.

    Raises:
        SettingsError: The setting names no known engine, or the warehouse cannot be reached.
        LockedError: Another process holds it for longer than `access.wait`.
    """
    scheme, separator, _ = settings.warehouse.partition("://")
    if scheme not in ENGINES or not separator:
        raise SettingsError(
            "SCORECARD_WAREHOUSE is neither a duckdb:/// nor a postgresql:// URL; "
            "write duckdb:///var/warehouse.duckdb or postgresql://…"
        )
    engine = cast("_Engine", import_module(ENGINES[scheme]))
    return engine.open_warehouse(settings, access)


def store_files(settings: Settings) -> tuple[Path, ...]:
    """Return the files of a DuckDB warehouse, existing or not; none for another engine.

    Raises:
        SettingsError: `SCORECARD_WAREHOUSE` is malformed.
    """
    if not settings.warehouse.startswith("duckdb:"):
        return ()
    # DuckDB must not load with commands that ask nothing.
    from core.engines.duckdb.warehouse import store_files as files_of

    return files_of(settings)


def local_engine() -> str:
    """Return name and version of the local database."""
    # DuckDB must not load with commands that ask nothing.
    from core.engines.local import ENGINE

    return ENGINE


def open_in_memory(
    fill: Callable[[LocalDatabase], object], timeout: float, files: Collection[str] = ()
) -> AbstractContextManager[Snapshot]:
    """Open a snapshot of a DuckDB in memory that `fill` makes the tables of.

    Its queries may each take `timeout` seconds, and read of all files `files` alone.
    """
    # DuckDB must not load with commands that ask nothing.
    from core.engines.duckdb.snapshot import open_in_memory as open_snapshot

    return open_snapshot(fill, timeout, files)
