"""Records the bases of process limits before a run changes values of their time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from core.catalog import find_breaks
from core.compute import Changes
from core.engines import Database
from core.model import RecordedBase, Row, parse_period
from core.status import LOCKED, bases_to_record, line_key, series_by_line, with_totals
from core.store import Definitions, RecordedLimits, Store


def record_bases(database: Database, changes: Iterable[Changes]) -> None:
    """Record the locked bases of the series whose older values are about to change.

    A run that adds the newest values changes no base, so it reads nothing here.
    """
    late: defaultdict[str, list[Row]] = defaultdict(list)
    for row in (row for change in changes for row in _late_rows(change)):
        late[row.domain].append(row)
    for domain, rows in late.items():
        found = list(_unrecorded(database, domain, rows))
        RecordedLimits(database).add(found)


def _late_rows(changes: Changes) -> Iterator[Row]:
    """Yield the rows that correct a value, or give one to a period after the next one ended."""
    corrected = {each.key for each in changes.restated if not each.provisional}
    filled = {row.key for row in changes.filled if _is_late(row)}
    for row in changes.written:
        if row.by_hand or row.key in corrected or row.key in filled:
            yield row


def _is_late(row: Row) -> bool:
    return row.computed_at.date() > row.period.shift(1).last_day


def _unrecorded(database: Database, domain: str, late: Sequence[Row]) -> Iterator[RecordedBase]:
    """Yield the bases that are locked by what is stored now, and not recorded."""
    limits, stored = RecordedLimits(database), Definitions(database)
    writers = {row.kpi_number: row for row in late}
    movable = limits.movable(domain, _first_days(late), LOCKED)
    if not movable:
        return
    definitions = stored.read_newest(domain)
    since = {number: definitions[number].limits_since for number in movable & definitions.keys()}
    bases = limits.read(domain, movable)
    known = {(base.line, base.limits_since, base.definition) for base in bases}
    left = {
        row.kpi_number
        for row in late
        if row.kpi_number in since
        and (line_key(row), since[row.kpi_number], row.definition) not in known
    }
    rows = with_totals(Store(database).rows(domain, left), definitions) if left else []
    breaks = find_breaks(rows, lambda: stored.read_all([domain]))
    for (number, *_), series in series_by_line(rows, breaks, bases).items():
        declared = since[number]
        for base in bases_to_record(series, parse_period(declared) if declared else None):
            yield _base(base, declared, writers[number])


def _first_days(rows: Iterable[Row]) -> dict[int, date]:
    """Return the first day of the first period of each KPI."""
    days: dict[int, date] = {}
    for row in rows:
        day = row.period.first_day
        days[row.kpi_number] = min(day, days.get(row.kpi_number, day))
    return days


def _base(rows: Sequence[Row], since: str, writer: Row) -> RecordedBase:
    first, last = rows[0], rows[-1]
    return RecordedBase(
        domain=last.domain,
        kpi_number=last.kpi_number,
        field_name=last.field_name,
        field_details=last.field_details,
        range_type=last.range_type,
        cadence=last.period.cadence,
        limits_since=since,
        first_period=first.period.label,
        last_period=last.period.label,
        base_values=json.dumps({row.period.label: row.value for row in rows}),
        definition=last.definition,
        run_id=writer.run_id,
        recorded_at=writer.computed_at,
    )
