"""The values known to a run: what the store held when it began, and what its own steps have added
since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from core.catalog import Entry, Step, Task
from core.compute.changes import Changes
from core.compute.extracts import Point
from core.engines import Warehouse
from core.model import Key, Period, Row
from core.store import Restatements, Store

_SeriesPeriod = tuple[str, int, str, str, Period]
_SeriesRows = dict[_SeriesPeriod, dict[Key, Row]]
_PeriodKey = tuple[str, int, date]
_NOW = datetime.max.replace(tzinfo=UTC)


class History:
    """Rows by series and period."""

    def __init__(self) -> None:
        self._rows: _SeriesRows = {}
        self._covered: _SeriesRows = {}
        self._failed: set[tuple[str, int, Period]] = set()
        self._causes: dict[_PeriodKey, tuple[str, datetime]] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows in, over those they replace."""
        _put(self._rows, rows)

    def add_covered(self, rows: Iterable[Row]) -> None:
        """Take in computed rows over which a person has set a value."""
        _put(self._covered, rows)

    def drop(self, rows: Iterable[Row]) -> None:
        """Forget rows that were deleted."""
        _remove(self._rows, rows)

    def take(self, changes: Changes) -> None:
        """Take in what a step changes."""
        self.add(changes.written)
        self.drop(changes.obsolete)
        self.add_covered(changes.covered)
        _remove(self._covered, changes.uncovered)
        for each in changes.restated:
            self.changed(each.domain, each.kpi_number, each.period_start, each.cause)

    def fail(self, task: Task) -> None:
        """Remember that a task failed."""
        self._failed.add(task.key)

    def changed(
        self, domain: str, number: int, day: date, cause: str, when: datetime = _NOW
    ) -> None:
        """Remember why and when a KPI's value for the period that begins on `day` changed; by
        default in this run.
        """
        self._causes[domain, number, day] = cause, when

    def why(self, entry: Entry, periods: Iterable[Period], since: datetime) -> str:
        """Return why values of `entry` changed after the instant `since`; empty where none did."""
        keys = ((entry.domain, entry.number, period.first_day) for period in periods)
        found = (self._causes[key] for key in keys if key in self._causes)
        return next((cause for cause, when in found if when > since), "")

    def of(self, task: Task) -> dict[Key, Row]:
        """Return the computed rows of a task's series and period, also those over which a person
        has set a value.
        """
        series = _series(task.entry, task.period)
        computed = {key: row for key, row in self._rows.get(series, {}).items() if not row.by_hand}
        return computed | self._covered.get(series, {})

    def by_hand(self, task: Task) -> dict[Key, Row]:
        """Return the rows of a task's series and period that a person has set."""
        found = self._rows.get(_series(task.entry, task.period), {})
        return {key: row for key, row in found.items() if row.by_hand}

    def rows(self, entry: Entry, periods: Sequence[Period]) -> list[Row]:
        """Return the rows of `entry` that readers see, oldest period first."""
        return [
            row for period in periods for row in self._rows.get(_series(entry, period), {}).values()
        ]

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        """Return the values of `entry`, oldest period first; a period without a row is left out."""
        return [
            Point(row.period, row.field_details, row.value) for row in self.rows(entry, periods)
        ]

    def failed(self, entry: Entry, period: Period) -> bool:
        """Return whether `entry` failed for `period` in this run."""
        return (entry.domain, entry.number, period) in self._failed


def _put(known: _SeriesRows, rows: Iterable[Row]) -> None:
    for row in rows:
        known.setdefault(_series_of(row), {})[row.key] = row


def _remove(known: _SeriesRows, rows: Iterable[Row]) -> None:
    for row in rows:
        known.get(_series_of(row), {}).pop(row.key, None)


def _series_of(row: Row) -> _SeriesPeriod:
    return row.domain, row.kpi_number, row.field_name, row.range_type, row.period


def _series(entry: Entry, period: Period) -> _SeriesPeriod:
    return entry.domain, entry.number, entry.kpi.field_name, str(entry.range), period


def load_history(warehouse: Warehouse, steps: Sequence[Step]) -> History:
    """Read everything that a plan's tasks replace or read from the store, one query a domain."""
    since: dict[str, dict[int, date]] = {}
    for task in (task for step in steps for task in step.tasks):
        entry, period = task.entry, task.period
        reach = [(entry.domain, entry.number, period.first_day)]
        reach += [
            (*entry.key_of(source), entry.first_day_read(source, period)) for source in entry.values
        ]
        for domain, number, first in reach:
            days = since.setdefault(domain, {})
            days[number] = min(first, days.get(number, first))
    last = max(task.period.last_day for step in steps for task in step.tasks)
    known, store = History(), Store(warehouse)
    for domain, days in since.items():
        rows = store.rows_since(domain, days, last)
        known.add(rows)
        if any(row.by_hand for row in rows):
            known.add_covered(store.covered_rows(domain))
    _load_causes(warehouse, known, steps)
    return known


def _load_causes(warehouse: Warehouse, known: History, steps: Sequence[Step]) -> None:
    """Read why values changed since others were made from them: a run that broke off may have left
    those behind.
    """
    derived = [task for step in steps for task in step.tasks if task.entry.values]
    if not (rows := [row for task in derived for row in known.of(task).values()]):
        return
    since = min(row.computed_at for row in rows)
    sources = {task.entry.key_of(source)[0] for task in derived for source in task.entry.values}
    for each in Restatements(warehouse).read_since(sorted(sources), since):
        known.changed(each.domain, each.kpi_number, each.period_start, each.cause, each.restated_at)
