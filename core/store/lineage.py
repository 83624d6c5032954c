"""Derived values of all domains, what they were made from, and the values stored now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from core.engines import Database
from core.model import (
    DerivedValue,
    Period,
    Row,
    SourceRead,
    Stale,
    StoredLineage,
    StoredSeries,
    find_stale,
    period_text,
    with_staleness,
)
from core.store.series import SeriesLedger
from core.store.tables import full_name, query, scorecard_table

_MIGRATION = "010_made_from.domain.sql"
SOURCES_READ = f"""
    SELECT run_id, domain, kpi_number, place, field_name, range_type, periods, cadence,
        split_part(place, '/kpi_', 1) AS read_domain,
        split_part(place, '/kpi_', 2)::bigint AS read_number
    FROM {full_name("scorecard_source")} WHERE kind = 'values'
"""


def read_lineage(database: Database) -> StoredLineage:
    """Return the derived values of all domains of the store, with all values that they read."""
    found = query(
        database,
        f"SELECT domain FROM {full_name('scorecard_schema')} WHERE migration = :migration",
        {"migration": _MIGRATION},
    )
    if not found.rows:
        return StoredLineage()
    parts = [_select(domain) for (domain,) in found.rows]
    sql = f"WITH sources AS ({SOURCES_READ}) {' UNION ALL '.join(parts)}"
    return lineage_of(query(database, sql, {}).rows)


def read_stale(database: Database) -> Stale:
    """Return the stale values of all domains, without those of series that a person retired."""
    stale = find_stale(read_lineage(database))
    ledger = SeriesLedger(database)
    domains = {value.domain for value in stale.values()}
    retired = {domain: ledger.retired(domain) for domain in domains}
    return {
        key: value
        for key, value in stale.items()
        if (*value.series[1:], value.period.cadence) not in retired[value.domain]
    }


def mark_stale(database: Database, rows: Sequence[Row]) -> list[Row]:
    """Return rows of one or more domains with a remark on those that are stale."""
    if not any(row.made_from for row in rows):
        return list(rows)
    stale = read_stale(database)
    return [with_staleness(row, stale) for row in rows]


def _select(domain: str) -> str:
    """Return the query for a domain's derived values and those that others are made from.

    A derived value comes once per source.
    """
    return f"""
        SELECT '{domain}' AS domain, v.kpi_number, v.field_name, v.range_type, v.period_start,
            v.cadence, v.field_details, v.value, v.made_from, s.read_domain, s.read_number,
            s.field_name AS read_field, s.range_type AS read_range, s.periods,
            s.cadence AS read_cadence
        FROM {full_name(scorecard_table(domain))} AS v
        LEFT JOIN sources AS s ON v.made_from <> '' AND s.run_id = v.run_id
            AND s.domain = '{domain}' AND s.kpi_number = v.kpi_number
        WHERE v.made_from <> ''
            OR v.kpi_number IN (SELECT read_number FROM sources WHERE read_domain = '{domain}')
    """


def lineage_of(rows: Iterable[tuple[Any, ...]]) -> StoredLineage:
    """Return stored values with what they were made from, a row per value and source."""
    values: dict[StoredSeries, dict[date, dict[str, float | None]]] = {}
    sources: dict[tuple[Any, ...], set[SourceRead]] = {}
    for row in rows:
        domain, number, name, range_type, day, cadence, field, value, made_from, *read = row
        series = domain, int(number), name, range_type
        values.setdefault(series, {}).setdefault(day, {})[field] = value
        if made_from and read[0]:
            found = sources.setdefault((series, day, cadence, made_from), set())
            found.add(_source(*read))
    derived = [
        DerivedValue(series, Period(day, cadence), made_from, tuple(sorted(found)))
        for (series, day, cadence, made_from), found in sources.items()
    ]
    return StoredLineage(derived, {series: _texts(days) for series, days in values.items()})


def _source(
    domain: str, number: int, field: str, range_type: str, last: int | None, cadence: str | None
) -> SourceRead:
    return SourceRead((domain, int(number), field, range_type), last or 0, cadence or "")


def _texts(days: Mapping[date, Mapping[str, float | None]]) -> dict[date, str]:
    return {day: period_text(day, values) for day, values in days.items()}
