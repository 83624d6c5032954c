"""The stored values that another value was made from, as its run read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.engines import Database
from core.model import Input, Period, Restatement, Row, stored_range, window_of
from core.store import Restatements, Store


@dataclass(frozen=True, slots=True)
class ValueRead:
    """A stored value that another was made from, as it was then; `now` is the one stored today."""

    period: Period
    field: str
    value: float | None
    unit: str
    run_id: str
    now: float | None


def read_values(database: Database, source: Input, reader: Row) -> list[ValueRead]:
    """Return the values of `source` that `reader` was made from, each before any later change."""
    covered = stored_range(reader.range_type)
    periods = window_of(reader.period, covered, source.cadence, source.periods).periods
    first, last = periods[0].first_day, periods[-1].last_day
    domain, _, number = source.place.partition("/kpi_")
    rows = Store(database).rows(domain, [int(number)], first, last)
    restatements = Restatements(database).read(domain, int(number), first, last)
    later = [each for each in restatements if each.restated_at > reader.computed_at]
    series = source.field_name, source.range_type
    of_series = [row for row in rows if (row.field_name, row.range_type) == series]
    return [_as_read(row, later) for row in of_series if row.period in periods]


def _as_read(row: Row, later: Iterable[Restatement]) -> ValueRead:
    """Return a value as it was before the first of its later restatements, oldest first."""
    value, run_id = row.value, row.run_id
    for restatement in later:
        if restatement.key == row.key:
            value, run_id = restatement.old_value, restatement.old_run_id
            break
    return ValueRead(row.period, row.field_details, value, row.unit, run_id, row.value)
