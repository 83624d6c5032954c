"""What the store knows of the KPIs of a dictionary: values, breaks, revisions and their runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.catalog import Break, Entry, KpiKey, find_breaks
from core.dictionary.drivers import read_reasons
from core.dictionary.retired import RetiredKpi, find_retired
from core.engines import Database
from core.model import Period, Row, TargetChange, absent_rows, last_ended
from core.settings import Settings
from core.store import (
    Definitions,
    PastRun,
    Runs,
    Store,
    StoredDefinition,
    mark_stale,
    read_targets_set,
)

SHOWN = 13  # periods


@dataclass(frozen=True, slots=True)
class StoredKpis:
    """Rows, breaks, revisions, targets and reasons by domain and number; empty without a store."""

    rows: Mapping[KpiKey, Sequence[Row]] = field(default_factory=dict)
    breaks: Mapping[KpiKey, Sequence[Break]] = field(default_factory=dict)
    revisions: Mapping[KpiKey, Sequence[StoredDefinition]] = field(default_factory=dict)
    runs: Mapping[str, PastRun] = field(default_factory=dict)
    retired: Mapping[KpiKey, RetiredKpi] = field(default_factory=dict)
    targets: Mapping[KpiKey, Sequence[TargetChange]] = field(default_factory=dict)
    reasons: Mapping[KpiKey, tuple[str, ...]] = field(default_factory=dict)


def read_stored(database: Database, settings: Settings, entries: Sequence[Entry]) -> StoredKpis:
    """Read what is stored of some KPIs: the rows of their last periods, and all revisions."""
    domains = sorted({entry.domain for entry in entries})
    revisions: defaultdict[KpiKey, list[StoredDefinition]] = defaultdict(list)
    for stored in Definitions(database).read_revisions(domains):
        revisions[stored.used.key].append(stored)
    first_runs = {each.used.first_run for found in revisions.values() for each in found}
    breaks: defaultdict[KpiKey, set[Break]] = defaultdict(set)
    rows = _rows(database, entries, settings.now.date())
    for domain in domains:
        found = [row for key, own in rows.items() if key[0] == domain for row in own]
        definitions = [each.definition for each in reversed(_of(revisions, domain))]
        for key, each in find_breaks(found, lambda: definitions).items():  # noqa: B023 -- at once
            breaks[domain, key[0]].add(each)
    found_retired = find_retired(database, settings.root, domains)
    retired = {(each.definition.domain, each.definition.kpi_number): each for each in found_retired}
    return StoredKpis(
        rows=rows,
        breaks={key: sorted(each, key=lambda one: one.period) for key, each in breaks.items()},
        revisions=revisions,
        runs={run.run.run_id: run for run in Runs(database).read(first_runs)},
        retired=retired,
        targets=_targets(database, domains),
        reasons=read_reasons(database, entries),
    )


def _targets(database: Database, domains: Sequence[str]) -> Mapping[KpiKey, list[TargetChange]]:
    """Return the targets that people set, newest first."""
    by_kpi: defaultdict[KpiKey, list[TargetChange]] = defaultdict(list)
    for domain in domains:
        for each in reversed(read_targets_set(database, domain)):
            by_kpi[domain, each.change.kpi_number].append(each)
    return by_kpi


def _rows(database: Database, entries: Sequence[Entry], today: date) -> Mapping[KpiKey, list[Row]]:
    """Return the rows of each KPI's own series, from one period before those that are shown.

    A break may begin at the first of these.
    """
    found: list[Row] = []
    for domain in sorted({entry.domain for entry in entries}):
        own = [entry for entry in entries if entry.domain == domain]
        starts = [last_ended(entry.kpi.cadence, today).shift(-SHOWN) for entry in own]
        first = min(start.first_day for start in starts)
        numbers = [entry.number for entry in own]
        found += Store(database).rows(domain, numbers, first, date.max)
    by_kpi: dict[KpiKey, list[Row]] = {entry.key: [] for entry in entries}
    series = {(entry.domain, *entry.series[:3]): entry.key for entry in entries}
    # What is stale is one question, however many domains there are.
    for row in mark_stale(database, found):
        key = series.get((row.domain, row.kpi_number, row.field_name, row.range_type))
        if key:
            by_kpi[key].append(row)
    return by_kpi


def _of(
    revisions: Mapping[KpiKey, Sequence[StoredDefinition]], domain: str
) -> list[StoredDefinition]:
    found = [each for (name, _), each in revisions.items() if name == domain]
    flat = [stored for each in found for stored in each]
    return sorted(flat, key=lambda stored: stored.revision)


def last_periods(rows: Sequence[Row]) -> list[Period]:
    """Return the last periods up to the newest stored one, oldest first; none without rows."""
    if not rows:
        return []
    newest = max(row.period for row in rows)
    oldest = min(row.period for row in rows)
    periods = [newest.shift(-back) for back in reversed(range(SHOWN))]
    return [period for period in periods if period >= oldest]


def rows_by_label(rows: Sequence[Row]) -> dict[str, dict[Period, Row]]:
    """Return rows by their label and period, also those of labels that were not returned."""
    by_label: defaultdict[str, dict[Period, Row]] = defaultdict(dict)
    for row in (*rows, *absent_rows(list(rows))):
        by_label[row.field_details][row.period] = row
    return dict(sorted(by_label.items()))
