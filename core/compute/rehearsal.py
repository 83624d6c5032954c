"""The rehearsal of KPIs: the query of each is planned with a run's parameters, and none is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.catalog import Catalogue, Entry, KpiKey, parameters
from core.compute.extracts import Extracts
from core.engines import PlannedColumns, Snapshot
from core.errors import QueryError, ScorecardError, SourceError
from core.model import File, Source, Tab, Table, Values, last_ended
from core.query import Query, SqlFacts, quote_relation
from core.settings import Settings
from core.sheets import has_google_credentials, is_workbook_path


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The columns that a KPI's query would return, or the error that a run would meet.

    `sources` has the columns of what a query reads on the local database, by relation; `notes` say
    which sources were not looked at.
    """

    entry: Entry
    columns: PlannedColumns = ()
    error: ScorecardError | None = None
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rehearsal:
    """Plans queries against one snapshot; a failure is a result and stops no other query."""

    settings: Settings
    catalogue: Catalogue
    facts: Mapping[KpiKey, SqlFacts]
    snapshot: Snapshot
    extracts: Extracts

    def rehearse(self, entry: Entry) -> Rehearsed:
        """Plan a KPI's query for the last period that has ended.

        Raises:
            WarehouseError: The connection is lost.
        """
        notes = tuple(filter(None, map(self._obstacle, entry.kpi.sources)))
        columns = dict[str, tuple[str, ...]]()
        try:
            self.snapshot.set_timezone(self.catalogue.runners[entry.domain].timezone)
            if entry.in_warehouse:
                return Rehearsed(entry, self.snapshot.plan(self._query(entry)), notes=notes)
            for source in entry.kpi.sources:
                self._prepare(entry, source)
                columns[source.relation] = self._columns(source.relation)
            return Rehearsed(entry, self._plan(entry), notes=notes)
        except (QueryError, SourceError) as error:
            if self.snapshot.recover():
                self.extracts.forget()
            return Rehearsed(entry, error=error, sources=columns, notes=notes)

    def _plan(self, entry: Entry) -> PlannedColumns:
        """Plan a query on the local database."""
        query = self._query(entry)
        return self.snapshot.local().plan(query.duckdb, query.params, integer_division=False)

    def _query(self, entry: Entry) -> Query:
        today = self.catalogue.today(entry.domain, self.settings.now)
        period = last_ended(entry.kpi.cadence, today)
        values = parameters(entry, period, self.catalogue, self.settings.now)
        facts = self.facts[entry.key]
        params = {name: values[name] for name in facts.parameters}
        return Query(entry.query, facts.duckdb, params)

    def _prepare(self, entry: Entry, source: Source) -> None:
        """Make a source readable on the local database, of tables and values without rows."""
        match source:
            case Table():
                columns = self.facts[entry.key].columns_read
                self.snapshot.outline(source.name.lower(), columns)
            case Values():
                self.extracts.load_values(source, [])
            case Tab() if self._obstacle(source):
                self.extracts.outline_tab(source)
            case File() | Tab():
                timezone = self.catalogue.runners[entry.domain].timezone
                self.extracts.load(source, self.facts[entry.key], timezone)

    def _obstacle(self, source: Source) -> str:
        """Return why a source is not looked at; empty if it is."""
        if not isinstance(source, Tab):
            return ""
        place = self.settings.environment.get(source.workbook, "")
        if not place or is_workbook_path(place):
            return ""
        if has_google_credentials(self.settings.environment):
            return ""
        return f"the tab {source.title!r} of {source.workbook} was not read: no Google credentials"

    def _columns(self, relation: str) -> tuple[str, ...]:
        """Return the columns of a source on the local database."""
        name = quote_relation(relation.lower())
        planned = self.snapshot.local().plan(f"SELECT * FROM {name}", {}, integer_division=False)
        return tuple(column for column, _ in planned)
