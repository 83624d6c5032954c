"""The check of queries against the warehouse: each is planned with its sources, and none is run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from core.catalog import Catalogue, Entry, KpiKey
from core.compute import Extracts, ProjectFiles, Rehearsal
from core.engines import Warehouse
from core.errors import Finding
from core.model import Tab
from core.operations.query_findings import Surroundings, query_findings
from core.query import SqlFacts
from core.settings import Settings
from core.sheets import Workbooks


@dataclass(frozen=True, slots=True)
class QueryCheck:
    """The findings on queries, notes on what was not looked at, and how many were planned."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    planned: int


def check_queries(
    settings: Settings,
    catalogue: Catalogue,
    facts: Mapping[KpiKey, SqlFacts],
    warehouse: Warehouse,
    entries: Sequence[Entry],
) -> QueryCheck:
    """Plan the queries of `entries`, of which the catalogue has no errors.

    Raises:
        WarehouseError: The warehouse is gone.
    """
    tables = {table.full_name.lower(): table for table in warehouse.relations()}
    around = Surroundings(settings.root, warehouse.place.rstrip(","), warehouse.dialect, tables)
    findings, notes = set[Finding](), dict[str, None]()
    with _open_rehearsal(settings, catalogue, facts, warehouse, entries) as rehearsal:
        for entry in entries:
            planned = rehearsal.rehearse(entry)
            findings.update(query_findings(around, planned, facts[entry.key]))
            notes.update(dict.fromkeys(planned.notes))
    return QueryCheck(tuple(sorted(findings)), tuple(notes), len(entries))


@contextmanager
def _open_rehearsal(
    settings: Settings,
    catalogue: Catalogue,
    facts: Mapping[KpiKey, SqlFacts],
    warehouse: Warehouse,
    entries: Sequence[Entry],
) -> Iterator[Rehearsal]:
    sources = [source for entry in entries for source in entry.kpi.sources]
    tabs = [source for source in sources if isinstance(source, Tab)]
    files = ProjectFiles(settings.root)
    with warehouse.snapshot(settings.query_timeout, files.find_all(sources)) as snapshot:
        workbooks = Workbooks(settings.root, settings.environment, tabs)
        extracts = Extracts(snapshot, files, workbooks)
        yield Rehearsal(settings, catalogue, facts, snapshot, extracts)
