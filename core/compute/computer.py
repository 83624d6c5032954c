"""The means to compute tasks: parameters, histories and sources, against one snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core.catalog import Catalogue, Entry, KpiKey, Step, Task, parameters
from core.compute.extracts import Extracts, Point
from core.compute.outcome import Computed, no_value
from core.compute.placement import find_cell_obstacle
from core.engines import Snapshot
from core.errors import ScorecardError
from core.model import Outcome, Period, SeriesExtent, Values
from core.query import Query, SqlFacts, find_tables
from core.retry import pause

TaskKey = tuple[str, int, Period]
_PREDICATES: Mapping[Outcome, str] = {
    "failed": "failed",
    "withheld": "was withheld",
    "late": "is late",
}
Answers = dict[TaskKey, tuple[Computed, ...]]


class HistorySource(Protocol):
    """Values known so far, this run's included."""

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        """Return the stored values of `entry`, oldest period first; a period may have none."""

    def find_unanswered(self, entry: Entry, period: Period) -> Outcome | None:
        """Return the outcome of a KPI that has no answer for `period`; None if it has one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A task whose query can be asked: its parameters, and the history of each of its `Values`."""

    entry: Entry
    period: Period
    query: Query
    histories: tuple[Sequence[Point], ...]

    @property
    def key(self) -> TaskKey:
        """The task's key."""
        return self.entry.domain, self.entry.number, self.period


# The questions of one KPI, oldest period first.
Questions = Sequence[Question]


@dataclass(frozen=True, slots=True)
class Workload:
    """A step as far as it decides which strategy computes it.

    `local_obstacle` says why its query cannot run on the local database; empty if it can.
    `cell_obstacle` says why it cannot be put together there from cells that a remote engine
    aggregates; empty if it can, None if the warehouse is not remote.
    """

    entry: Entry
    facts: SqlFacts
    periods: int
    timezone: str
    local_obstacle: str
    cell_obstacle: str | None = None

    @property
    def is_remote(self) -> bool:
        """Whether a remote engine answers it."""
        return self.cell_obstacle is not None

    @property
    def is_local(self) -> bool:
        """Whether the query can run on the local database."""
        return not self.local_obstacle


