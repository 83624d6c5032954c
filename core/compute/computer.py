"""One KPI for one period or for many: what its query is asked with, and how it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.catalog import Catalogue, Entry, Task, parameters
from core.compute.extracts import Extracts, Point
from core.compute.outcome import Computed, interpret, no_value, same_outcome
from core.engines import Snapshot
from core.errors import QueryError, ScorecardError, SourceError
from core.model import Period
from core.query import (
    Part,
    Query,
    Result,
    SqlFacts,
    TimeAggregate,
    can_join,
    join_queries,
    periods_table,
    split_periods,
    split_results,
)
from core.retry import pause, retry

# From how many queries on they go to the database as one statement; from how many periods of a KPI
# on a pass over its rows pays, or else a query over a table of periods, and for how many of these
# at most.
WORTH_JOINING, WORTH_SCANNING, WORTH_A_STATEMENT = 3, 4, 8
LONGEST_JOIN = 400
# How many queries go into one statement; more gain nothing, and lose more where one of them fails.
MOST_JOINED = 45

Found = dict[tuple[str, int, Period], tuple[Computed, ...]]


class HistorySource(Protocol):
    """Values known so far, this run's included."""

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        """Return stored values of `entry`, oldest period first; a period without a row is left out."""

    def failed(self, entry: Entry, period: Period) -> bool:
        """Return whether `entry` failed for `period` in this run."""


