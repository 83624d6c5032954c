"""A warehouse of another engine: snapshots of it, and what it holds."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from core.engines.location import Location, remote_engine
from core.engines.relations import WarehouseTable
from core.engines.remote.client import RemoteClient
from core.engines.remote.errors import one_line, warehouse_error
from core.engines.remote.snapshot import RemoteSnapshot
from core.errors import ScorecardError, SettingsError
from core.query import Dialect
from core.settings import Settings
from core.signals import held

_ERRNO = re.compile(r"\[Errno -?\d+\] ([\w ]+)")
NOT_TRIED = "the framework was not run against this service"


class _ClientModule(Protocol):
    def open_client(self, url: str, settings: Settings) -> RemoteClient: ...


def open_remote(location: Location, settings: Settings) -> RemoteWarehouse:
    """Connect to the warehouse that a URL names.

    Raises:
        SettingsError: The extra of its engine is not installed, or it cannot be reached.
    """
    engine = remote_engine(location)
    try:
        with held():
            module = cast("_ClientModule", import_module(f"core.engines.remote.{engine.dialect}"))
        client = module.open_client(location.url, settings)
    except ImportError as error:
        raise SettingsError(
            f"{location.setting}: {engine.name} needs more than is installed ({error.name});"
            f" run pip install 'scorecard-framework[{engine.dialect}]'"
        ) from None
    except ScorecardError:
        raise
    except Exception as error:  # noqa: BLE001 -- each driver has its own
        fault = settings.scrub(one_line(_reason(error)))
        raise SettingsError(
            f"{location.setting}: {engine.name}{_place(location.url)} cannot be reached: {fault};"
            " start it, or fix the URL"
        ) from None
    return RemoteWarehouse(client, settings.copied_rows, engine.is_tried)


def _place(url: str) -> str:
    """Return the server that a URL names, to follow the engine's name; nothing for a folder."""
    server = re.split("[/?;]", url.partition("://")[2])[0].rpartition("@")[2]
    return f" at {server}" if server else ""


def _reason(error: Exception) -> str:
    """Return what the machine says of a connection, or what a driver says."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    machine = _ERRNO.search(str(error))
    return machine[1] if machine else str(error)


class RemoteWarehouse:
    """See `core.engines.base.Warehouse`."""

    # Queries are handed over in this dialect, and columns have the names of its types.
    dialect: Dialect = "postgres"

    def __init__(self, client: RemoteClient, most_extracted: int, is_tried: bool) -> None:
        self.place = client.place if is_tried else f"{client.place} ({NOT_TRIED})"
        self.engine = client.engine
        self._client = client
        self._most_extracted = most_extracted

    @contextmanager
    def snapshot(self, timeout: float, files: Collection[str] = ()) -> Iterator[RemoteSnapshot]:
        with tempfile.TemporaryDirectory() as folder:
            snapshot = RemoteSnapshot(
                self._client, timeout, files, Path(folder), self._most_extracted
            )
            with closing(snapshot):
                yield snapshot

    def relations(self) -> list[WarehouseTable]:
        try:
            return self._client.relations()
        except Exception as error:  # noqa: BLE001 -- each driver has its own
            raise warehouse_error(self._client, error) from None

    def views(self) -> dict[str, str]:
        """Return nothing: the views of these engines are in dialects of their own."""
        return {}

    def refuses_writes(self) -> str | None:
        """Return what the engine says to a schema that this user makes; None if it makes one."""
        try:
            self._client.attempt_write()
        except Exception as error:  # noqa: BLE001 -- each engine has its own
            return one_line(self._client.fault(error).message)
        return None

    def close(self) -> None:
        self._client.close()
