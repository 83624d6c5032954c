"""A query that aggregates the rows of a span of time, taken apart so that one pass serves many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# The parameters that may bound time. A cut-off is left out: two within the hour that a clock
# repeats are not in order by the clock.
DAYS = frozenset(["first_day", "last_day"])
INSTANTS = frozenset(["start", "end", "period_start", "period_end"])


class Bound(NamedTuple):
    """A parameter that bounds time; with `after`, a row at that very point lies before it."""

    parameter: str
    after: bool


class Component(NamedTuple):
    """An aggregate of one cell, and how a span's cells are put together.

    `name` depends on `sql` alone, so that the same aggregate in two queries is computed once.
    """

    name: str
    sql: str
    together: str


@dataclass(frozen=True, slots=True)
class TimeAggregate:
    """A query in DuckDB's dialect as aggregates of rows of `source` whose `time` is within bounds.

    `since` is None if the span has no beginning. `outputs` are columns as expressions over the
    components' names.
    """

    source: str
    time: str
    since: Bound | None
    until: Bound
    components: tuple[Component, ...]
    outputs: tuple[tuple[str, str], ...]

    @property
    def pass_key(self) -> tuple[str, str, bool]:
        """The rows, their time, and whether days bound it: equal for those that share a pass."""
        return self.source, self.time, self.until.parameter in DAYS
