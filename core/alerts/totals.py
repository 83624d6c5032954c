"""Series that alerts judge: the stored ones, and the totals of breakdowns above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from core.engines import Database
from core.model import AlertPoint, AlertSubject, Row
from core.status import adds_fields, with_totals
from core.store import Alerts, Definitions, Store, apply_targets

_JudgedSeries = dict[AlertSubject, list[AlertPoint]]


def read_series(database: Database, domain: str, since: Mapping[int, date]) -> _JudgedSeries:
    """Return the whole and final values of some KPIs, with their totals, oldest first.

    `since` gives for each KPI the day on which its first period begins.
    """
    series = Alerts(database).read_points(domain, since)
    broken_down = {subject.kpi_number for subject in series if subject.field_details}
    if not broken_down:
        return series
    definitions = Definitions(database).read_newest(domain)
    adding = {
        number: definition
        for number, definition in definitions.items()
        if number in broken_down and adds_fields(definition)
    }
    if adding:
        first = min(since[number] for number in adding)
        rows = apply_targets(database, Store(database).rows(domain, adding, first))
        totals = (row for row in with_totals(rows, adding) if not row.field_details)
        _add(series, totals, since)
    return series


def _add(series: _JudgedSeries, totals: Iterable[Row], since: Mapping[int, date]) -> None:
    """Add the totals that are whole and final, in periods without a row of the KPI itself."""
    for row in sorted(totals, key=lambda row: row.period):
        is_final = not row.partial and row.provisional_until is None
        is_asked = row.period.first_day >= since[row.kpi_number]
        if row.value is None or not (is_final and is_asked):
            continue
        points = series.setdefault(_subject(row), [])
        if all(point.period != row.period for point in points):
            points.append(_point(row, row.value))
    for subject, points in series.items():
        series[subject] = sorted(points, key=lambda point: point.period)


def _subject(row: Row) -> AlertSubject:
    return AlertSubject(
        domain=row.domain,
        kpi_number=row.kpi_number,
        field_name=row.field_name,
        field_details="",
        range_type=row.range_type,
        cadence=row.period.cadence,
    )


def _point(row: Row, value: float) -> AlertPoint:
    return AlertPoint(row.period, value, row.target, row.definition, row.target_high, row.better)
