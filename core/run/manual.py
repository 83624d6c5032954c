"""Values that a person sets over computed ones, and takes back: kept apart, and on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from core.catalog import Catalogue, Step, Task, definition_of, linked_domains, load_with_neighbours
from core.compute import Changes, Computed, History, Progress, TaskResult, load_history, make_row
from core.engines import Access, Warehouse
from core.errors import UsageError
from core.model import Key, Row, last_ended, parse_period, restate, same_row, same_value
from core.run.cascade import dependants
from core.run.pipeline import Options, Report, Work, carry_out, open_locked
from core.run.plan import in_order
from core.run.recording import new_runs, write
from core.settings import Settings
from core.store import Run, Runs, Store


@dataclass(frozen=True, slots=True)
class ManualCell:
    """One field of a KPI in one period, as a person names it; `field` is a breakdown's label."""

    domain: str
    kpi: int
    period: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a cell: a value, or none because the computed one is wrong, and why."""

    value: float | None
    note: str


@dataclass(frozen=True)
class Entered:
    """What stood in a cell and stands there now, None for nothing; `report` is of what was made
    from it.
    """

    before: Row | None
    after: Row | None
    report: Report


def enter(
    settings: Settings, cell: ManualCell, given: Given | None, options: Options, progress: Progress
) -> Entered:
    """Set a cell by hand, or with None take back what was set; compute what was made from it again,
    and publish.

    Raises:
        UsageError: There is no such KPI, period or field, or nothing was set there.
        ScorecardError: As for `core.run.pipeline.run`.
    """
    catalogue, checked, left_out = load_with_neighbours(settings, [cell.domain])
    task = _task(catalogue, cell, settings)
    access = Access(options.command, write=True, wait=options.wait)
    with open_locked(settings, access, linked_domains(catalogue, [cell.domain])) as warehouse:
        store = Store(warehouse)
        store.prepare([cell.domain])
        known = load_history(warehouse, [Step((task,))])
        (run,) = new_runs(settings, options.command, [cell.domain], engine="")
        before = _standing(known, task, cell.field)
        if given:
            changes = _set(
                before, _hand_row(catalogue, task, cell.field, given, run), _said(run, given.note)
            )
        else:
            changes = _taken_back(before, known.computed_rows(task), cell, run)
        stored = {domain: store.keys(domain, date.min) for domain in catalogue.runners}
        steps = in_order(catalogue, dependants(catalogue, task, stored))
        result = TaskResult(task, (), (), changes)
        work = Work(settings, catalogue, checked, warehouse, options, result)
        with _on_record(warehouse, task, run):
            if not steps:
                write(store, [result])
            report = carry_out(work, steps, [cell.domain], progress)
    after = next(iter((*changes.written, *changes.unchanged)), None)
    return Entered(before, after, replace(report, left_out=left_out))


def _task(catalogue: Catalogue, cell: ManualCell, settings: Settings) -> Task:
    entry = catalogue.entry(cell.domain, cell.kpi)
    today = settings.now.astimezone(catalogue.runners[cell.domain].zone).date()
    cadence = entry.kpi.cadence
    period = last_ended(cadence, today) if cell.period == "last" else parse_period(cell.period)
    if period.cadence != cadence:
        raise UsageError(
            f"{entry.id} is {cadence}, and {period} is not; name one such as"
            f" {last_ended(cadence, today)}"
        )
    if period.last_day >= today:
        raise UsageError(
            f"{period} is not over, so nothing can be set for it; wait until {period.day_after}"
        )
    return Task(entry, period)


def _standing(known: History, task: Task, field: str) -> Row | None:
    """Return the row that readers see.

    Raises:
        UsageError: The KPI is broken down and no field of it is named, or the other way round.
    """
    rows = {row.field_details: row for row in known.rows(task.entry, [task.period])}
    fields = [name for name, row in rows.items() if row.value is not None]
    if fields == [""] and field:
        raise UsageError(f"{task.entry.id} is not broken down; leave out --field")
    if fields and field not in rows:
        raise UsageError(
            f"{task.entry.id} is broken down; name one of {', '.join(fields)} with --field"
        )
    return rows.get(field)


def _hand_row(catalogue: Catalogue, task: Task, field: str, given: Given, run: Run) -> Row:
    said = f"by hand, {_said(run, given.note)}"
    if given.value is None:
        row = make_row(
            catalogue, task, Computed(field, "none", reason=said), run.run_id, run.started_at
        )
    else:
        value = Computed(field, "value", float(given.value))
        row = make_row(catalogue, task, value, run.run_id, run.started_at, remark=said)
    return replace(row, by_hand=True, provisional_until=None)


def _said(run: Run, words: str) -> str:
    return f"{run.started_by}: {words}"


def _set(before: Row | None, row: Row, note: str) -> Changes:
    if before is None:
        return Changes((row,))
    if same_row(before, row):
        return Changes((), unchanged=(before,))
    restated = () if same_value(before, row) else (restate(before, row, "by hand", note),)
    return Changes((row,), restated=restated, covered=() if before.by_hand else (before,))


def _taken_back(
    before: Row | None, computed: Mapping[Key, Row], cell: ManualCell, run: Run
) -> Changes:
    if before is None or not before.by_hand:
        raise UsageError(
            f"{cell.domain}/kpi_{cell.kpi:02} {cell.period} is not set by hand; there is nothing to"
            " take back"
        )
    beneath = computed.get(before.key)
    after = beneath or replace(
        before, outcome="none", value=None, reason="nothing is computed", remark=""
    )
    # The row keeps the run that computed it; the ledger has the one that brought it back.
    told = replace(after, run_id=run.run_id, computed_at=run.started_at)
    restated = (
        ()
        if same_value(before, after)
        else (restate(before, told, "by hand", _said(run, "taken back")),)
    )
    if beneath is None:
        return Changes((), obsolete=(before,), restated=restated)
    return Changes((beneath,), restated=restated, uncovered=(beneath,))


@contextmanager
def _on_record(warehouse: Warehouse, task: Task, run: Run) -> Iterator[None]:
    """Write down who sets the value, and that it went well."""
    runs = Runs(warehouse)
    runs.begin([run], [definition_of(task.entry)])
    yield
    runs.finish([run.run_id], "ok", "", run.started_at)
