"""What earlier runs left to do, and what a run leaves: stale values, and holes in the past."""

from __future__ import annotations

from collections.abc import Sequence

from core.catalog import Hole, Task, stale_tasks
from core.model import StaleValue
from core.run.context import RunContext
from core.run.plan import RunRequest
from core.store import read_holes


def tasks_left_over(context: RunContext, request: RunRequest, locked: Sequence[str]) -> list[Task]:
    """Return the tasks that compute anew what an earlier run left stale."""
    if not request.heals:
        return []
    tasks = stale_tasks(context.catalogue, context.find_stale(locked))
    if request.kpis:
        return [task for task in tasks if request.includes(task.entry)]
    return [task for task in tasks if task.entry.domain in locked]


def find_remainder(
    context: RunContext, request: RunRequest, locked: Sequence[str]
) -> tuple[tuple[StaleValue, ...], tuple[Hole, ...]]:
    """Return the values that stay stale, and after a scheduled run the holes of its KPIs."""
    if context.options.dry_run:
        return (), ()
    stale = context.find_stale(locked)
    if request.period or request.kpis or request.today:
        return stale, ()
    entries = [entry for entry in context.catalogue.entries if request.includes(entry)]
    now = context.settings.now
    return stale, read_holes(context.database, context.catalogue, entries, now)
