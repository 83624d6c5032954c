"""Periods for which a KPI has no value, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.catalog import Entry
from core.model import Period, Row, Span, State, absent_rows, last_ended

_DEFAULT_PERIODS = 8


@dataclass(frozen=True, slots=True)
class MissingValue:
    """One KPI without a value for one period, or one field of its breakdown.

    `state` is `not run` if nothing is stored, `failed`, `no data` if the query gave no value, or
    `not returned` if it gave other fields.
    """

    entry: Entry
    period: Period
    field: str
    state: State
    reason: str


def find_missing(
    entries: Iterable[Entry], rows: Iterable[Row], span: Span | None, today: date
) -> list[MissingValue]:
    """Return what is without a value, by KPI and period, of the periods that have ended.

    These are the periods within `span`, by default the last eight, from the KPI's `since` on.
    """
    stored: dict[tuple[int, str, str, Period], list[Row]] = {}
    known = [*rows]
    for row in (*known, *absent_rows(known)):
        key = row.kpi_number, row.field_name, row.range_type, row.period
        stored.setdefault(key, []).append(row)
    found: list[MissingValue] = []
    for entry in entries:
        series = entry.number, entry.kpi.field_name, str(entry.range)
        for period in _expected_periods(entry, span, today):
            found += _examine(entry, period, stored.get((*series, period), []))
    return found


def _expected_periods(entry: Entry, span: Span | None, today: date) -> Iterator[Period]:
    last = last_ended(entry.kpi.cadence, today)
    if span is None:
        periods = [last.shift(-back) for back in reversed(range(_DEFAULT_PERIODS))]
    elif span.text == "last":
        periods = [last]
    else:
        periods = list(span.periods(entry.kpi.cadence))
    for period in periods:
        if period <= last and (entry.since is None or period >= entry.since):
            yield period


def _examine(entry: Entry, period: Period, rows: list[Row]) -> Iterator[MissingValue]:
    if not rows:
        yield MissingValue(entry, period, "", State.NOT_RUN, "nothing is stored")
    for row in rows:
        if row.value is None:
            yield MissingValue(entry, period, row.field_details, row.state, row.reason)
