"""The cascade of a recomputed period: later values that cover it, and their readers. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from core.catalog import Catalogue, Entry, KpiKey, Task, followers_by_kpi
from core.model import Period, SeriesKey, Values, period_of

StoredKeys = Mapping[str, Collection[SeriesKey]]  # by domain
Series = tuple[str, int, str, str]  # domain, KPI number, field, range
DaysBySeries = Mapping[Series, list[date]]

_Followers = Mapping[KpiKey, list[tuple[Entry, Values]]]


def cascade(catalogue: Catalogue, tasks: Iterable[Task], stored: StoredKeys) -> list[Task]:
    """Return the stored values that follow from what `tasks` replace, without `tasks`.

    New data in a period change every later value of the same KPI whose range covers the period. A
    new value changes the values of its readers, and the outcome of checks that compare with it.
    Values that are not stored are not computed: no one asked for them.
    """
    requested = {task.key: task for task in tasks}
    days = days_by_series(stored)
    changed = list(requested.values())
    for task in requested.values():
        changed += _later_tasks_over(task, days)
    affected = _with_followers(catalogue, changed, days)
    return [task for task in affected if task.key not in requested]


def find_covering(tasks: Iterable[Task], stored: StoredKeys) -> list[Task]:
    """Return later stored values of the tasks' KPIs whose range covers them, without `tasks`."""
    requested = {task.key: task for task in tasks}
    days = days_by_series(stored)
    covering: dict[tuple[str, int, Period], Task] = {}
    for task in requested.values():
        covering |= {later.key: later for later in _later_tasks_over(task, days)}
    return [task for task in covering.values() if task.key not in requested]


def find_dependants(catalogue: Catalogue, task: Task, stored: StoredKeys) -> list[Task]:
    """Return the stored values made from the value of `task`, directly or through others."""
    affected = _with_followers(catalogue, [task], days_by_series(stored))
    return [other for other in affected if other.key != task.key]


def days_by_series(stored: StoredKeys) -> DaysBySeries:
    """Return the first days of the stored periods of each series, oldest first."""
    days: dict[Series, list[date]] = {}
    for domain, keys in stored.items():
        for number, field, covered, day in keys:
            days.setdefault((domain, number, field, covered), []).append(day)
    return {series: sorted(stored_days) for series, stored_days in days.items()}


def first_stored_period(entry: Entry, days: DaysBySeries) -> Period | None:
    """Return the oldest stored period of a KPI; None if it has none."""
    stored = days.get(_series(entry))
    return Period(stored[0], entry.kpi.cadence) if stored else None


def _with_followers(catalogue: Catalogue, tasks: Iterable[Task], days: DaysBySeries) -> list[Task]:
    """Return `tasks` and every stored value that was made from one or compared with it, once."""
    followers = followers_by_kpi(catalogue)
    reached: dict[tuple[str, int, Period], Task] = {}
    waiting = list(tasks)
    while waiting:
        task = waiting.pop()
        if task.key not in reached:
            reached[task.key] = task
            waiting += _tasks_following(task, followers, days)
    return list(reached.values())


def _later_tasks_over(task: Task, days: DaysBySeries) -> Iterator[Task]:
    """Yield later periods of the same KPI whose range covers the task's period.

    None for a KPI that reads stored values only: new data do not reach it.
    """
    entry = task.entry
    if entry.values and len(entry.values) == len(entry.kpi.sources):
        return
    for period in _stored_from(entry, task.period.shift(1), days):
        if entry.range.first_day(period) <= task.period.last_day:
            yield Task(entry, period)


def _tasks_following(task: Task, followers: _Followers, days: DaysBySeries) -> Iterator[Task]:
    for entry, source in followers.get(task.entry.key, ()):
        first = period_of(entry.kpi.cadence, task.period.first_day)
        for period in _stored_from(entry, first, days):
            window = entry.window(source, period)
            if window.first.first_day > task.period.first_day:
                break  # those of later periods begin no earlier
            if window.holds(task.period):
                yield Task(entry, period)


def _stored_from(entry: Entry, first: Period, days: DaysBySeries) -> Iterator[Period]:
    """Yield the stored periods of a KPI from `first` on, oldest first."""
    stored = days.get(_series(entry), [])
    for day in stored[bisect_left(stored, first.first_day) :]:
        yield Period(day, entry.kpi.cadence)


def _series(entry: Entry) -> Series:
    return entry.domain, entry.number, entry.kpi.field_name, str(entry.range)
