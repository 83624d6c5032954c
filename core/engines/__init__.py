"""Databases behind one protocol: a warehouse that stores, a snapshot that answers queries.

It knows no KPI and no table of the store.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from core.engines.base import Access, Measured, Probe, Snapshot, Warehouse, interruptible
from core.errors import SettingsError
from core.settings import Settings

__all__ = [
    "Access",
    "Measured",
    "Probe",
    "Snapshot",
    "Warehouse",
    "interruptible",
    "open_warehouse",
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
    scheme, _, rest = settings.warehouse.partition("://")
    if scheme not in ENGINES:
        raise SettingsError(
            f"SCORECARD_WAREHOUSE begins with {f'{scheme}://' if rest else 'no scheme'}; "
            "write duckdb:///var/warehouse.duckdb or postgresql://…"
        )
    engine = cast("_Engine", import_module(ENGINES[scheme]))
    return engine.open_warehouse(settings, access)
