"""The stored series that a run goes on with, and the KPIs that it leaves out for their sake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.catalog import (
    Catalogue,
    Continuity,
    Entry,
    KpiKey,
    Recomputes,
    domain_names,
    never,
)
from core.compute import TaskResult
from core.engines import Database
from core.errors import CatalogueError, UsageError
from core.model import Period, SeriesExtent
from core.run.plan import RunRequest, named_periods
from core.store import SeriesLedger, read_continuity


@dataclass(frozen=True)
class SeriesState:
    """How the catalogue of a run fits to the series that are stored."""

    continuity: Continuity = field(default_factory=Continuity)

    @property
    def current(self) -> Mapping[KpiKey, SeriesExtent]:
        """The stored series with which KPIs go on."""
        return self.continuity.current

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on stored series that people have to decide on."""
        return tuple(str(note) for note in self.continuity.notes if not note.is_lasting)

    def computes(self, entry: Entry) -> bool:
        """Return whether a KPI goes on with its stored series, if it has one, and may be run."""
        is_broken = any(finding.file == entry.file for finding in self.continuity.findings)
        return not is_broken and entry.key not in self.continuity.retired


def read_series_state(
    database: Database,
    catalogue: Catalogue,
    domains: Sequence[str],
    recomputes: Recomputes = never,
) -> SeriesState:
    """Compare a catalogue with the stored series of some domains."""
    return SeriesState(read_continuity(database, catalogue, domains, recomputes))


def unknown_domain_notes(database: Database, root: Path) -> list[str]:
    """Return a sentence on each stored domain that has no files and is not retired."""
    ledger = SeriesLedger(database)
    notes = []
    for domain in sorted({*ledger.domains()} - {*domain_names(root)}):
        if any(not series.is_retired for series in ledger.read_series([domain])):
            remedy = f"restore runners/{domain}.py, or run scorecard retire {domain}"
            notes.append(f"the stored domain {domain} has no runner; {remedy}")
    return notes


def recomputed_by(request: RunRequest, catalogue: Catalogue, now: datetime) -> Recomputes:
    """Return whether a request computes a KPI for all stored periods of a series."""

    def recomputes(entry: Entry, series: SeriesExtent) -> bool:
        if not request.period or not request.includes(entry):
            return False
        periods = named_periods(entry, request, catalogue.today(entry.domain, now))
        return series.first in periods and series.last in periods

    return recomputes


def refuse_retired(request: RunRequest, retired: Collection[KpiKey]) -> None:
    """Refuse a request that names a retired KPI.

    Raises:
        UsageError: It names one.
    """
    for domain in request.domains:
        for number in request.kpis:
            if (domain, number) in retired:
                remedy = f"run scorecard retire {domain} {number} --undo first"
                raise UsageError(f"{domain}/kpi_{number:02} is retired; {remedy}")


def refuse_broken_series(entry: Entry, series: SeriesState) -> None:
    """Refuse a value for a KPI that does not go on with its stored series, or that is retired.

    Raises:
        CatalogueError: The KPI would begin another series, or show two units in one.
        UsageError: The KPI is retired.
    """
    findings = tuple(each for each in series.continuity.findings if each.file == entry.file)
    if findings:
        raise CatalogueError(findings)
    refuse_retired(RunRequest([entry.domain], [entry.number]), series.continuity.retired)


def shape_notes(
    results: Sequence[TaskResult], current: Mapping[KpiKey, SeriesExtent]
) -> Iterator[str]:
    """Yield the KPIs that a run has begun to break down, or has ceased to."""
    periods: dict[KpiKey, list[Period]] = defaultdict(list)
    shapes: dict[KpiKey, set[bool]] = defaultdict(set)
    for result in results:
        key = result.task.entry.key
        periods[key].append(result.task.period)
        shapes[key] |= {bool(row.field_details) for row in result.rows if row.value is not None}
    for key, series in current.items():
        had_both = bool(series.last_part) == bool(series.last_total)
        is_renewed = series.first in periods[key] and series.last in periods[key]
        if had_both or is_renewed or not shapes[key]:
            continue
        if shapes[key] != {bool(series.last_part)}:
            yield _shape_note(series, is_broken_down=True in shapes[key])


def _shape_note(series: SeriesExtent, *, is_broken_down: bool) -> str:
    now, before = ("broken down", "totals") if is_broken_down else ("a total", "broken down")
    name = f"{series.domain}/kpi_{series.kpi_number:02}"
    command = f"scorecard run {series.domain} --kpi {series.kpi_number} --period {series.span}"
    return (
        f"{name} is {now} now, and its values up to {series.last} stay {before}; compute them"
        f" again with {command}"
    )
