"""Records the bases of process limits before a run changes values of their time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from core.catalog import find_breaks
from core.compute import Changes
from core.engines import Database
from core.model import RecordedBase, Row, parse_period
from core.status import bases_to_record, series_by_line, with_totals
from core.store import Definitions, RecordedLimits, Store


def record_bases(database: Database, changes: Iterable[Changes]) -> None:
    """Record the locked bases of the series whose older values are about to change.

    A run that adds the newest values changes no base, so it reads nothing here.
    """
    disturbing: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    for row in (row for change in changes for row in _late_rows(change)):
        disturbing[row.domain][row.kpi_number] = row
    for domain, rows in disturbing.items():
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


def _unrecorded(database: Database, domain: str, writers: dict[int, Row]) -> Iterator[RecordedBase]:
    """Yield the bases of KPIs that are locked by what is stored now, and not recorded."""
    rows = Store(database).rows(domain, writers)
    if not rows:
        return
    definitions = Definitions(database)
    newest = definitions.read_newest(domain)
    rows = with_totals(rows, newest)
    breaks = find_breaks(rows, lambda: definitions.read_all([domain]))
    bases = RecordedLimits(database).read(domain, writers)
    for (number, *_), series in series_by_line(rows, breaks, bases).items():
        since = newest[number].limits_since if number in newest else ""
        for base in bases_to_record(series, parse_period(since) if since else None):
            yield _base(base, since, writers[number])


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
