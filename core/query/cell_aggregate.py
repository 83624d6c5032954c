"""A query over remote tables, taken apart so that one pass over its rows serves many periods.

The engine aggregates cells, in PostgreSQL's dialect as the author wrote it; they are put together
in DuckDB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from core.query.time_aggregate import DAYS, Bound


class DistinctKeys(NamedTuple):
    """Keys of which the different ones are counted, of the rows that fulfil a condition."""

    key: str
    condition: str


@dataclass(frozen=True, slots=True)
class CellAggregate:
    """A query as aggregates of rows of `source` whose `time` is within bounds.

    Attributes:
        source: FROM with its joins, in PostgreSQL's dialect.
        time: The expression that the bounds compare, in PostgreSQL's dialect.
        since: None if the span has no beginning.
        until: The end of the span.
        cells: Name and aggregate of one cell, in PostgreSQL's dialect.
        keys: The keys that are counted, by the name of their number in a span.
        wholes: Name and aggregate of a span's cells, in DuckDB's dialect.
        outputs: Columns as expressions over wholes and numbers of keys, in DuckDB's dialect.
        local_query: What DuckDB computes of the query, in PostgreSQL's dialect.
    """

    source: str
    time: str
    since: Bound | None
    until: Bound
    cells: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, DistinctKeys], ...]
    wholes: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    local_query: str

    @property
    def pass_key(self) -> tuple[str, str, bool]:
        """The rows, their time, and whether days bound it: equal for those that share a pass."""
        return self.source, self.time, self.until.parameter in DAYS
