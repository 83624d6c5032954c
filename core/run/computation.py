"""The computation of steps: one snapshot, the sources read through it, and where queries run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from core.catalog import Step, parameters
from core.compute import (
    Computer,
    Extracts,
    Gate,
    History,
    ProjectFiles,
    StepComputer,
    TaskResult,
    columns_needed,
    copies_of,
    copy_pays,
    find_server_only,
    load_revisions,
    pass_all,
)
from core.engines import Snapshot, TableCopy
from core.model import Tab, Table
from core.run.context import RunContext
from core.run.copied_columns import add_checked_columns
from core.sheets import Workbooks


@contextmanager
def open_computer(
    context: RunContext, steps: Sequence[Step], history: History
) -> Iterator[Computer]:
    """Open a snapshot of the warehouse in which all queries of the steps run."""
    settings = context.settings
    files = ProjectFiles(settings.root)
    declared = files.find_all(source for step in steps for source in step.entry.kpi.sources)
    with context.warehouse.snapshot(settings.query_timeout, declared) as snapshot:
        snapshot.pin(_tables(steps))
        workbooks = Workbooks(settings.root, settings.environment, _tabs(steps))
        extracts = Extracts(snapshot, files, workbooks, _copies_read(context, steps))
        server_only, copied = _choose_placement(context, snapshot, steps)
        yield Computer(
            context.catalogue,
            context.facts,
            snapshot,
            extracts,
            history,
            settings.now,
            server_only,
            stored=context.series.current,
            copied=copied,
        )


def compute_steps(
    context: RunContext,
    computer: Computer,
    steps: Sequence[Step],
    history: History,
    run_ids: Mapping[str, str],
    gate: Gate = pass_all,
) -> Iterator[list[TaskResult]]:
    """Compute steps in order, each when its results are asked for."""
    settings, catalogue = context.settings, context.catalogue
    revisions = load_revisions(catalogue, context.database, steps, history, settings.now)
    step_computer = StepComputer(
        settings, catalogue, computer, history, run_ids, context.progress, revisions, gate
    )
    return step_computer.compute(steps)


def _tables(steps: Sequence[Step]) -> list[str]:
    sources = [source for step in steps for source in step.entry.kpi.sources]
    return sorted({source.name.lower() for source in sources if isinstance(source, Table)})


def _copies_read(context: RunContext, steps: Sequence[Step]) -> list[dict[str, TableCopy]]:
    """Return what each step reads of tables beside other sources, in all its periods."""
    catalogue, now = context.catalogue, context.settings.now
    copies = []
    for step in (each for each in steps if not each.entry.in_warehouse):
        periods = [parameters(task.entry, task.period, catalogue, now) for task in step.tasks]
        copies.append(copies_of(step.entry, context.facts[step.entry.key], periods))
    return copies


def _tabs(steps: Sequence[Step]) -> list[Tab]:
    sources = [source for step in steps for source in step.entry.kpi.sources]
    return [source for source in sources if isinstance(source, Tab)]


def _choose_placement(
    context: RunContext, snapshot: Snapshot, steps: Sequence[Step]
) -> tuple[dict[tuple[str, int], str], dict[str, frozenset[str]]]:
    """Compute beside the warehouse if that was asked for, or if it is clearly faster.

    Return the KPIs that stay in the warehouse all the same, with the reason, and the columns of
    each table that are copied.
    """
    if snapshot.has_local_tables or not _is_worth_copying(context, snapshot, steps):
        return {}, {}
    types = snapshot.column_types(columns_needed(steps, context.facts))
    server_only = find_server_only(steps, types)
    movable = [step for step in steps if step.entry.key not in server_only]
    if not _is_worth_copying(context, snapshot, movable):
        return server_only, {}
    needed = columns_needed(movable, context.facts)
    copied = add_checked_columns(needed, context.catalogue.terms, types)
    snapshot.work_locally(copied)
    return server_only, copied


def _is_worth_copying(context: RunContext, snapshot: Snapshot, steps: Sequence[Step]) -> bool:
    if context.options.compute != "auto":
        return context.options.compute == "local"
    tables = columns_needed(steps, context.facts)
    return copy_pays(steps, snapshot.row_count(tables))
