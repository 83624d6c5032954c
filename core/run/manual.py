"""Manual values: a person sets them over computed ones, gives the reason, and can remove them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.catalog import Catalogue, Step, Task, linked_domains, load_with_neighbours
from core.compute import (
    Changes,
    Computed,
    Progress,
    TaskResult,
    load_history,
    make_row,
    read_given_label,
    read_goal,
)
from core.engines import open_sources
from core.errors import UsageError
from core.model import (
    Goal,
    Row,
)
from core.run.aftermath import Aftermath
from core.run.alerting import alert
from core.run.cascade import find_dependants
from core.run.computation import open_computer
from core.run.context import Options, RunContext, open_locked
from core.run.continuity import read_series_state, refuse_broken_series
from core.run.manual_changes import put_over, signed, take_back
from core.run.manual_field import choose_field
from core.run.period_choice import choose_period
from core.run.pipeline import (
    Report,
    compute_and_record,
    domains_of,
)
from core.run.plan import in_order
from core.run.publishing import publish_changes, publish_outdated
from core.run.recording import RunRecord, definition_to_store, new_runs, write
from core.run.settling import with_learnt_spans
from core.settings import Settings
from core.store import Run, Runs


@dataclass(frozen=True, slots=True)
class ManualCell:
    """One field of a KPI in one period, as a person names it; `field` is a breakdown's label.

    `is_new_field` says that no stored row of the KPI needs to have the label.
    """

    domain: str
    kpi: int
    period: str
    field: str = ""
    is_new_field: bool = False


@dataclass(frozen=True, slots=True)
class ManualValue:
    """A value, None because the computed one is wrong, and the reason that the person gives."""

    value: float | None
    note: str


@dataclass(frozen=True)
class ManualResult:
    """The row of a cell before and after, None for no row, and the report on its dependants."""

    before: Row | None
    after: Row | None
    report: Report


def enter(
    settings: Settings,
    cell: ManualCell,
    value: ManualValue | None,
    options: Options,
    progress: Progress,
) -> ManualResult:
    """Set the manual value of a cell, or with None remove it; recompute its dependants, publish.

    Raises:
        UsageError: The KPI, period or field does not exist, or no manual value is stored.
        ScorecardError: As for `core.run.pipeline.run`.
    """
    catalogue, checked, left_out = load_with_neighbours(settings, [cell.domain])
    task = _task(catalogue, cell, settings.now)
    locked = linked_domains(catalogue, [cell.domain])
    with (
        open_locked(settings, options.access, locked) as database,
        open_sources(settings, options.access, database) as warehouse,
    ):
        context = RunContext(
            settings, catalogue, checked.facts, database, warehouse, options, progress
        )
        context.prepare_store([cell.domain])
        series = read_series_state(database, catalogue, locked)
        if value:
            refuse_broken_series(task.entry, series)
        learnt = with_learnt_spans(catalogue, database, locked, settings.now)
        context = replace(context, series=series, catalogue=learnt)
        result = _enter(context, task, cell, value)
        changed = {cell.domain, *result.report.published}
        alerted = alert(context, changed, Aftermath(result.report.results))
        stale = context.find_stale(locked)
    report = replace(result.report, left_out=left_out, stale=stale, alerted=alerted)
    return replace(result, report=report)


def _enter(
    context: RunContext, task: Task, cell: ManualCell, value: ManualValue | None
) -> ManualResult:
    settings = context.settings
    history = load_history(context.catalogue, context.database, [Step((task,))])
    field = _field(context, task, cell, value)
    stored = history.rows(task.entry, [task.period])
    before = next((row for row in stored if row.field_details == field), None)
    if value is None and before and not before.by_hand:
        # A person repeats a command whose publish failed.
        published = publish_outdated(context, [cell.domain])
        if published:
            return ManualResult(before, before, Report(published=published))
    (run,) = new_runs(settings, context.options.command, [cell.domain], engine="")
    if value:
        value = replace(value, note=settings.scrub(value.note))
        now = settings.now
        goal = read_goal(context.catalogue, context.database, task, history, now)
        row = _manual_row(context.catalogue, task, field, value, run, goal)
        changes = put_over(before, row, signed(run, value.note))
    else:
        changes = take_back(before, history.computed_rows(task), task, run)
    with _recorded(context, task, run):
        report = _store_with_dependants(context, task, changes)
    rows = (*changes.written, *changes.unchanged)
    return ManualResult(before, rows[0] if rows else None, report)


def _task(catalogue: Catalogue, cell: ManualCell, now: datetime) -> Task:
    entry = catalogue.entry(cell.domain, cell.kpi)
    period = choose_period(catalogue, entry, cell.period, now)
    if period.last_day >= catalogue.today(cell.domain, now):
        fault = f"{period} has not ended, so no value can be set for it"
        raise UsageError(f"{fault}; wait until {period.day_after}")
    return Task(entry, period)


def _field(context: RunContext, task: Task, cell: ManualCell, value: ManualValue | None) -> str:
    """Return the field that a person names; what is removed may be of an older definition."""
    if value is None:
        return read_given_label(cell.field) if cell.field else ""
    rows = context.store.rows(cell.domain, [cell.kpi])
    facts = context.facts[task.entry.key]
    return choose_field(task.entry, facts, rows, cell.field, is_new=cell.is_new_field)


def _manual_row(
    catalogue: Catalogue,
    task: Task,
    field: str,
    value: ManualValue,
    run: Run,
    goal: Goal | None,
) -> Row:
    reason = f"by hand, {signed(run, value.note)}"
    if value.value is None:
        computed, remark = Computed(field, "none", reason=reason), ""
    else:
        computed, remark = Computed(field, "value", float(value.value)), reason
    row = make_row(catalogue, task, computed, run.run_id, run.started_at, remark, goal)
    return replace(row, by_hand=True, provisional_until=None)


@contextmanager
def _recorded(context: RunContext, task: Task, run: Run) -> Iterator[None]:
    """Store the run of the person who sets the value, and how it ended."""
    scrub = context.settings.scrub
    record = RunRecord(context.database, {run.domain: run.run_id}, run.started_at, scrub)
    with record.storing_failure():
        Runs(context.database).begin([run], [definition_to_store(context, task.entry)])
        context.options.on_begin(run.run_id)
        yield
    record.finish([run.run_id], "ok", "")


def _store_with_dependants(context: RunContext, task: Task, changes: Changes) -> Report:
    """Store a manual change together with what is made from it, or nothing at all; publish."""
    domain = task.entry.domain
    manual = TaskResult(task, (), (), changes)
    steps = _dependent_steps(context, task)
    domains = {domain, *domains_of(steps)}
    context.prepare_store(domains - {domain})
    if not steps:
        write(context.store, [manual], context.settings.now)
        return Report(published=publish_changes(context, domains))
    history = load_history(context.catalogue, context.database, steps)
    history.apply(changes)
    with open_computer(context, steps, history) as computer:
        results, notes = compute_and_record(context, computer, steps, history, first=[manual])
    return Report(results, publish_changes(context, domains), notes=notes)


def _dependent_steps(context: RunContext, task: Task) -> tuple[Step, ...]:
    catalogue, store = context.catalogue, context.store
    stored = {domain: store.keys(domain, date.min) for domain in catalogue.runners}
    dependants = find_dependants(catalogue, task, stored)
    dependants = [other for other in dependants if context.series.computes(other.entry)]
    return in_order(catalogue, dependants)
