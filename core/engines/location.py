"""Where the warehouse and the store are: a URL, and the setting that holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import SettingsError
from core.query import RemoteDialect, remote_dialect
from core.settings import STORE_SETTING, WAREHOUSE_SETTING, Settings


@dataclass(frozen=True, slots=True)
class RemoteEngine:
    """An engine that only KPIs read.

    `dialect` is also the name of its client's module in `core.engines.remote`, and of the extra of
    our package that it needs. `is_tried` says that it was run at all, beside its own documentation.
    """

    name: str
    dialect: RemoteDialect
    is_tried: bool = True


REMOTE_ENGINES: Mapping[RemoteDialect | None, RemoteEngine] = {
    engine.dialect: engine
    for engine in (
        RemoteEngine("Spark", "spark"),
        RemoteEngine("ClickHouse", "clickhouse"),
        RemoteEngine("BigQuery", "bigquery", is_tried=False),
        RemoteEngine("Snowflake", "snowflake", is_tried=False),
        RemoteEngine("Trino", "trino", is_tried=False),
    )
}


@dataclass(frozen=True, slots=True)
class Location:
    """The URL of a database, and the setting that holds it."""

    setting: str
    url: str = field(repr=False)

    @property
    def role(self) -> str:
        """What messages call the database: one that is both is the warehouse."""
        return "store" if self.setting == STORE_SETTING else "warehouse"

    @property
    def is_duckdb(self) -> bool:
        """Whether the URL is that of a DuckDB file."""
        return self.url.startswith("duckdb:")

    @property
    def is_remote(self) -> bool:
        """Whether the URL is that of an engine which cannot hold the store."""
        return remote_dialect(self.url) in REMOTE_ENGINES

    def path(self, settings: Settings) -> Path:
        """Return the path of the DuckDB file that the URL names.

        Raises:
            SettingsError: The URL has none.
        """
        authority, slash, path = self.url.partition("://")[2].partition("/")
        path = re.split("[?#]", path)[0]
        if authority or not slash or not path:
            raise SettingsError(
                f"{self.setting} is not a duckdb:/// URL with a path; write"
                " duckdb:///relative or duckdb:////absolute"
            )
        return settings.path(path)


def warehouse_location(settings: Settings) -> Location:
    """Return where KPIs read."""
    return Location(WAREHOUSE_SETTING, settings.warehouse)


def store_location(settings: Settings) -> Location:
    """Return where the store is: in the warehouse, if both URLs name one database.

    Raises:
        SettingsError: Both are URLs of DuckDB files, and one has no path; or it cannot be there.
    """
    warehouse, store = warehouse_location(settings), Location(STORE_SETTING, settings.store)
    if store.is_remote:
        name = remote_engine(store).name
        raise SettingsError(
            f"{STORE_SETTING} is where the stored values are, which {name} cannot hold; set it to"
            " postgresql://… or duckdb:///var/store.duckdb"
        )
    if store.url == warehouse.url:
        return warehouse
    if store.is_duckdb and warehouse.is_duckdb:
        is_same = store.path(settings).resolve() == warehouse.path(settings).resolve()
        return warehouse if is_same else store
    return store


def remote_engine(location: Location) -> RemoteEngine:
    """Return the engine of a remote location."""
    return REMOTE_ENGINES[remote_dialect(location.url)]
