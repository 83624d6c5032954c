"""The values known to a run: what the store held when it began, and what its own steps have added since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.catalog import Entry
from core.extracts import Point
from core.period import Period
from core.rows import Key, Row
from core.store import Store
from core.task import Step, Task

_Series = tuple[str, int, str, str, Period]


class Known:
    """Rows by series and period."""

    def __init__(self) -> None:
        self._rows: dict[_Series, dict[Key, Row]] = {}
        self._failed: set[tuple[str, int, Period]] = set()

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows in, over those they replace."""
        for row in rows:
            self._rows.setdefault(_series_of(row), {})[row.key] = row

    def drop(self, rows: Iterable[Row]) -> None:
        """Forget rows that were deleted."""
        for row in rows:
            self._rows.get(_series_of(row), {}).pop(row.key, None)

    def fail(self, task: Task) -> None:
        """Remember that a task failed."""
        self._failed.add(task.key)

    def of(self, task: Task) -> dict[Key, Row]:
        """Return the rows of a task's series and period."""
        return self._rows.get(_series(task.entry, task.period), {})

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        """Return the values of `entry`, oldest period first; a period without a row is left out."""
        return [
            Point(period, row.field_details, row.value)
            for period in periods
            for row in self._rows.get(_series(entry, period), {}).values()
        ]

    def failed(self, entry: Entry, period: Period) -> bool:
        """Return whether `entry` failed for `period` in this run."""
        return (entry.domain, entry.number, period) in self._failed


def _series_of(row: Row) -> _Series:
    return row.domain, row.kpi_number, row.field_name, row.range_type, row.period


def _series(entry: Entry, period: Period) -> _Series:
    return entry.domain, entry.number, entry.kpi.field_name, str(entry.range), period


def load_known(store: Store, steps: Sequence[Step]) -> Known:
    """Read everything that a plan's tasks replace or read from the store, one query a domain."""
    since: dict[str, dict[int, date]] = {}
    for task in (task for step in steps for task in step.tasks):
        entry, period = task.entry, task.period
        reach = [(entry.domain, entry.number, period.first_day)]
        reach += [(*entry.key_of(source), entry.first_day_read(source, period)) for source in entry.values]
        for domain, number, first in reach:
            days = since.setdefault(domain, {})
            days[number] = min(first, days.get(number, first))
    last = max(task.period.last_day for step in steps for task in step.tasks)
    known = Known()
    for domain, days in since.items():
        known.add(store.rows_since(domain, days, last))
    return known
