"""One KPI for one period: its parameters, its query, and what the result means."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from core.catalog import Catalogue, Entry
from core.engines.base import Result, Snapshot
from core.errors import QueryError, SourceError
from core.extracts import Extracts, Point
from core.kpi import Values
from core.period import Period, midnight
from core.plan import Task
from core.rows import Outcome
from core.sqlfacts import SqlFacts

_COLUMNS = ("field", "value", "numerator", "denominator")
_BLANK_LABEL = "(blank)"


@dataclass(frozen=True, slots=True)
class Computed:
    """A value of one field of a KPI, or the reason for having none."""

    field: str = ""
    outcome: Outcome = "value"
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    reason: str = ""


class History(Protocol):
    """Values known so far, this run's included."""

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        """Return stored values of `entry`, oldest period first; a period without a row is left out."""

    def failed(self, entry: Entry, period: Period) -> bool:
        """Return whether `entry` failed for `period` in this run."""


def parameters(entry: Entry, period: Period, catalogue: Catalogue, now: datetime) -> dict[str, Any]:
    """Return what a query's `:name` stand for: instants in the business time zone, and dates, both ends inclusive."""
    runner = catalogue.runners[entry.domain]
    period_start, period_end = period.bounds(runner.zone)
    first = entry.range.first_day(period)
    return {
        "start": midnight(first, runner.zone),
        "end": period_end,
        "first_day": first,
        "last_day": period.last_day,
        "period_start": period_start,
        "period_end": period_end,
        "cut_off": cut_off(entry, period, catalogue, now),
    }


def cut_off(entry: Entry, period: Period, catalogue: Catalogue, now: datetime) -> datetime:
    """Return the instant up to which data count: when the schedule publishes the period; now, while it is not over."""
    runner = catalogue.runners[entry.domain]
    over = period.bounds(runner.zone)[1] <= now
    return runner.cut_off(period) if over else now.astimezone(runner.zone)


@dataclass(frozen=True)
class Computer:
    """Computes tasks against one snapshot."""

    catalogue: Catalogue
    facts: Mapping[tuple[str, int], SqlFacts]
    snapshot: Snapshot
    extracts: Extracts
    history: History
    now: datetime

    def compute(self, task: Task) -> tuple[Computed, ...]:
        """Return the fields of a task's result; whatever goes wrong becomes an outcome with its reason."""
        entry, period = task.entry, task.period
        if entry.since and entry.range.first_day(period) < entry.since.first_day:
            begins = entry.range.first_day(period)
            return (_none(f"history too short: {entry.range} begin on {begins}, data in {entry.since}"),)
        try:
            if reason := self._bind_values(entry, period):
                return (reason,)
            return interpret(self._query(entry, period))
        except (QueryError, SourceError) as error:
            self.snapshot.recover()
            self.extracts.renew()
            return (Computed(outcome="failed", reason=str(error)),)

    def _query(self, entry: Entry, period: Period) -> Result:
        facts = self.facts[entry.domain, entry.number]
        params = parameters(entry, period, self.catalogue, self.now)
        self.snapshot.set_timezone(self.catalogue.runners[entry.domain].timezone)
        if entry.in_warehouse:
            return self.snapshot.fetch(entry.query, facts, params)
        for source in entry.kpi.sources:
            self.extracts.load(source, facts)
        return self.snapshot.fetch_local(facts, params)

    def _bind_values(self, entry: Entry, period: Period) -> Computed | None:
        for source in entry.values:
            other = self.catalogue.entry(source.domain or entry.domain, source.kpi)
            periods = _periods_read(entry, source, period)
            if any(self.history.failed(other, each) for each in periods):
                return Computed(outcome="failed", reason=f"depends on {source.relation}, which failed")
            points = self.history.points(other, periods)
            if missing := [
                each for each in periods if not any(p.period == each and p.value is not None for p in points)
            ]:
                short = f"{len(periods) - len(missing)} of the {len(periods)} periods of {source.relation} have a value"
                return _none(f"history too short: {short}; {missing[-1]} has none")
            self.extracts.load_values(source, points)
        return None


def _periods_read(entry: Entry, source: Values, period: Period) -> tuple[Period, ...]:
    if source.last:
        return tuple(period.shift(-back) for back in range(source.last - 1, -1, -1))
    return entry.range.periods(period)


def _none(reason: str) -> Computed:
    return Computed(outcome="none", reason=reason)


def interpret(result: Result) -> tuple[Computed, ...]:
    """Turn a query's result into fields.

    Raises:
        QueryError: The columns or the types of the values are not those of a KPI, or a label comes twice.
    """
    _judge_columns(result.columns)
    if not result.rows:
        return (_none("the query returned no row"),)
    named = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    if "field" not in result.columns and len(named) > 1:
        raise QueryError(f"the query returned {len(named)} rows; return one, or label them with a column field")
    found = tuple(sorted((_computed(row) for row in named), key=lambda computed: computed.field))
    labels = [computed.field for computed in found]
    if twice := next((label for label in labels if labels.count(label) > 1), None):
        raise QueryError(f"the query returned the field {twice!r} more than once; group by field")
    return found


def _judge_columns(columns: Sequence[str]) -> None:
    if "value" not in columns:
        raise QueryError(f"the query returned no column named value, but {', '.join(columns)}; name it with AS value")
    if extra := [name for name in columns if name not in _COLUMNS or columns.count(name) > 1]:
        raise QueryError(
            f"the query returned the column {extra[0]} beside value; return field, value, numerator, denominator only"
        )


def _computed(row: Mapping[str, Any]) -> Computed:
    field = _label(row["field"]) if "field" in row else ""
    value, over, under = (_number(name, row.get(name)) for name in ("value", "numerator", "denominator"))
    if row["value"] is None:
        return Computed(field, "none", None, over, under, "the query returned NULL")
    if value is None:
        reason = f"the result is not finite ({row['value']}); was something divided by zero?"
        return Computed(field, "none", None, over, under, reason)
    return Computed(field, "value", value, over, under)


def _label(label: object) -> str:
    if label is None:
        return _BLANK_LABEL
    return label.isoformat() if isinstance(label, date) else str(label).strip()


def _number(name: str, found: object) -> float | None:
    """Return a finite float; None for NULL, NaN and infinity."""
    match found:
        case None:
            return None
        case bool():
            raise QueryError(f"the query returned the truth value {found} as {name}; cast it: {name}::int")
        case int() | float() | Decimal():
            number = float(found)
            return number if math.isfinite(number) else None
    kind = "text" if isinstance(found, str) else f"a {type(found).__name__}"
    raise QueryError(f"the query returned {kind} ({str(found)[:40]!r}) as {name}; return a number")