@dataclass(frozen=True)
class Computer:
    """Prepares tasks for the strategies, and gives them the sources to ask.

    `server_only` holds the KPIs that only the warehouse is known to answer, with the reason.
    `tried` holds the tasks whose first attempt was a shared statement with a transient failure.
    `stored` holds the series of each KPI as they were before the run.
    `copied` holds the columns of each table that the run copies to its local database.
    """

    catalogue: Catalogue
    facts: Mapping[tuple[str, int], SqlFacts]
    snapshot: Snapshot
    extracts: Extracts
    history: HistorySource
    now: datetime
    server_only: Mapping[tuple[str, int], str] = field(default_factory=dict)
    tried: set[TaskKey] = field(default_factory=set)
    stored: Mapping[KpiKey, SeriesExtent] = field(default_factory=dict)
    copied: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def facts_of(self, entry: Entry) -> SqlFacts:
        """Return the facts of a KPI's query."""
        return self.facts[entry.key]

    def timezone_of(self, entry: Entry) -> str:
        """Return the business time zone of a KPI."""
        return self.catalogue.runners[entry.domain].timezone

    def workload(self, step: Step) -> Workload:
        """Return what decides which strategy computes a step."""
        entry = step.tasks[0].entry
        return Workload(
            entry=entry,
            facts=self.facts_of(entry),
            periods=len(step.tasks),
            timezone=self.timezone_of(entry),
            local_obstacle=self._local_obstacle(entry),
            cell_obstacle=self._cell_obstacle(entry),
        )

    def _cell_obstacle(self, entry: Entry) -> str | None:
        if self.snapshot.cell_reader is None:
            return None
        tables = find_tables(entry.query) if entry.in_warehouse else ()
        return find_cell_obstacle(entry, self.snapshot.column_types(tables))

    def _local_obstacle(self, entry: Entry) -> str:
        if not entry.in_warehouse:
            return ""
        if not self.snapshot.has_local_tables:
            return "the tables stay in the warehouse"
        return self.server_only.get(entry.key, "")

    def prepare(self, tasks: Sequence[Task]) -> tuple[Answers, list[Question]]:
        """Return the outcomes of tasks that cannot be asked, and the questions of the others."""
        answers, questions = Answers(), list[Question]()
        for task in tasks:
            histories, obstacle = self._histories(task)
            if obstacle is None:
                query = self._query(task)
                questions.append(Question(task.entry, task.period, query, histories))
            else:
                answers[task.key] = (obstacle,)
        return answers, questions

    def _query(self, task: Task) -> Query:
        entry, facts = task.entry, self.facts_of(task.entry)
        values: dict[str, Any] = parameters(entry, task.period, self.catalogue, self.now)
        params = {name: values[name] for name in facts.parameters}
        return Query(entry.query, facts.duckdb, params)

    def _histories(self, task: Task) -> tuple[tuple[Sequence[Point], ...], Computed | None]:
        """Return the history of each of a task's `Values`, or why its query cannot be asked."""
        entry, period = task.entry, task.period
        begins = entry.range.first_day(period)
        if entry.since and begins < entry.since.first_day:
            reason = f"history too short: {entry.range} begin on {begins}, data in {entry.since}"
            return (), no_value(reason)
        histories = []
        for source in entry.values:
            points, obstacle = self._history(entry, source, period)
            if obstacle is not None:
                return (), obstacle
            histories.append(points)
        return tuple(histories), None

    def _history(
        self, entry: Entry, source: Values, period: Period
    ) -> tuple[list[Point], Computed | None]:
        """Return the values of one source, or why they do not suffice."""
        other = self.catalogue.entry(*entry.key_of(source))
        periods = entry.periods_read(source, period)
        for read in periods:
            if outcome := self.history.find_unanswered(other, read):
                reason = f"depends on {source.relation}, which {_PREDICATES[outcome]}"
                return [], Computed(outcome=outcome, reason=reason)
        points = self.history.points(other, periods)
        if fault := self._shape_fault(entry, source, points):
            return [], Computed(outcome="failed", reason=fault)
        filled = {point.period for point in points if point.value is not None}
        missing = [read for read in periods if read not in filled]
        if missing:
            count = f"{len(filled)} of the {len(periods)} periods of {source.relation}"
            return [], no_value(f"history too short: {count} have a value; {missing[-1]} has none")
        return points, None

    def _shape_fault(self, entry: Entry, source: Values, points: Sequence[Point]) -> str:
        """Return why a query may not read these values; empty where it may.

        Totals and the parts of a breakdown are never read together, nor one in place of the other.
        """
        series = self.stored.get(entry.key_of(source))
        shapes = {bool(point.field) for point in points if point.value is not None}
        name = source.relation
        if len(shapes) > 1:
            remedy = f"compute {name} again for all of them"
            return (
                f"{name} is a total in some of the periods read and broken down in others; {remedy}"
            )
        if series is None or not shapes:
            return ""
        reads_labels = "field" in self.facts_of(entry).columns
        if True in shapes and series.had_total and not reads_labels:
            remedy = "name the field that the query reads"
            return f"{name} was a total and is broken down now; {remedy}"
        if False in shapes and series.had_part and reads_labels:
            return f"{name} was broken down and is a total now; leave field out of the query"
        return ""

    def use_timezone(self, entry: Entry) -> None:
        """Let timestamps without an offset mean local time in a KPI's business time zone."""
        self.snapshot.set_timezone(self.timezone_of(entry))

    def load(self, questions: Questions) -> None:
        """Make the sources of a KPI's questions, histories aside, readable on the local database.

        Raises:
            SourceError: A file or tab is missing or not as declared.
            QueryError: The warehouse cannot give a table.
        """
        entry = questions[0].entry
        self.use_timezone(entry)
        facts, timezone = self.facts_of(entry), self.timezone_of(entry)
        periods = [question.query.params for question in questions]
        for source in entry.kpi.sources:
            self.extracts.load(source, facts, timezone, periods)

    def recover(self, *_: object) -> None:
        """Make the sources readable again after a query failed."""
        if self.snapshot.recover():
            self.extracts.forget()

    def give_up_sharing(self, questions: Sequence[Question], error: ScorecardError) -> None:
        """Recover from a statement that many questions shared, before they are asked alone.

        After a transient error that is their second attempt.
        """
        self.recover()
        if error.transient:
            self.tried.update(question.key for question in questions)
            pause(1)
