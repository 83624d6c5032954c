"""The origin of stored values: everything that the store knows about them, put together.

It reads the store alone, so that it works years later, even if the KPI's file has changed or is
gone. Parameters are in the time zone of then, if it is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.catalog import parameters_of
from core.engines import Database
from core.errors import SettingsError
from core.explain.publications import Appearance, find_appearances
from core.explain.sources import ValueRead, read_values
from core.explain.targets import TargetRecord, target_origins
from core.model import Definition, Input, Key, Period, Restatement, Row, stored_range
from core.query import bind
from core.store import (
    Comment,
    Comments,
    Definitions,
    Inputs,
    PastRun,
    Restatements,
    Runs,
    Store,
    comment_key,
    pending_migrations,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One stored value, how it changed and where it was published.

    `covered` is the computed row beneath a manual value. `comments` are those of people, oldest
    first; an empty text is the removal of the one before. `target` says
    where its target is from.
    """

    row: Row
    covered: Row | None
    changes: tuple[Restatement, ...]
    published: tuple[Appearance, ...]
    comments: tuple[Comment, ...] = ()
    target: TargetRecord | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """Fields that one run computed by one definition, and what all of them have in common.

    Attributes:
        fields: The fields of one KPI for one period.
        definition: The definition; None if the store does not have it.
        first_run: The first run that used the definition.
        parameters: The parameters that the query names, by name.
        inputs: The sources, as the run saw them.
        read: The values read from each source that is stored history, by source.
        run: The run; None if the store does not have it.
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
    """Everything that led to a KPI's values for one period."""

    domain: str
    number: int
    period: Period
    zone: ZoneInfo
    computations: tuple[Computation, ...]


def origin_of(database: Database, rows: Sequence[Row], zone: ZoneInfo) -> Origin:
    """Return the origin of the rows of one KPI and period; `zone` is the business time zone.

    Raises:
        SettingsError: The store is of an earlier version than this code.
    """
    first = rows[0]
    if pending_migrations(database, [first.domain]):
        raise SettingsError("the store's schema is not up to date; run scorecard init")
    fields_by_computation: dict[tuple[str, str, datetime], list[Field]] = {}
    for field in _fields(database, rows):
        key = field.row.run_id, field.row.definition, field.row.cut_off
        fields_by_computation.setdefault(key, []).append(field)
    computations = [
        _computation(database, fields, zone) for fields in fields_by_computation.values()
    ]
    return Origin(first.domain, first.kpi_number, first.period, zone, tuple(computations))


def _fields(database: Database, rows: Sequence[Row]) -> list[Field]:
    domain, number, day = rows[0].domain, rows[0].kpi_number, rows[0].period.first_day
    restatements = Restatements(database).read(domain, number, day, day)
    covered: dict[Key, Row] = {}
    if any(row.by_hand for row in rows):
        covered = {row.key: row for row in Store(database).covered_rows(domain)}
    commented = Comments(database, domain).read(number, rows[0].period.label)
    fields = []
    for row, target in zip(rows, target_origins(database, rows), strict=True):
        changes = tuple(each for each in restatements if each.key == row.key)
        published = tuple(find_appearances(database, row))
        comments = tuple(each for each in commented if each.key == comment_key(row))
        fields.append(Field(row, covered.get(row.key), changes, published, comments, target))
    return fields


def _computation(database: Database, fields: Sequence[Field], zone: ZoneInfo) -> Computation:
    row = fields[0].row
    runs = Runs(database)
    run = runs.find(row.run_id)
    stored = Definitions(database).find(
        row.domain, row.kpi_number, row.definition, run.run.revision if run else None
    )
    inputs = Inputs(database).read(row.run_id, row.domain, row.kpi_number)
    histories = [source for source in inputs if source.kind == "values"]
    return Computation(
        fields=tuple(fields),
        definition=stored.definition if stored else None,
        first_run=runs.find(stored.used.first_run) if stored else None,
        parameters=_parameters(stored.definition, row, zone) if stored else {},
        inputs=tuple(inputs),
        read={each.source: tuple(read_values(database, each, row)) for each in histories},
        run=run,
    )


def _parameters(definition: Definition, row: Row, zone: ZoneInfo) -> dict[str, Any]:
    """Return the parameters that the query names, with the values that they had.

    `zone` is the business time zone of today, for a definition whose own is unknown.
    """
    then = _zone_of(definition) if definition.timezone else zone
    values = parameters_of(stored_range(row.range_type), row.period, then, row.cut_off)
    _, names = bind(definition.query, "named")
    return {name: values[name] for name in names}


def _zone_of(definition: Definition) -> ZoneInfo:
    try:
        return ZoneInfo(definition.timezone)
    except (KeyError, ValueError) as error:
        fault = f"{definition.timezone!r}, in which the value was computed,"
        raise SettingsError(
            f"the time zone {fault} is unknown on this machine; install its time zone data"
        ) from error
