"""Stored values computed again from their records, in one snapshot of the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.catalog import (
    Entry,
    KpiKey,
    Step,
    Task,
    catalogue_of,
    parameters_of,
    series_entry,
)
from core.compute import (
    Computed,
    Computer,
    Extracts,
    History,
    ProjectFiles,
    SourceObserver,
    copies_of,
    reproduce,
)
from core.engines import Snapshot, TableCopy, Warehouse
from core.explain.records import StoredRecords
from core.explain.source_changes import SourceState
from core.model import Input, Row, Tab, Table
from core.query import Dialect, FactsCache
from core.settings import Settings
from core.sheets import Workbooks


@dataclass(frozen=True, slots=True)
class RecordedTask:
    """Stored rows of one KPI and period, with the definition by which they were computed.

    `inputs` are the sources as the run saw them. `labels` are all that are stored for the period.
    """

    rows: tuple[Row, ...]
    entry: Entry
    inputs: tuple[Input, ...]
    labels: frozenset[str]

    @property
    def row(self) -> Row:
        """One of the rows, for what is the same in all."""
        return self.rows[0]

    @property
    def task(self) -> Task:
        """What was computed."""
        return Task(self.entry, self.row.period)

    @property
    def read(self) -> dict[KpiKey, Input]:
        """The KPIs whose stored values were read, as far as that is on record."""
        keys = {}
        for each in self.inputs:
            if each.kind == "values":
                domain, _, number = each.place.partition("/kpi_")
                keys[domain, int(number)] = each
        return keys


@dataclass(frozen=True)
class Recomputation:
    """Computes recorded tasks again; it writes nothing."""

    settings: Settings
    records: StoredRecords
    snapshot: Snapshot
    extracts: Extracts
    facts: FactsCache
    _seen: dict[tuple[str, str], Mapping[str, tuple[Input, str]]] = field(default_factory=dict)

    def compute(self, task: RecordedTask) -> tuple[Computed, ...]:
        """Return the answer that the query of then gives now; a failure is an outcome."""
        computer = self._computer(task)
        return reproduce(computer, task.task, task.row.cut_off)

    def fingerprints(self, task: RecordedTask) -> str:
        """Return the fingerprints of the stored values that a task read, as they were then."""
        computer = self._computer(task)
        return self._history(task).fingerprints(computer.catalogue, task.task)

    def sources(self, task: RecordedTask) -> list[SourceState]:
        """Return the tables, files and tabs of a task as its run saw them and as they are now."""
        before = {each.source: each for each in task.inputs}
        return [
            SourceState(name, before.get(name), now, fault)
            for name, (now, fault) in self._look(task).items()
        ]

    def _look(self, task: RecordedTask) -> Mapping[str, tuple[Input, str]]:
        """Return the sources of a task as they are now, those of equal KPIs measured once."""
        key = task.entry.timezone, task.entry.source_details
        if key not in self._seen:
            steps = [Step((task.task,))]
            observer = SourceObserver(self._computer(task), self._history(task), steps)
            self._seen[key] = observer.look(task.entry)
        return self._seen[key]

    def _history(self, task: RecordedTask) -> History:
        return self.records.history(task.row.computed_at, tuple(sorted(task.read)))

    def _computer(self, task: RecordedTask) -> Computer:
        entry = task.entry
        others = [
            series_entry(*key, read.field_name, read.range_type, entry.kpi.cadence)
            for key, read in task.read.items()
        ]
        dialect: Dialect = "postgres" if entry.in_warehouse else "duckdb"
        facts = self.facts.examine(entry.query, dialect, entry.histories)
        return Computer(
            catalogue_of(self.settings.root, entry, others),
            {entry.key: facts},
            self.snapshot,
            self.extracts,
            self._history(task),
            task.row.computed_at,
        )


def _copies_read(tasks: Sequence[RecordedTask], cache: FactsCache) -> list[dict[str, TableCopy]]:
    """Return what each of recorded tasks reads of tables beside other sources."""
    copies = []
    for entry, row in ((task.entry, task.row) for task in tasks if not task.entry.in_warehouse):
        facts = cache.examine(entry.query, "duckdb", entry.histories)
        params = parameters_of(entry.range, row.period, ZoneInfo(entry.timezone), row.cut_off)
        copies.append(copies_of(entry, facts, [params]))
    return copies


@contextmanager
def open_recomputation(
    settings: Settings,
    warehouse: Warehouse,
    records: StoredRecords,
    tasks: Sequence[RecordedTask],
) -> Iterator[Recomputation]:
    """Open a snapshot of the sources in which all tasks are computed."""
    entries = {(task.entry.key, task.entry.version): task.entry for task in tasks}
    sources = [source for entry in entries.values() for source in entry.kpi.sources]
    files = ProjectFiles(settings.root)
    tabs = [source for source in sources if isinstance(source, Tab)]
    facts = FactsCache(settings.root / "var" / "cache" / "sql.json")
    with warehouse.snapshot(settings.query_timeout, files.find_all(sources)) as snapshot:
        tables = {each.name.lower() for each in sources if isinstance(each, Table)}
        snapshot.pin(sorted(tables))
        workbooks = Workbooks(settings.root, settings.environment, tabs)
        extracts = Extracts(snapshot, files, workbooks, _copies_read(tasks, facts))
        yield Recomputation(settings, records, snapshot, extracts, facts)
