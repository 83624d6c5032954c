"""Where a stored number comes from: all that the store knows of it, put together.

From the store alone, so that it works years later, also when the KPI's file is another or gone;
only the time zone is the runner's of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.catalog import parameters_of
from core.engines import Warehouse
from core.errors import SettingsError, UsageError
from core.explain.publications import Appearance, appearances_of
from core.model import Definition, Input, Period, Restatement, Row, stored_range
from core.query import bind
from core.store import Definitions, Inputs, PastRun, Restatements, Runs, Store, pending_migrations


@dataclass(frozen=True, slots=True)
class ValueRead:
    """A stored value that another was made from, as it was then; `now` is the one stored today."""

    period: Period
    field: str
    value: float | None
    unit: str
    run_id: str
    now: float | None


@dataclass(frozen=True, slots=True)
class Field:
    """One stored value, how it came to change and where it was published.

    `covered` is the computed row beneath a value that a person has set.
    """

    row: Row
    covered: Row | None
    changes: tuple[Restatement, ...]
    published: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class Computation:
    """Fields that one run computed by one definition, and what all of them have in common.

    `first_run` is the first with the definition. `parameters` are those that the query names.
    `read` are the values read from each source that is stored history.
    """

    fields: tuple[Field, ...]
    definition: Definition | None
    first_run: PastRun | None
    parameters: dict[str, Any]
    inputs: tuple[Input, ...]
    read: dict[str, tuple[ValueRead, ...]]
    run: PastRun | None

    @property
    def row(self) -> Row:
        """One of the rows, for what is the same in all."""
        return self.fields[0].row


@dataclass(frozen=True, slots=True)
class Origin:
    """All that led to a KPI's values for one period."""

    domain: str
    number: int
    period: Period
    zone: ZoneInfo
    computations: tuple[Computation, ...]


def stored_rows(
    warehouse: Warehouse, domain: str, number: int, period: Period, field: str | None = None
) -> list[Row]:
    """Return what is stored of a KPI for a period, of the series that its newest definition has.

    Raises:
        UsageError: Nothing is, the period is of another kind than the KPI's, or no field has that
            label.
    """
    name = f"{domain}/kpi_{number:02}"
    definition = Definitions(warehouse).read_newest(domain).get(number)
    if definition is None:
        raise UsageError(
            f"nothing is stored of {name}; see scorecard list, or compute it with scorecard run"
            f" {domain}"
        )
    rows = [
        row
        for row in Store(warehouse).rows(domain, [number], period.first_day, period.last_day)
        if row.period == period
    ]
    series = definition.field_name, definition.range_type
    current = [row for row in rows if (row.field_name, row.range_type) == series]
    if not rows and definition.cadence != period.cadence:
        kind = {
            "daily": "a day as 2026-11-15",
            "weekly": "a week as 2026-W46",
            "monthly": "a month as 2026-11",
        }
        raise UsageError(
            f"{name} is {definition.cadence} and {period} is not; give {kind[definition.cadence]}"
        )
    if not rows:
        command = f"scorecard run {domain} --kpi {number} --period {period}"
        raise UsageError(f"nothing is stored of {name} for {period}; compute it with {command}")
    return _labelled(current or rows, field, f"{name} for {period}")


def _labelled(rows: list[Row], field: str | None, what: str) -> list[Row]:
    found = [row for row in rows if field is None or row.field_details == field]
    if not found:
        labels = ", ".join(row.field_details for row in rows if row.field_details)
        known = f"there are {labels}" if labels else "it is not broken down, so leave out --field"
        raise UsageError(f"{what} has no field {field!r}; {known}")
    return found


def origin_of(warehouse: Warehouse, rows: Sequence[Row], zone: ZoneInfo) -> Origin:
    """Return where rows of one KPI and period come from.

    Raises:
        SettingsError: The store is of an earlier version than this code.
    """
    domain, number, period = rows[0].domain, rows[0].kpi_number, rows[0].period
    if pending_migrations(warehouse, [domain]):
        raise SettingsError("the store's schema is not up to date; run scorecard init")
    changes = Restatements(warehouse).read(domain, number, period.first_day, period.first_day)
    covered = (
        {row.key: row for row in Store(warehouse).covered_rows(domain)}
        if any(row.by_hand for row in rows)
        else {}
    )
    together: dict[tuple[str, str, datetime], list[Field]] = {}
    for row in rows:
        own = (each for each in changes if each.period == period.label)
        field = Field(
            row, covered.get(row.key), tuple(_of(own, row)), appearances_of(warehouse, row)
        )
        together.setdefault((row.run_id, row.definition, row.cut_off), []).append(field)
    found = tuple(_computation(warehouse, fields, zone) for fields in together.values())
    return Origin(domain, number, period, zone, found)


def _of(changes: Iterable[Restatement], row: Row) -> list[Restatement]:
    return [
        each
        for each in changes
        if (each.field_details, each.range_type) == (row.field_details, row.range_type)
    ]


def _computation(warehouse: Warehouse, fields: Sequence[Field], zone: ZoneInfo) -> Computation:
    row, runs = fields[0].row, Runs(warehouse)
    stored = Definitions(warehouse).find(row.domain, row.kpi_number, row.definition)
    definition = stored.definition if stored else None
    values = parameters_of(stored_range(row.range_type), row.period, zone, row.cut_off)
    inputs = Inputs(warehouse).read(row.run_id, row.domain, row.kpi_number)
    return Computation(
        fields=tuple(fields),
        definition=definition,
        first_run=runs.find(stored.first_run) if stored else None,
        parameters=(
            {name: values[name] for name in bind(definition.query, "named")[1]}
            if definition
            else {}
        ),
        inputs=tuple(inputs),
        read={
            each.source: tuple(_read(warehouse, each, row))
            for each in inputs
            if each.kind == "values"
        },
        run=runs.find(row.run_id),
    )


def _read(warehouse: Warehouse, source: Input, reader: Row) -> list[ValueRead]:
    """Return the values that `reader` was made from, each as it was before any later change."""
    periods = _periods(source, reader)
    domain, _, number = source.place.partition("/kpi_")
    first, last = periods[0].first_day, periods[-1].last_day
    rows = Store(warehouse).rows(domain, [int(number)], first, last)
    later = [
        each
        for each in Restatements(warehouse).read(domain, int(number), first, last)
        if each.restated_at > reader.computed_at
    ]
    return [
        _as_read(
            row, next((each for each in _of(later, row) if each.period == row.period.label), None)
        )
        for row in rows
        if (row.field_name, row.range_type) == (source.field_name, source.range_type)
        and row.period in periods
    ]


def _periods(source: Input, reader: Row) -> tuple[Period, ...]:
    if source.periods:
        return tuple(reader.period.shift(-back) for back in range(source.periods - 1, -1, -1))
    return stored_range(reader.range_type).periods(reader.period)


def _as_read(row: Row, changed: Restatement | None) -> ValueRead:
    value, run_id = (changed.old_value, changed.old_run_id) if changed else (row.value, row.run_id)
    return ValueRead(row.period, row.field_details, value, row.unit, run_id, row.value)
