"""The versions at which a run reads the tables of a remote warehouse."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from core.engines.remote.client import RemoteClient
from core.errors import QueryError, TimeLimitError, WarehouseError
from core.query import TableVersion

LearnVersions = Callable[[], Mapping[str, TableVersion]]
_MOST_NAMES = 3


class Pins:
    """Learns the version of each table once; from then on that is the one which is read."""

    def __init__(
        self, client: RemoteClient, ask: Callable[[LearnVersions], Mapping[str, TableVersion]]
    ) -> None:
        """`ask` runs a question to the client within the time limit."""
        self._client = client
        self._ask = ask
        self._versions: dict[str, TableVersion | None] = {}

    def versions(self, tables: Collection[str]) -> Mapping[str, TableVersion]:
        """Return the version of each table (in lower case); one without versions is left out.

        Raises:
            WarehouseError: The connection is lost.
        """
        new = [table for table in tables if table not in self._versions]
        if new:
            found = self._learn(new)
            self._versions |= {table: found.get(table) for table in new}
        known = {table: self._versions[table] for table in tables}
        return {table: version for table, version in known.items() if version}

    def _learn(self, tables: Sequence[str]) -> Mapping[str, TableVersion]:
        """Ask for all versions at once; where that fails, for each alone.

        A table whose version cannot be had is read without one, and the run's record says so.
        """
        try:
            return self._ask(partial(self._client.versions, tables, self._moment()))
        except (QueryError, WarehouseError) as error:
            if error.transient:
                raise
            if len(tables) == 1 or isinstance(error, TimeLimitError):
                return {}
        found: dict[str, TableVersion] = {}
        for table in tables:
            found |= self._learn([table])
        return found

    def _moment(self) -> datetime | None:
        """Return the time as of which other tables are read already; None if there are none."""
        times = (each.at for each in self._versions.values() if each and each.kind == "time")
        return next(times, None)

    @property
    def consistency(self) -> str:
        """Whether the tables asked for so far stay as they are, in words."""
        missing = [table for table, version in self._versions.items() if version is None]
        if len(missing) == len(self._versions):
            return "no snapshot"
        if missing:
            return f"no snapshot of {_listed(missing)}"
        moment = self._moment()
        if moment:
            return f"snapshot of {moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        return "each table at one version"


def _listed(names: Collection[str]) -> str:
    shown = ", ".join(islice(sorted(names), _MOST_NAMES))
    more = len(names) - _MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
