"""Which KPIs run for which periods, and in what order. Pure: the store's state and the clock are
handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from core.catalog import Catalogue, Entry, Step, Task, depths, series_key, settling_periods
from core.errors import UsageError
from core.model import CADENCES, Cadence, Period, SeriesKey, last_ended, parse_span
from core.run.cascade import Days, Stored, cascade, stored_days

HEALED_PERIODS = 4

Done = Mapping[str, Collection[SeriesKey]]


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to run: `kpis` empty means all, `period` empty the last ended one, those that settle and
    the gaps before.

    `only` leaves alone what was made from the values that are replaced. `missing` asks for every
    period that is not done instead, from a KPI's first stored one on, and where nothing is stored
    for the last ended one.
    """

    domains: Sequence[str]
    kpis: Sequence[int] = ()
    cadences: Sequence[Cadence] = CADENCES
    period: str = ""
    partial: bool = False
    only: bool = False
    missing: bool = False


def make_plan(
    catalogue: Catalogue,
    request: RunRequest,
    now: datetime,
    done: Done,
    stored: Stored | None = None,
) -> tuple[Step, ...]:
    """Return the steps of a run, sources before what reads them, with the `stored` values that have
    to follow.

    Raises:
        UsageError: A KPI does not exist, a period is malformed or has not ended, or nothing is left
            to run.
    """
    tasks = requested_tasks(catalogue, request, now, done, stored)
    following = [] if request.only else cascade(catalogue, tasks, stored or {})
    return in_order(
        catalogue,
        [*tasks, *(task for task in following if not _lies_ahead(catalogue, task, now, done))],
    )


def _lies_ahead(catalogue: Catalogue, task: Task, now: datetime, done: Done) -> bool:
    """Return whether a whole value is stored for a period that is not over, so that the clock was
    set back since.
    """
    today = now.astimezone(catalogue.runners[task.entry.domain].zone).date()
    return task.period.last_day >= today and series_key(task.entry, task.period) in done.get(
        task.entry.domain, ()
    )


def requested_tasks(
    catalogue: Catalogue,
    request: RunRequest,
    now: datetime,
    done: Done,
    stored: Stored | None = None,
) -> list[Task]:
    """Return the tasks that a request names itself; none where it asks for what is missing and
    nothing is.

    Raises:
        UsageError: As for `make_plan`.
    """
    entries = _selected(catalogue, request)
    days = stored_days(stored or {}) if request.missing else {}
    tasks = []
    for entry in entries:
        today = now.astimezone(catalogue.runners[entry.domain].zone).date()
        finished = done.get(entry.domain, ())
        if request.missing:
            wanted = _missing(entry, last_ended(entry.kpi.cadence, today), days, finished)
        else:
            wanted = _periods(catalogue, entry, request, today, finished)
        tasks += [
            Task(entry, period) for period in wanted if not entry.since or period >= entry.since
        ]
    if not tasks and not request.missing:
        raise UsageError(_nothing(request, entries))
    return tasks


def _selected(catalogue: Catalogue, request: RunRequest) -> list[Entry]:
    entries = [entry for entry in catalogue.entries if entry.domain in request.domains]
    for number in request.kpis:
        if not any(entry.number == number for entry in entries):
            catalogue.entry(request.domains[0], number)
    return [
        entry
        for entry in entries
        if entry.kpi.cadence in request.cadences
        and (not request.kpis or entry.number in request.kpis)
    ]


def _nothing(request: RunRequest, entries: Sequence[Entry]) -> str:
    where = ", ".join(request.domains)
    if not entries:
        return f"{where} has no {' or '.join(request.cadences)} KPI; see scorecard list"
    period = request.period or "the last period"
    return f"no KPI of {where} has a period that ends within {period} and is not before its since="


def _missing(entry: Entry, last: Period, days: Days, done: Collection[SeriesKey]) -> list[Period]:
    """Return the periods up to `last` that are not done, from the first stored one on."""
    stored = days.get((entry.domain, *series_key(entry, last)[:3]))
    period = Period(stored[0], last.cadence) if stored else last
    found = []
    while period < last:
        found.append(period)
        period = period.shift(1)
    return [period for period in (*found, last) if series_key(entry, period) not in done]


def _periods(
    catalogue: Catalogue,
    entry: Entry,
    request: RunRequest,
    today: date,
    done: Collection[SeriesKey],
) -> list[Period]:
    cadence = entry.kpi.cadence
    last = last_ended(cadence, today)
    if request.period == "last":
        return [last]
    if not request.period:
        settling = settling_periods(catalogue, entry)
        earlier = [
            (back, last.shift(-back)) for back in range(max(HEALED_PERIODS, settling), 0, -1)
        ]
        return [
            each
            for back, each in earlier
            if back <= settling or series_key(entry, each) not in done
        ] + [last]
    span = parse_span(request.period, today)
    if span.last >= today and not request.partial:
        raise UsageError(
            f"{span.text} ends on {span.last}, which is not over; wait, or add --partial"
        )
    return [period for period in span.periods(cadence) if period.first_day <= today]


def in_order(catalogue: Catalogue, tasks: Iterable[Task]) -> tuple[Step, ...]:
    """Return a step for each KPI with all of its periods, oldest first, and sources before what
    reads them.
    """
    tasks = list(tasks)
    depth = depths(catalogue, (task.entry for task in tasks))

    def place(task: Task) -> tuple[int, int, str, int]:
        entry = task.entry
        return (
            depth[entry.key],
            CADENCES.index(entry.kpi.cadence),
            entry.domain,
            entry.number,
        )

    ordered = sorted(tasks, key=lambda task: (*place(task), task.period))
    return tuple(Step(tuple(group)) for _, group in groupby(ordered, key=place))