@dataclass(frozen=True)
class Computer:
    """Computes tasks against one snapshot.

    A query that fails for a moment is asked three times in all; `tried` are those that failed so
    among others.
    """

    catalogue: Catalogue
    facts: Mapping[tuple[str, int], SqlFacts]
    snapshot: Snapshot
    extracts: Extracts
    history: HistorySource
    now: datetime
    tried: set[tuple[str, int, Period]] = field(default_factory=set)

    def compute(self, tasks: Sequence[Task]) -> Found:
        """Return the fields of the results of one KPI's tasks; what goes wrong becomes an outcome
        with its reason.
        """
        found, ready = self.prepare(tasks)
        together = self._together(tasks[0].entry, ready) if len(ready) >= WORTH_A_STATEMENT else {}
        return found | (together or {each.key: self._alone(each) for each in ready})

    def compute_joined(self, tasks: Sequence[Task]) -> Found:
        """Return results that statements over many queries could give; what is not among them is
        computed alone.
        """
        found, ready = self.prepare([task for task in tasks if self._can_be_joined(task.entry)])
        return found | self._joined(ready) if len(ready) >= WORTH_JOINING else {}

    def prepare(self, tasks: Sequence[Task]) -> tuple[Found, list[Ready]]:
        """Return the outcomes of tasks whose queries cannot be asked, and what those of the others
        need.
        """
        found, ready = Found(), list[Ready]()
        for task in tasks:
            prepared = self._prepare(task.entry, task.period)
            if isinstance(prepared, Computed):
                found[task.key] = (prepared,)
            else:
                ready.append(prepared)
        return found, ready

    def ask(self, ready: Sequence[Ready]) -> Found:
        """Return what each KPI's own query gives, many of them in one statement where that is
        possible.
        """
        found = self._joined([each for each in ready if self._can_be_joined(each.entry)])
        return found | {each.key: self._alone(each) for each in ready if each.key not in found}

    def _can_be_joined(self, entry: Entry) -> bool:
        return entry.in_warehouse and can_join(self._facts(entry).outputs)

    def _joined(self, ready: Sequence[Ready]) -> Found:
        found = Found()
        for start in range(0, len(ready), MOST_JOINED):
            found |= self._in_one_statement(ready[start : start + MOST_JOINED])
        return found

    def _in_one_statement(self, ready: Sequence[Ready]) -> Found:
        self.snapshot.set_timezone(self.catalogue.runners[ready[0].entry.domain].timezone)
        try:
            parts = [Part(self._own(each), self._facts(each.entry).outputs) for each in ready]
            rows = self.snapshot.fetch(join_queries(parts)).rows
            results = split_results(parts, rows)
            return {
                each.key: interpret(result)
                for each, result in zip(ready, results, strict=True)
                if result is not None
            }
        except QueryError as error:
            self._ask_alone(ready, error)
            return {}

    def _own(self, ready: Ready) -> Query:
        facts = self._facts(ready.entry)
        params = {name: ready.params[name] for name in facts.parameters}
        return Query(ready.entry.query, facts.duckdb, params)

    def _facts(self, entry: Entry) -> SqlFacts:
        return self.facts[entry.domain, entry.number]

    def _prepare(self, entry: Entry, period: Period) -> Ready | Computed:
        """Return what a query needs, or why it cannot be asked."""
        if entry.since and entry.range.first_day(period) < entry.since.first_day:
            begins = entry.range.first_day(period)
            return no_value(
                f"history too short: {entry.range} begin on {begins}, data in {entry.since}"
            )
        histories = []
        for source in entry.values:
            other = self.catalogue.entry(*entry.key_of(source))
            periods = entry.periods_read(source, period)
            if any(self.history.failed(other, each) for each in periods):
                return Computed(
                    outcome="failed", reason=f"depends on {source.relation}, which failed"
                )
            points = self.history.points(other, periods)
            known = {point.period for point in points if point.value is not None}
            if missing := [each for each in periods if each not in known]:
                short = (
                    f"{len(known)} of the {len(periods)} periods of {source.relation} have a value"
                )
                return no_value(f"history too short: {short}; {missing[-1]} has none")
            histories.append(points)
        return Ready(
            entry, period, parameters(entry, period, self.catalogue, self.now), tuple(histories)
        )

    def _alone(self, ready: Ready) -> tuple[Computed, ...]:
        try:
            return retry(
                lambda: interpret(self._query(ready)), self.recover, 1 + (ready.key in self.tried)
            )
        except (QueryError, SourceError) as error:
            self.recover()
            return (Computed(outcome="failed", reason=str(error)),)

    def _ask_alone(self, ready: Sequence[Ready], error: ScorecardError) -> None:
        """Let queries that failed together be asked alone, which is a second attempt where the
        error may pass.
        """
        self.recover()
        if error.transient:
            self.tried.update(each.key for each in ready)
            pause(1)

    def recover(self, *_: object) -> None:
        """Make the sources readable again after a query failed."""
        if self.snapshot.recover():
            self.extracts.forget()

    def _query(self, ready: Ready) -> Result:
        entry, query = ready.entry, self._own(ready)
        if entry.in_warehouse:
            self.snapshot.set_timezone(self.catalogue.runners[entry.domain].timezone)
            return self.snapshot.fetch(query)
        self.load(entry)
        for source, points in zip(entry.values, ready.histories, strict=True):
            self.extracts.load_values(source, points)
        return self.snapshot.local().fetch(query.duckdb, query.params, integer_division=False)

    def load(self, entry: Entry) -> None:
        """Make a KPI's sources, its histories aside, readable on the local connection, in its time
        zone.
        """
        timezone = self.catalogue.runners[entry.domain].timezone
        self.snapshot.set_timezone(timezone)
        for source in entry.kpi.sources:
            self.extracts.load(source, self._facts(entry), timezone)

    def scan(self, entry: Entry) -> TimeAggregate | None:
        """Return a KPI's query as a scan, where it is one and may run on the local connection."""
        return self._facts(entry).time_aggregate if self.snapshot.has_local_tables else None

    def _together(self, entry: Entry, ready: Sequence[Ready]) -> Found:
        """Return the results of many periods from one query; nothing where that fails or a sample
        of it differs.

        What makes one period fail must not take the others with it, so they are then asked one by
        one.
        """
        if entry.in_warehouse and not self.snapshot.has_local_tables:
            return {}
        try:
            found = {
                each.key: interpret(result)
                for some in _chunks(ready)
                for each, result in zip(some, self._query_many(entry, some), strict=True)
            }
        except (QueryError, SourceError) as error:
            self._ask_alone(ready, error)
            return {}
        own = self.ask(samples(ready))
        return found if all(same_outcome(found[key], own[key]) for key in own) else {}

    def _query_many(self, entry: Entry, ready: Sequence[Ready]) -> list[Result]:
        facts = self._facts(entry)
        self.load(entry)
        for index, source in enumerate(entry.values):
            self.extracts.load_many_values(source, [each.histories[index] for each in ready])
        if not facts.lateral:
            raise QueryError("the query cannot be asked for many periods at once")
        params = [{name: each.params[name] for name in facts.parameters} for each in ready]
        local = self.snapshot.local()
        local.execute(*periods_table(params))
        result = local.fetch(facts.lateral, {}, integer_division=entry.in_warehouse)
        return split_periods(result, len(params))


@dataclass(frozen=True, slots=True)
class Ready:
    """A task whose query can be asked: its parameters, and the history of each of its `Values`."""

    entry: Entry
    period: Period
    params: Mapping[str, Any]
    histories: tuple[Sequence[Point], ...]

    @property
    def key(self) -> tuple[str, int, Period]:
        """The task's key."""
        return self.entry.domain, self.entry.number, self.period


def samples(ready: Sequence[Ready]) -> list[Ready]:
    """Return the periods of a KPI that tell whether all were computed rightly: one amid them, and
    the last.
    """
    return [ready[index] for index in sorted({len(ready) // 2, len(ready) - 1})]


def _chunks(ready: Sequence[Ready]) -> Iterator[Sequence[Ready]]:
    for start in range(0, len(ready), LONGEST_JOIN):
        yield ready[start : start + LONGEST_JOIN]
