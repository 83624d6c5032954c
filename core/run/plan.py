"""The plan of a run: which KPIs run for which periods, and in which order.

Pure: the caller passes the clock and what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, product

from core.catalog import (
    Catalogue,
    Entry,
    Step,
    Task,
    depths,
    healing_periods,
    series_key,
)
from core.errors import UsageError
from core.model import CADENCES, Cadence, Period, last_ended, parse_span
from core.run.cascade import StoredKeys, cascade, days_by_series, first_stored_period
from core.run.periods import has_data, missing_periods, scheduled_periods, today_periods
from core.run.prerequisites import find_prerequisites

_MONTH, _QUARTER = timedelta(days=31), timedelta(days=92)


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A request to run some KPIs for some periods.

    Attributes:
        domains: The domains, by name.
        kpis: Numbers of the KPIs; empty for all.
        cadences: Only KPIs of these cadences run.
        period: A period or a span of periods, or "last". Empty for the last ended period, with
            those before it that still settle or that an earlier run missed.
        partial: Allow a period that has not ended.
        only: Leave alone the stored values that were made from the values replaced.
        today: Run daily KPIs for today so far, and for earlier days that are due and not done.
        missing: Run every period that is not done instead, from the first stored one of each KPI;
            the last ended period of a KPI with nothing stored.
    """

    domains: Sequence[str]
    kpis: Sequence[int] = ()
    cadences: Sequence[Cadence] = CADENCES
    period: str = ""
    partial: bool = False
    only: bool = False
    missing: bool = False
    today: bool = False

    @property
    def running(self) -> Sequence[Cadence]:
        """The cadences whose KPIs run."""
        return ("daily",) if self.today else self.cadences

    @property
    def heals(self) -> bool:
        """Whether stale values are computed anew, as on a schedule: no period is named."""
        return not self.period and not self.only

    @property
    def is_scheduled(self) -> bool:
        """Whether a run is one that cron starts: for all KPIs of some cadences."""
        return not (self.period or self.kpis or self.missing or self.only)

    @property
    def due(self) -> frozenset[tuple[str, Cadence]]:
        """The domains and cadences of which all that is due runs: none if a person limits the run.

        Nor of a run for today so far: nothing is told of values that are not final.
        """
        is_limited = self.period or self.kpis or self.today
        return frozenset() if is_limited else frozenset(product(self.domains, self.cadences))

    @property
    def scheduled(self) -> frozenset[tuple[str, Cadence]]:
        """The domains and cadences that run as on schedule, with all values that still settle."""
        is_whole = self.is_scheduled and not self.today
        return frozenset(product(self.domains, self.cadences)) if is_whole else frozenset()

    def includes(self, entry: Entry) -> bool:
        """Return whether a KPI is among those requested."""
        is_numbered = not self.kpis or entry.number in self.kpis
        return entry.domain in self.domains and is_numbered and entry.kpi.cadence in self.running


def make_plan(
    catalogue: Catalogue,
    request: RunRequest,
    now: datetime,
    done: StoredKeys,
    stored: StoredKeys | None = None,
    stale: Iterable[Task] = (),
) -> tuple[Step, ...]:
    """Return the steps of a run: what is requested, the stored values made from it, and `stale`.

    `stored` are the keys of all stored values, `done` of those that are whole and have not failed.

    Raises:
        UsageError: A KPI does not exist, a period is malformed or has not ended, or nothing is left
            to run.
    """
    tasks = requested_tasks(catalogue, request, now, done, stored)
    following = [] if request.only else cascade(catalogue, tasks, stored or {})
    planned = {task.key: task for task in tasks}
    for task in (*following, *stale):
        if not _is_done_early(catalogue, task, now, done):
            planned.setdefault(task.key, task)
    return in_order(catalogue, planned.values())


