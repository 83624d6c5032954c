"""Values known to a run: those stored when it began, and those that its own steps have added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from core.catalog import (
    Catalogue,
    Entry,
    Step,
    Task,
    VersionKey,
    definition_of,
    newest_equivalents,
)
from core.compute.changes import Changes
from core.compute.extracts import Point
from core.engines import Database
from core.model import Key, Outcome, Period, Row, SourceRead, fingerprint, period_text
from core.store import Definitions, Restatements, Store

_SeriesPeriod = tuple[str, int, str, str, Period]
_SeriesRows = dict[_SeriesPeriod, dict[Key, Row]]
_PeriodKey = tuple[str, int, date]
_IN_THIS_RUN = datetime.max.replace(tzinfo=UTC)


class History:
    """Rows by series and period, tasks that failed, and why values changed."""

    def __init__(self) -> None:
        self._rows: _SeriesRows = {}
        self._covered: _SeriesRows = {}
        self._unanswered: dict[tuple[str, int, Period], Outcome] = {}
        self._causes: dict[_PeriodKey, tuple[str, datetime]] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows, in place of those with the same key."""
        _put(self._rows, rows)

    def add_covered(self, rows: Iterable[Row]) -> None:
        """Add computed rows beneath manual values."""
        _put(self._covered, rows)

    def drop(self, rows: Iterable[Row]) -> None:
        """Remove rows that were deleted."""
        _remove(self._rows, rows)

    def apply(self, changes: Changes) -> None:
        """Apply what a step changes."""
        self.add((*changes.written, *changes.kept))
        self.drop(changes.obsolete)
        self.add_covered(changes.covered)
        _remove(self._covered, changes.uncovered)
        for each in changes.restated:
            self.add_cause(each.domain, each.kpi_number, each.period_start, each.cause)

    def mark_unanswered(self, task: Task, outcome: Outcome) -> None:
        """Remember that a task failed, or that its value is withheld or late."""
        self._unanswered[task.key] = outcome

    def add_cause(
        self, domain: str, number: int, day: date, cause: str, when: datetime = _IN_THIS_RUN
    ) -> None:
        """Remember why and when a KPI's value changed, for the period that begins on `day`."""
        self._causes[domain, number, day] = cause, when

    def cause_of_change(self, entry: Entry, periods: Iterable[Period], since: datetime) -> str:
        """Return why values of `entry` changed after an instant; empty where none did."""
        for period in periods:
            cause, when = self._causes.get(
                (entry.domain, entry.number, period.first_day), ("", since)
            )
            if when > since:
                return cause
        return ""

    def computed_rows(self, task: Task) -> dict[Key, Row]:
        """Return computed rows of a task's series and period, with those beneath manual rows."""
        series = _series(task.entry, task.period)
        rows = self._rows.get(series, {})
        computed = {key: row for key, row in rows.items() if not row.by_hand}
        return computed | self._covered.get(series, {})

    def manual_rows(self, task: Task) -> dict[Key, Row]:
        """Return the manual rows of a task's series and period."""
        rows = self._rows.get(_series(task.entry, task.period), {})
        return {key: row for key, row in rows.items() if row.by_hand}

    def rows(self, entry: Entry, periods: Sequence[Period]) -> list[Row]:
        """Return the rows of `entry` that readers see, in the order of the periods."""
        rows: list[Row] = []
        for period in periods:
            rows += self._rows.get(_series(entry, period), {}).values()
        return rows

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        """Return the values of `entry` in the order of the periods; none for one without a row."""
        rows = self.rows(entry, periods)
        return [Point(row.period, row.field_details, row.value) for row in rows]

    def fingerprints(self, catalogue: Catalogue, task: Task) -> str:
        """Return the fingerprints of the values that a task's is made from, one per source.

        Empty if it is made from no stored values.
        """
        entry = task.entry
        found: dict[SourceRead, str] = {}
        for source in entry.values:
            other = catalogue.by_key[entry.key_of(source)]
            series = *other.key, other.kpi.field_name, str(other.range)
            periods = entry.periods_read(source, task.period)
            read = SourceRead(series, source.last or 0, source.cadence)
            found[read] = fingerprint(self._texts(other, periods))
        return " ".join(found[read] for read in sorted(found))

    def _texts(self, entry: Entry, periods: Iterable[Period]) -> Iterator[str]:
        for period in periods:
            points = self.points(entry, [period])
            yield period_text(period.first_day, {each.field: each.value for each in points})

    def find_unanswered(self, entry: Entry, period: Period) -> Outcome | None:
        """Return the outcome of a KPI that has no answer for `period`; None if it has one.

        A failure counts in the run in which it happened; a value that an earlier run withheld, or
        found late, does so until one is stored.
        """
        key = entry.domain, entry.number, period
        if key in self._unanswered:
            return self._unanswered[key]
        outcomes = {row.outcome for row in self.rows(entry, [period])}
        return next(iter(outcomes & {"withheld", "late"}), None)


