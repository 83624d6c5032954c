"""Derived values that were stale at an earlier instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.engines import Database
from core.model import Row, SeriesChange, Stale, find_stale, with_staleness
from core.store.lineage import SOURCES_READ, lineage_of
from core.store.past_values import read_rows_at
from core.store.series import SeriesIdentity, SeriesLedger
from core.store.tables import query

_NOTHING_READ = (None,) * 6


@dataclass(frozen=True, slots=True)
class _Read:
    """Stored values that the values of a KPI were made from in one run."""

    run_id: str
    domain: str
    number: int
    read_domain: str
    read_number: int
    read_field: str
    rest: tuple[Any, ...]  # range, number of periods and cadence

    def before(self, change: SeriesChange) -> _Read:
        """Return it under the names that it had before a rename."""
        new = change.new_domain, change.new_number
        named = self
        if (self.domain, self.number) == new:
            named = replace(named, domain=change.domain, number=change.kpi_number)
        if (self.read_domain, self.read_number, self.read_field) == (*new, change.new_field):
            named = replace(
                named,
                read_domain=change.domain,
                read_number=change.kpi_number,
                read_field=change.field_name,
            )
        return named


def mark_stale_at(database: Database, rows: Sequence[Row], instant: datetime) -> list[Row]:
    """Return rows of an earlier instant with a remark on those that were stale then."""
    if not any(row.made_from for row in rows):
        return list(rows)
    ledger = SeriesLedger(database)
    domains = ledger.domains()
    changes = {domain: ledger.changes(domain) for domain in domains}
    stored = [row for domain in domains for row in read_rows_at(database, domain, instant)]
    reads = _read_sources(database, _later_renames(changes.values(), instant))
    stale = find_stale(lineage_of(_lineage_rows(stored, reads)))
    retired: set[tuple[str, SeriesIdentity]] = set()
    for domain, found in changes.items():
        known = [each for each in found if each.changed_at <= instant]
        retired |= {(domain, each.key) for each in ledger.retirements(domain, known)}
    return _marked(rows, stale, retired)


def _marked(
    rows: Sequence[Row], stale: Stale, retired: set[tuple[str, SeriesIdentity]]
) -> list[Row]:
    current = {
        key: value
        for key, value in stale.items()
        if (value.domain, (*value.series[1:], value.period.cadence)) not in retired
    }
    return [with_staleness(row, current) for row in rows]


def _later_renames(
    changes: Iterable[Sequence[SeriesChange]], instant: datetime
) -> list[SeriesChange]:
    """Return the renames after an instant, newest first, each once."""
    every = (each for found in changes for each in found)
    renames = {each for each in every if each.action == "renamed" and each.changed_at > instant}
    return sorted(renames, key=lambda each: each.changed_at, reverse=True)


def _read_sources(database: Database, renames: Sequence[SeriesChange]) -> list[_Read]:
    reads = []
    for run, domain, number, _, field, reach, periods, cadence, other, other_number in query(
        database, SOURCES_READ, {}
    ).rows:
        read = _Read(
            run, domain, int(number), other, int(other_number), field, (reach, periods, cadence)
        )
        for change in renames:
            read = read.before(change)
        reads.append(read)
    return reads


def _lineage_rows(rows: Iterable[Row], reads: Iterable[_Read]) -> Iterator[tuple[Any, ...]]:
    """Yield each value once per source, as `lineage_of` takes them."""
    by_run: dict[tuple[str, str, int], list[_Read]] = {}
    for read in reads:
        by_run.setdefault((read.run_id, read.domain, read.number), []).append(read)
    for row in rows:
        value = (
            row.domain,
            row.kpi_number,
            row.field_name,
            row.range_type,
            row.period.first_day,
            row.period.cadence,
            row.field_details,
            row.value,
            row.made_from,
        )
        found = by_run.get((row.run_id, row.domain, row.kpi_number), ()) if row.made_from else ()
        for read in found:
            yield (*value, read.read_domain, read.read_number, read.read_field, *read.rest)
        if not found:
            yield (*value, *_NOTHING_READ)
