"""Databases behind two protocols: one that holds the store, and a warehouse that KPIs read.

It knows no KPI and no table of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from core.engines.access import Access
from core.engines.base import (
    Database,
    EngineConnection,
    LocalDatabase,
    Measured,
    Probe,
    Snapshot,
    Warehouse,
    instant,
    interruptible,
)
from core.engines.location import (
    Location,
    store_location,
    warehouse_location,
)
from core.engines.plans import PlannedColumns
from core.engines.relations import UniqueKey, WarehouseTable, near_names
from core.engines.table_copies import TableCopy
from core.errors import SettingsError
from core.settings import WAREHOUSE_SETTING, Settings
from core.signals import held

__all__ = [
    "Access",
    "Database",
    "EngineConnection",
    "LocalDatabase",
    "Measured",
    "PlannedColumns",
    "Probe",
    "Snapshot",
    "TableCopy",
    "UniqueKey",
    "Warehouse",
    "WarehouseTable",
    "instant",
    "interruptible",
    "is_one_place",
    "is_remote",
    "local_engine",
    "near_names",
    "open_in_memory",
    "open_sources",
    "open_store",
    "open_warehouse",
    "open_writable",
    "refusal_of_writes",
    "store_files",
]

ENGINES = {
    "duckdb": "core.engines.duckdb.warehouse",
    "postgresql": "core.engines.postgres.warehouse",
    "postgres": "core.engines.postgres.warehouse",
}


class _Engine(Protocol):
    def open_database(
        self, location: Location, settings: Settings, access: Access
    ) -> EngineConnection: ...


def open_store(settings: Settings, access: Access) -> EngineConnection:
    """Connect to the database that holds the store.

    Raises:
        SettingsError: The setting names no known engine, or the database cannot be reached.
        LockedError: Another process holds it for longer than `access.wait`.
    """
    return _open(store_location(settings), settings, access)


def open_warehouse(settings: Settings, access: Access) -> Warehouse:
    """Connect to the warehouse that `SCORECARD_WAREHOUSE` names.

    Raises:
        SettingsError: The setting names no known engine, or the warehouse cannot be reached.
        LockedError: Another process holds it for longer than `access.wait`.
    """
    location = warehouse_location(settings)
    if not location.is_remote:
        return _open(location, settings, access)
    from core.engines.remote.warehouse import open_remote

    return open_remote(location, settings)


@contextmanager
def open_sources(
    settings: Settings, access: Access, store: EngineConnection
) -> Iterator[Warehouse]:
    """Open the warehouse for reading: `store` itself if it is both, else a connection of its own.

    Raises:
        SettingsError: The warehouse cannot be reached.
        LockedError: Another process holds it for longer than `access.wait`.
    """
    if is_one_place(settings):
        yield store
        return
    with closing(open_warehouse(settings, replace(access, write=False))) as warehouse:
        yield warehouse


def open_writable(settings: Settings, access: Access) -> EngineConnection:
    """Connect to a warehouse that is PostgreSQL or DuckDB, to make tables there.

    Raises:
        SettingsError: It is another engine, or cannot be reached.
        LockedError: Another process holds it for longer than `access.wait`.
    """
    return _open(warehouse_location(settings), settings, access)


def is_one_place(settings: Settings) -> bool:
    """Return whether the warehouse holds the store."""
    return store_location(settings).setting == WAREHOUSE_SETTING


def is_remote(settings: Settings) -> bool:
    """Return whether the warehouse is an engine that only answers KPIs."""
    return warehouse_location(settings).is_remote


def refusal_of_writes(warehouse: Warehouse) -> str | None:
    """Return what a remote warehouse says to an attempt to write there; None if it takes it."""
    from core.engines.remote.warehouse import RemoteWarehouse

    return warehouse.refuses_writes() if isinstance(warehouse, RemoteWarehouse) else None


def store_files(settings: Settings) -> tuple[Path, ...]:
    """Return the files of a store in DuckDB, existing or not; none for another engine.

    Raises:
        SettingsError: The URL is malformed.
    """
    location = store_location(settings)
    if not location.is_duckdb:
        return ()
    # DuckDB must not load with commands that ask nothing.
    from core.engines.duckdb.warehouse import store_files as files_of

    return files_of(location, settings)


def _open(location: Location, settings: Settings, access: Access) -> EngineConnection:
    scheme, separator, _ = location.url.partition("://")
    if scheme not in ENGINES or not separator:
        is_store = location.role == "store"
        remedy = "" if is_store else ", or the URL of an engine that docs/engines.md names"
        raise SettingsError(
            f"{location.setting} is neither a duckdb:/// nor a postgresql:// URL; "
            f"write duckdb:///var/{location.role}.duckdb or postgresql://…{remedy}"
        )
    with held():
        engine = cast("_Engine", import_module(ENGINES[scheme]))
    return engine.open_database(location, settings, access)


def local_engine() -> str:
    """Return name and version of the local database."""
    # DuckDB must not load with commands that ask nothing.
    with held():
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
