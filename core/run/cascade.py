"""What else changes when a past period is computed again: trailing values over it, and what reads
it. Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from core.catalog import Catalogue, Entry, Task, readers_by_kpi, series_key
from core.model import Period, SeriesKey, Values

Stored = Mapping[str, Collection[SeriesKey]]

_Series = tuple[str, int, str, str]
Days = Mapping[_Series, list[date]]


def cascade(catalogue: Catalogue, tasks: Iterable[Task], stored: Stored) -> list[Task]:
    """Return what must follow `tasks`, without those: stored values that were made from what they
    replace.

    New data in a period change every later value of the same KPI whose range covers it; a new value
    changes whatever reads it. Only what is stored is made again, so nothing appears that nobody has
    asked for.
    """
    asked = {task.key: task for task in tasks}
    days = stored_days(stored)
    trailing = (later for task in asked.values() for later in _trailing(task, days))
    found = _downstream(catalogue, [*asked.values(), *trailing], days)
    return [task for key, task in found.items() if key not in asked]


def dependants(catalogue: Catalogue, task: Task, stored: Stored) -> list[Task]:
    """Return the stored values that were made from the value of `task`, directly or by way of
    others.
    """
    found = _downstream(catalogue, [task], stored_days(stored))
    return [each for key, each in found.items() if key != task.key]


def _downstream(
    catalogue: Catalogue, tasks: Iterable[Task], days: Days
) -> dict[tuple[str, int, Period], Task]:
    """Return `tasks` and every stored value that reads one of them."""
    reading = readers_by_kpi(catalogue)
    found: dict[tuple[str, int, Period], Task] = {}
    waiting = list(tasks)
    while waiting:
        task = waiting.pop()
        if task.key not in found:
            found[task.key] = task
            waiting += _reading(task, reading, days)
    return found


def stored_days(stored: Stored) -> Days:
    """Return the first days of what is stored of each series, oldest first."""
    days: dict[_Series, list[date]] = {}
    for domain, keys in stored.items():
        for number, field, reach, day in keys:
            days.setdefault((domain, number, field, reach), []).append(day)
    return {series: sorted(found) for series, found in days.items()}


def _trailing(task: Task, days: Days) -> Iterator[Task]:
    """Yield later periods of the same KPI whose range covers the task's, where it reads more than
    stored values.
    """
    entry = task.entry
    if entry.values and len(entry.values) == len(entry.kpi.sources):
        return
    for period in _stored_from(entry, task.period.shift(1), days):
        if entry.range.first_day(period) <= task.period.last_day:
            yield Task(entry, period)


def _reading(
    task: Task, reading: Mapping[tuple[str, int], list[tuple[Entry, Values]]], days: Days
) -> Iterator[Task]:
    for entry, source in reading.get((task.entry.domain, task.entry.number), ()):
        for period in _stored_from(entry, task.period, days):
            if entry.first_day_read(source, period) <= task.period.first_day:
                yield Task(entry, period)


def _stored_from(entry: Entry, period: Period, days: Days) -> Iterator[Period]:
    """Yield the stored periods of a KPI from `period` on, oldest first."""
    known = days.get((entry.domain, *series_key(entry, period)[:3]), [])
    return (Period(day, entry.kpi.cadence) for day in known[bisect_left(known, period.first_day) :])