def _put(series_rows: _SeriesRows, rows: Iterable[Row]) -> None:
    for row in rows:
        series_rows.setdefault(_series_of(row), {})[row.key] = row


def _remove(series_rows: _SeriesRows, rows: Iterable[Row]) -> None:
    for row in rows:
        series_rows.get(_series_of(row), {}).pop(row.key, None)


def _series_of(row: Row) -> _SeriesPeriod:
    return row.domain, row.kpi_number, row.field_name, row.range_type, row.period


def _series(entry: Entry, period: Period) -> _SeriesPeriod:
    return entry.domain, entry.number, entry.kpi.field_name, str(entry.range), period


def load_history(catalogue: Catalogue, database: Database, steps: Sequence[Step]) -> History:
    """Read everything that a plan's tasks replace or read from the store, one query per domain.

    A row whose definition decides values as today's does has today's version.
    """
    tasks = [task for step in steps for task in step.tasks]
    last = max(task.period.last_day for task in tasks)
    history, store = History(), Store(database)
    for domain, days in _first_days(tasks).items():
        rows = store.rows_since(domain, days, last)
        covered = store.covered_rows(domain) if any(row.by_hand for row in rows) else []
        rows, covered = _with_todays_versions(catalogue, database, domain, rows, covered)
        history.add(rows)
        history.add_covered(covered)
    _load_causes(database, history, [task for task in tasks if task.entry.values])
    return history


def _with_todays_versions(
    catalogue: Catalogue, database: Database, domain: str, *groups: list[Row]
) -> list[list[Row]]:
    """Return groups of a domain's rows with the newest version in place of its equivalents."""
    current = {entry.number: entry for entry in catalogue.entries_of(domain)}
    others = {
        row.kpi_number
        for rows in groups
        for row in rows
        if row.kpi_number in current and row.definition != current[row.kpi_number].version
    }
    if not others:
        return list(groups)
    todays = [definition_of(catalogue, current[number]) for number in others]
    stored = Definitions(database).read_all([domain])
    former = [each for each in stored if each.kpi_number in others]
    versions = newest_equivalents([*todays, *former])
    return [[_with_version(row, versions) for row in rows] for rows in groups]


def _with_version(row: Row, versions: Mapping[VersionKey, str]) -> Row:
    key = row.domain, row.kpi_number, row.definition
    version = versions.get(key, row.definition)
    return row if version == row.definition else replace(row, definition=version)


def _first_days(tasks: Iterable[Task]) -> dict[str, dict[int, date]]:
    """Return the first day needed of each KPI, by domain and number."""
    since: dict[str, dict[int, date]] = {}
    for task in tasks:
        for domain, number, first in _needs(task):
            days = since.setdefault(domain, {})
            days[number] = min(first, days.get(number, first))
    return since


def _needs(task: Task) -> Iterator[_PeriodKey]:
    """Yield the KPIs whose rows a task replaces, reads or is judged by, with the first day."""
    entry, period = task.entry, task.period
    before = max((check.last for check in entry.kpi.checks), default=0)
    yield entry.domain, entry.number, period.shift(-before).first_day
    for source in (*entry.values, *entry.compared):
        yield *entry.key_of(source), entry.window(source, period).first.first_day


def _load_causes(database: Database, history: History, derived: Sequence[Task]) -> None:
    """Read why values changed after others were made from them.

    A run that was interrupted may have left those others behind.
    """
    rows: list[Row] = []
    domains: set[str] = set()
    for task in derived:
        rows += history.computed_rows(task).values()
        domains |= {task.entry.key_of(source)[0] for source in task.entry.values}
    if not rows:
        return
    since = min(row.computed_at for row in rows)
    for each in Restatements(database).read_since(sorted(domains), since):
        history.add_cause(
            each.domain, each.kpi_number, each.period_start, each.cause, each.restated_at
        )
