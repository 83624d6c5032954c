"""How a row lies in the store's tables: each column's type and where its value comes from, and the
way back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.model import Cadence, Period, Row
from core.query import Result
from core.store.tables import Columns

_RowColumns = Mapping[str, tuple[str, Callable[[Row], Any]]]

COLUMNS: _RowColumns = {
    "sc_name": ("text", lambda row: row.sc_name),
    "kpi_number": ("int", lambda row: row.kpi_number),
    "field_name": ("text", lambda row: row.field_name),
    "field_details": ("text", lambda row: row.field_details),
    "range_type": ("text", lambda row: row.range_type),
    "cadence": ("text", lambda row: row.period.cadence),
    "period": ("text", lambda row: row.period.label),
    "period_start": ("date", lambda row: row.period.first_day),
    "period_end": ("date", lambda row: row.period.last_day),
    "year": ("int", lambda row: row.period.year),
    "year_week": ("text", lambda row: f"{row.period.last_day:%G-W%V}"),
    "last_sunday": ("date", lambda row: _last_sunday(row.period.last_day)),
    "print_date": ("date", lambda row: row.print_date),
    "cut_off": ("timestamptz", lambda row: row.cut_off),
    "partial": ("boolean", lambda row: row.partial),
    "outcome": ("text", lambda row: row.outcome),
    "value": ("float8", lambda row: row.value),
    "numerator": ("float8", lambda row: row.numerator),
    "denominator": ("float8", lambda row: row.denominator),
    "reason": ("text", lambda row: row.reason),
    "unit": ("text", lambda row: row.unit),
    "target": ("float8", lambda row: row.target),
    "definition": ("text", lambda row: row.definition),
    "run_id": ("text", lambda row: row.run_id),
    "computed_at": ("timestamptz", lambda row: row.computed_at),
    "provisional_until": ("date", lambda row: row.provisional_until),
    "remark": ("text", lambda row: row.remark),
    "by_hand": ("boolean", lambda row: row.by_hand),
}
KEY = ("kpi_number", "field_name", "field_details", "range_type", "period_start")
COVERED: _RowColumns = {"domain": ("text", lambda row: row.domain), **COLUMNS}
COVERED_KEY = ("domain", *KEY)
_DERIVED = ("period", "period_end", "year", "year_week", "last_sunday")
_INSTANTS = [name for name, (kind, _) in COLUMNS.items() if kind == "timestamptz"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Instants are read as microseconds: for its own, DuckDB loads a library of time zones, which takes
# longer than a week's rows, and each comes in the session's zone.
READ = ", ".join(
    f"(extract(epoch FROM {name}) * 1000000)::bigint AS {name}" if name in _INSTANTS else name
    for name in COLUMNS
    if name not in _DERIVED
)


def _last_sunday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() % 7)


def values_of(rows: Sequence[Row], columns: _RowColumns) -> Columns:
    """Return rows as columns to insert."""
    return {name: (kind, [get(row) for row in rows]) for name, (kind, get) in columns.items()}


def over_the_old(key: Sequence[str]) -> str:
    """Return the end of an INSERT that writes a row over the one that has its key."""
    updates = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name not in key)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}"


def rows_of(domain: str, found: Result) -> list[Row]:
    """Return what a query for `READ` found as rows."""
    return [_row(domain, dict(zip(found.columns, values, strict=True))) for values in found.rows]


def _row(domain: str, values: dict[str, Any]) -> Row:
    cadence: Cadence = values.pop("cadence")
    period = Period(values.pop("period_start"), cadence)
    for name in _INSTANTS:
        values[name] = EPOCH + timedelta(microseconds=values[name])
    return Row(domain=domain, period=period, **values)
