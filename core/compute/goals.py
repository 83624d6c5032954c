"""The goal by which a run judges a period: the one on record, or that of the file.

A target in a file comes into force with the first run that uses it. It holds for periods that have
not been judged yet; a stored period keeps the target that it has, whatever the file says later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from core.catalog import Catalogue, Entry, KpiKey, Step, Task
from core.compute.history import History
from core.engines import Database
from core.model import (
    Goal,
    Period,
    Row,
    find_target,
    goal_of,
    last_ended,
    make_goal,
    read_targets,
    read_thresholds,
    value_of,
)
from core.store import Definitions, StoredDefinition

Revisions = Mapping[KpiKey, Sequence[StoredDefinition]]


def find_goal(
    catalogue: Catalogue,
    task: Task,
    now: datetime,
    stored: Sequence[Row],
    revisions: Revisions | None = None,
) -> Goal | None:
    """Return the goal of a task's period.

    `stored` are the rows that the period has: an ended one keeps its target, unless that is in
    another unit. `revisions` decide for an earlier period without rows.
    """
    entry, period = task.entry, task.period
    if not entry.targets and all(row.target is None for row in stored):
        return None
    is_new = _is_new(entry, period, catalogue.today(entry.domain, now))
    kept = next((row for row in stored if row.unit == entry.kpi.unit), None)
    if kept is not None and not kept.partial:
        return goal_of(kept) or _first_goal(entry, period, is_new=is_new)
    recorded = (revisions or {}).get(entry.key, ())
    cut_off = catalogue.runners[entry.domain].cut_off(period)
    then = None if is_new or kept else _in_force(recorded, entry.kpi.unit, cut_off)
    if then is None:
        return entry.goal(period)
    return _recorded_goal(then, entry, period) or _first_goal(entry, period, is_new=False)


def _is_new(entry: Entry, period: Period, today: date) -> bool:
    return period >= last_ended(entry.kpi.cadence, today)


def _first_goal(entry: Entry, period: Period, *, is_new: bool) -> Goal | None:
    """Return the goal of a period that had none: an older one takes a target that names its time.

    A target without `since` begins with the newest period.
    """
    target = find_target(entry.targets, period)
    if target is None or not (is_new or target.since):
        return None
    return entry.goal(period)


def _in_force(
    revisions: Sequence[StoredDefinition], unit: str, instant: datetime
) -> StoredDefinition | None:
    """Return the definition that was in force at an instant; before the first, the first."""
    alike = [each for each in revisions if each.definition.unit == unit]
    before = [each for each in alike if each.used.in_force_from <= instant]
    return before[-1] if before else next(iter(alike), None)


def _recorded_goal(stored: StoredDefinition, entry: Entry, period: Period) -> Goal | None:
    """Return the goal that a recorded definition sets for a period of the entry."""
    definition = stored.definition
    targets = read_targets(definition.target, definition.targets)
    value = value_of(targets, period, entry.range.first_day(period))
    if value is None:
        return None
    return make_goal(value, definition.better, read_thresholds(definition.thresholds))


def load_revisions(
    catalogue: Catalogue,
    database: Database,
    steps: Iterable[Step],
    history: History,
    now: datetime,
) -> Revisions:
    """Read the recorded definitions of KPIs with a target, if an earlier period lacks its rows."""

    def needs_record(task: Task) -> bool:
        entry, period = task.entry, task.period
        is_new = _is_new(entry, period, catalogue.today(entry.domain, now))
        return not is_new and not history.rows(entry, [period])

    with_target = [step for step in steps if step.entry.targets]
    needing = [step for step in with_target if any(map(needs_record, step.tasks))]
    if not needing:
        return {}
    revisions: dict[KpiKey, list[StoredDefinition]] = {}
    domains = {step.entry.domain for step in needing}
    for stored in Definitions(database).read_revisions(domains):
        revisions.setdefault(stored.used.key, []).append(stored)
    return revisions


def read_goal(
    catalogue: Catalogue, database: Database, task: Task, history: History, now: datetime
) -> Goal | None:
    """Return the goal of a task whose period may have no rows."""
    stored = history.rows(task.entry, [task.period])
    revisions = load_revisions(catalogue, database, [Step((task,))], history, now)
    return find_goal(catalogue, task, now, stored, revisions)
