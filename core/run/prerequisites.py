"""Tasks of other cadences whose values a scheduled run reads. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from core.catalog import Catalogue, Task
from core.model import Cadence, Period
from core.run.cascade import StoredKeys
from core.run.periods import due_periods, has_data


def find_prerequisites(
    catalogue: Catalogue,
    tasks: Iterable[Task],
    cadences: Collection[Cadence],
    now: datetime,
    done: StoredKeys,
) -> list[Task]:
    """Return the due tasks of other cadences of whose values `tasks` make theirs.

    Cron may start the runs of two cadences in the same minute, the one that reads first. Only KPIs
    of a task's own domain are among them: those of others run by their own runner.
    """
    found: dict[tuple[str, int, Period], Task] = {}
    waiting = list(tasks)
    while waiting:
        for task in _read_by(catalogue, waiting.pop(), cadences, now, done):
            if task.key not in found:
                found[task.key] = task
                waiting.append(task)
    return list(found.values())


def _read_by(
    catalogue: Catalogue,
    task: Task,
    cadences: Collection[Cadence],
    now: datetime,
    done: StoredKeys,
) -> Iterator[Task]:
    """Yield the due tasks of the same domain and of other cadences whose values a task reads."""
    for source in task.entry.values:
        other = catalogue.by_key[task.entry.key_of(source)]
        if other.domain != task.entry.domain or other.kpi.cadence in cadences:
            continue
        window = task.entry.window(source, task.period)
        for period in due_periods(catalogue, other, now, done.get(other.domain, ())):
            if window.holds(period) and has_data(other, period):
                yield Task(other, period)