def requested_tasks(
    catalogue: Catalogue,
    request: RunRequest,
    now: datetime,
    done: StoredKeys,
    stored: StoredKeys | None = None,
) -> list[Task]:
    """Return the tasks that a request names itself; none if it asks for gaps and there are none.

    Raises:
        UsageError: As for `make_plan`.
    """
    entries = _requested_entries(catalogue, request)
    days = days_by_series(stored or {}) if request.missing else {}
    tasks: list[Task] = []
    for entry in entries:
        today = catalogue.today(entry.domain, now)
        finished = done.get(entry.domain, ())
        if request.missing:
            periods = missing_periods(entry, today, first_stored_period(entry, days), finished)
        elif request.today:
            periods = today_periods(catalogue, entry, now, finished)
        elif request.period:
            periods = named_periods(entry, request, today)
        else:
            periods = scheduled_periods(catalogue, entry, today, finished)
        tasks += [Task(entry, period) for period in periods if has_data(entry, period)]
    if not tasks and not request.missing:
        raise UsageError(_nothing_to_run(request, entries))
    if not request.is_scheduled:
        return tasks
    return [*find_prerequisites(catalogue, tasks, request.running, now, done), *tasks]


def carried_out(
    catalogue: Catalogue, request: RunRequest, steps: Iterable[Step], now: datetime
) -> RunRequest:
    """Return the request that steps amount to.

    A run for today so far that computes the newest day which should be published is the daily run
    as well: that was missed, and its readers wait for the summary.
    """
    tasks = (task for step in steps for task in step.tasks) if request.today else ()
    for task in tasks:
        printed = catalogue.runners[task.entry.domain].newest_printed("daily", now)
        if task.period == printed and request.includes(task.entry):
            return replace(request, today=False, cadences=("daily",))
    return request


def in_order(catalogue: Catalogue, tasks: Iterable[Task]) -> tuple[Step, ...]:
    """Return one step per KPI, with its periods oldest first; a KPI comes after those it reads."""
    tasks = list(tasks)
    depth_by_kpi = depths(catalogue, (task.entry for task in tasks))

    def place(task: Task) -> tuple[int, int, str, int]:
        cadence = CADENCES.index(task.entry.kpi.cadence)
        return depth_by_kpi[task.entry.key], cadence, *task.entry.key

    tasks.sort(key=lambda task: (*place(task), task.period))
    return tuple(Step(tuple(group)) for _, group in groupby(tasks, key=place))


def first_day_needed(catalogue: Catalogue, request: RunRequest, today: date) -> date:
    """Return a day before every period about which a plan must know what is stored."""
    if request.missing:
        return date.min
    periods = max((healing_periods(catalogue, each) for each in catalogue.entries), default=0) + 2
    has_quarters = any(entry.kpi.cadence == "quarterly" for entry in catalogue.entries)
    longest = _QUARTER if has_quarters else _MONTH
    first = today - periods * longest
    if request.period in ("", "last"):
        return first
    return min(first, parse_span(request.period, today).first - longest)


def _requested_entries(catalogue: Catalogue, request: RunRequest) -> list[Entry]:
    entries = [entry for entry in catalogue.entries if entry.domain in request.domains]
    numbers = {entry.number for entry in entries}
    for number in request.kpis:
        if number not in numbers:
            catalogue.entry(request.domains[0], number)  # raises
    return [entry for entry in entries if request.includes(entry)]


def named_periods(entry: Entry, request: RunRequest, today: date) -> list[Period]:
    """Return the periods of the KPI's cadence that end within the requested span."""
    cadence = entry.kpi.cadence
    if request.period == "last":
        return [last_ended(cadence, today)]
    span = parse_span(request.period, today)
    last = span.days(cadence)[1]
    if last >= today and not request.partial:
        fault = f"{span.text} ends on {last}, which has not passed"
        raise UsageError(f"{fault}; wait, or add --partial")
    return [period for period in span.periods(cadence) if period.first_day <= today]


def _nothing_to_run(request: RunRequest, entries: Sequence[Entry]) -> str:
    domains = ", ".join(request.domains)
    if not entries:
        return f"{domains} has no {' or '.join(request.running)} KPI; see scorecard list"
    period = request.period or "the last period"
    fault = f"no KPI of {domains} has a period that ends within {period} and has data (since=)"
    return f"{fault}; choose a later period"


def _is_done_early(catalogue: Catalogue, task: Task, now: datetime, done: StoredKeys) -> bool:
    """Return whether a task is done although its period has not ended, by the clock as it is.

    The clock was set back since; another run would make a whole value partial.
    """
    domain = task.entry.domain
    if task.period.last_day < catalogue.today(domain, now):
        return False
    return series_key(task.entry, task.period) in done.get(domain, ())
