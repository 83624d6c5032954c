"""One KPI for one period or for many: what its query is asked with, and how it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from core.catalog import Catalogue, Entry
from core.engines.base import Snapshot
from core.errors import QueryError, ScorecardError, SourceError
from core.extracts import Extracts, Point
from core.joined import Part, can_be_joined
from core.many import for_many_periods
from core.meaning import Computed, alike, interpret, no_value
from core.period import Period, midnight
from core.ranges import Range
from core.result import Result
from core.retry import pause, retried
from core.sqlfacts import SqlFacts
from core.task import Task

# From how many periods on one query is asked for all of them, and for how many at most.
WORTH_JOINING = 3
LONGEST_JOIN = 400


class History(Protocol):
    """Values known so far, this run's included."""

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        """Return stored values of `entry`, oldest period first; a period without a row is left out."""

    def failed(self, entry: Entry, period: Period) -> bool:
        """Return whether `entry` failed for `period` in this run."""


def parameters(entry: Entry, period: Period, catalogue: Catalogue, now: datetime) -> dict[str, Any]:
    """Return what a query's `:name` stand for: instants in the business time zone, and dates, both ends inclusive."""
    zone = catalogue.runners[entry.domain].zone
    return parameters_of(entry.range, period, zone, cut_off(entry, period, catalogue, now))


def parameters_of(covered: Range, period: Period, zone: ZoneInfo, cut_off: datetime) -> dict[str, Any]:
    """Return the same of any range, period and cut-off, as the store has them."""
    period_start, period_end = period.bounds(zone)
    first = covered.first_day(period)
    return {
        "start": midnight(first, zone),
        "end": period_end,
        "first_day": first,
        "last_day": period.last_day,
        "period_start": period_start,
        "period_end": period_end,
        "cut_off": cut_off.astimezone(zone),
    }


def cut_off(entry: Entry, period: Period, catalogue: Catalogue, now: datetime) -> datetime:
    """Return the instant up to which data count: when the schedule publishes the period; now, while it is not over."""
    runner = catalogue.runners[entry.domain]
    over = period.bounds(runner.zone)[1] <= now
    return runner.cut_off(period) if over else now.astimezone(runner.zone)


