"""Records of stored values that several of them share, each read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from core.catalog import Entry, KpiKey, entry_of
from core.compute import History
from core.engines import Database
from core.model import Input, Key, Restatement, Row
from core.store import (
    Definitions,
    Inputs,
    PastRun,
    ReplacedRows,
    Restatements,
    Runs,
    StoredDefinition,
    read_rows_at,
)

_Version = tuple[str, int, str, int | None]


@dataclass
class StoredRecords:
    """The runs, definitions, inputs and restatements behind stored values."""

    database: Database
    _runs: dict[str, PastRun | None] = field(default_factory=dict)
    _definitions: dict[_Version, StoredDefinition | None] = field(default_factory=dict)
    _inputs: dict[tuple[str, KpiKey], list[Input]] = field(default_factory=dict)
    _restatements: dict[KpiKey, dict[Key, Restatement]] = field(default_factory=dict)
    _histories: dict[tuple[datetime, tuple[KpiKey, ...]], History] = field(default_factory=dict)

    @cached_property
    def complete_since(self) -> datetime | None:
        """The instant from which on the store keeps every row that is replaced."""
        return ReplacedRows(self.database).since

    def run(self, run_id: str) -> PastRun | None:
        """Return a run; None if the store does not have it."""
        if run_id not in self._runs:
            self._runs[run_id] = Runs(self.database).find(run_id)
        return self._runs[run_id]

    def entry(self, row: Row) -> Entry | None:
        """Return the KPI as the definition of a row declares it; None if that is not on record."""
        run = self.run(row.run_id)
        version = row.domain, row.kpi_number, row.definition, run.run.revision if run else None
        if version not in self._definitions:
            self._definitions[version] = Definitions(self.database).find(*version)
        stored = self._definitions[version]
        return entry_of(stored.definition) if stored else None

    def inputs(self, row: Row) -> list[Input]:
        """Return the sources of a row's KPI as the row's run saw them."""
        key = row.run_id, (row.domain, row.kpi_number)
        if key not in self._inputs:
            self._inputs[key] = Inputs(self.database).read(row.run_id, row.domain, row.kpi_number)
        return self._inputs[key]

    def restatement(self, row: Row) -> Restatement | None:
        """Return the change by which a row got its value; None if it was never another one."""
        kpi = row.domain, row.kpi_number
        if kpi not in self._restatements:
            found = Restatements(self.database).read(*kpi)
            self._restatements[kpi] = {each.key: each for each in found}
        newest = self._restatements[kpi].get(row.key)
        return newest if newest and newest.run_id == row.run_id else None

    def history(self, instant: datetime, kpis: tuple[KpiKey, ...]) -> History:
        """Return the values of some KPIs as they were stored at an instant."""
        key = instant, kpis
        if key not in self._histories:
            history = History()
            for domain in sorted({domain for domain, _ in kpis}):
                numbers = [number for other, number in kpis if other == domain]
                history.add(read_rows_at(self.database, domain, instant, numbers))
            self._histories[key] = history
        return self._histories[key]
