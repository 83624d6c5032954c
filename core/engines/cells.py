"""The protocol of what reads cells on a remote engine: see `core.query.cells`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.query import Query


class CellReader(Protocol):
    """What aggregates cells where the tables are, and hands over the results."""

    def read_cells(self, queries: Mapping[str, Query]) -> None:
        """Make the result of each query a table of the snapshot's `local()`, by its name.

        Raises:
            QueryError: As `Snapshot.fetch`; also, a result has other columns than numbers.
        """