@dataclass(frozen=True)
class Computer:
    """Computes tasks against one snapshot.

    A query that fails for a moment is asked three times in all; `tried` are those that failed so among others.
    """

    catalogue: Catalogue
    facts: Mapping[tuple[str, int], SqlFacts]
    snapshot: Snapshot
    extracts: Extracts
    history: History
    now: datetime
    tried: set[tuple[str, int, Period]] = field(default_factory=set)

    def compute(self, tasks: Sequence[Task]) -> list[tuple[Computed, ...]]:
        """Return the fields of the results of one KPI's tasks; what goes wrong becomes an outcome with its reason."""
        ready: dict[int, _Ready] = {}
        found: dict[int, tuple[Computed, ...]] = {}
        for index, task in enumerate(tasks):
            prepared = self._prepare(task.entry, task.period)
            if isinstance(prepared, Computed):
                found[index] = (prepared,)
            else:
                ready[index] = prepared
        together = self._together(tasks[0].entry, list(ready.values())) if len(ready) >= WORTH_JOINING else None
        for index, prepared in ready.items():
            found[index] = self._alone(prepared) if together is None else next(together)
        return [found[index] for index in range(len(tasks))]

    def compute_joined(self, tasks: Sequence[Task]) -> dict[tuple[str, int, Period], tuple[Computed, ...]]:
        """Return results of single tasks that one statement could give; what is not among them is computed alone."""
        ready = [
            prepared
            for task in tasks
            if task.entry.in_warehouse and can_be_joined(self._facts(task.entry).outputs)
            if isinstance(prepared := self._prepare(task.entry, task.period), _Ready)
        ]
        if len(ready) < WORTH_JOINING:
            return {}
        self.snapshot.set_timezone(self.catalogue.runners[ready[0].entry.domain].timezone)
        try:
            results = self.snapshot.fetch_joined([self._part(each) for each in ready])
            return {
                each.key: interpret(result) for each, result in zip(ready, results, strict=True) if result is not None
            }
        except QueryError as error:
            self._ask_alone(ready, error)
            return {}

    def _part(self, ready: _Ready) -> Part:
        facts = self._facts(ready.entry)
        return Part(
            ready.entry.query, facts.duckdb, {name: ready.params[name] for name in facts.parameters}, facts.outputs
        )

    def _facts(self, entry: Entry) -> SqlFacts:
        return self.facts[entry.domain, entry.number]

    def _prepare(self, entry: Entry, period: Period) -> _Ready | Computed:
        """Return what a query needs, or why it cannot be asked."""
        if entry.since and entry.range.first_day(period) < entry.since.first_day:
            begins = entry.range.first_day(period)
            return no_value(f"history too short: {entry.range} begin on {begins}, data in {entry.since}")
        histories = []
        for source in entry.values:
            other = self.catalogue.entry(*entry.key_of(source))
            periods = entry.periods_read(source, period)
            if any(self.history.failed(other, each) for each in periods):
                return Computed(outcome="failed", reason=f"depends on {source.relation}, which failed")
            points = self.history.points(other, periods)
            known = {point.period for point in points if point.value is not None}
            if missing := [each for each in periods if each not in known]:
                short = f"{len(known)} of the {len(periods)} periods of {source.relation} have a value"
                return no_value(f"history too short: {short}; {missing[-1]} has none")
            histories.append(points)
        return _Ready(entry, period, parameters(entry, period, self.catalogue, self.now), tuple(histories))

    def _alone(self, ready: _Ready) -> tuple[Computed, ...]:
        try:
            return retried(lambda: interpret(self._query(ready)), self.recover, 1 + (ready.key in self.tried))
        except (QueryError, SourceError) as error:
            self.recover()
            return (Computed(outcome="failed", reason=str(error)),)

    def _ask_alone(self, ready: Sequence[_Ready], error: ScorecardError) -> None:
        """Let queries that failed together be asked alone, which is a second attempt where the error may pass."""
        self.recover()
        if error.transient:
            self.tried.update(each.key for each in ready)
            pause(1)

    def recover(self, *_: object) -> None:
        """Make snapshot and extracts usable again after a query failed."""
        self.snapshot.recover()
        self.extracts.renew()

    def _query(self, ready: _Ready) -> Result:
        entry, facts = ready.entry, self._facts(ready.entry)
        self.snapshot.set_timezone(self.catalogue.runners[entry.domain].timezone)
        if entry.in_warehouse:
            return self.snapshot.fetch(entry.query, facts, ready.params)
        self._load(entry, facts)
        for source, points in zip(entry.values, ready.histories, strict=True):
            self.extracts.load_values(source, points)
        return self.snapshot.fetch_local(facts, ready.params)

    def _load(self, entry: Entry, facts: SqlFacts) -> None:
        timezone = self.catalogue.runners[entry.domain].timezone
        for source in entry.kpi.sources:
            self.extracts.load(source, facts, timezone)

    def _together(self, entry: Entry, ready: Sequence[_Ready]) -> Iterator[tuple[Computed, ...]] | None:
        """Return the results of many periods from one query; None where that fails or a sample of it differs.

        What makes one period fail must not take the others with it, so they are then asked one by one.
        """
        if entry.in_warehouse and not self.snapshot.has_local_tables:
            return None
        try:
            found = [interpret(result) for some in _chunks(ready) for result in self._query_many(entry, some)]
            sample = {len(ready) // 2, len(ready) - 1}
            if all(alike(found[index], interpret(self._query(ready[index]))) for index in sample):
                return iter(found)
        except (QueryError, SourceError) as error:
            self._ask_alone(ready, error)
        return None

    def _query_many(self, entry: Entry, ready: Sequence[_Ready]) -> list[Result]:
        facts = self._facts(entry)
        self.snapshot.set_timezone(self.catalogue.runners[entry.domain].timezone)
        self._load(entry, facts)
        for index, source in enumerate(entry.values):
            self.extracts.load_many_values(source, [each.histories[index] for each in ready])
        if not (sql := for_many_periods(facts.duckdb, {source.relation for source in entry.values})):
            raise QueryError("the query cannot be asked for many periods at once")
        params = [{name: each.params[name] for name in facts.parameters} for each in ready]
        return self.snapshot.fetch_many(sql, params, warehouse_dialect=entry.in_warehouse)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A task whose query can be asked: its parameters, and the history of each of its `Values`."""

    entry: Entry
    period: Period
    params: Mapping[str, Any]
    histories: tuple[Sequence[Point], ...]

    @property
    def key(self) -> tuple[str, int, Period]:
        return self.entry.domain, self.entry.number, self.period


def _chunks(ready: Sequence[_Ready]) -> Iterator[Sequence[_Ready]]:
    for start in range(0, len(ready), LONGEST_JOIN):
        yield ready[start : start + LONGEST_JOIN]
