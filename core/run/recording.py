"""A run on record: who began it and with which definitions, its steps as they are written, and how
it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from core.catalog import Step, definition_of
from core.compute import SourceObserver, TaskResult
from core.errors import WarehouseError
from core.run.code_version import code_version
from core.settings import Settings, host, user
from core.store import Run, Runs, Store, new_run_id

WRITE_EVERY = 1.0  # seconds; a statement a step costs more than small queries do


def begin_runs(
    settings: Settings, runs: Runs, steps: Sequence[Step], command: str, engine: str
) -> dict[str, str]:
    """Record a run and the definitions it uses for each domain of the plan; return their ids."""
    entries = {
        (task.entry.domain, task.entry.number): task.entry for step in steps for task in step.tasks
    }
    begun = new_runs(settings, command, sorted({domain for domain, _ in entries}), engine)
    runs.begin(begun, [definition_of(entry) for entry in entries.values()])
    return {run.domain: run.run_id for run in begun}


def new_runs(settings: Settings, command: str, domains: Iterable[str], engine: str) -> list[Run]:
    """Return the records of a run that begins, one a domain: what, by whom, where, by which code
    and engine.
    """
    circumstances = (command, user(), host(), code_version(settings.root), settings.now, engine)
    return [Run(new_run_id(domain, settings.now), domain, *circumstances) for domain in domains]


def record_steps(
    store: Store,
    runs: Runs,
    batches: Iterable[Sequence[TaskResult]],
    run_ids: Mapping[str, str],
    settings: Settings,
    inputs: SourceObserver,
    every: float,
) -> tuple[TaskResult, ...]:
    """Write whole steps, each time those of `every` seconds in one transaction, and record how the
    run ended.
    """
    results: list[TaskResult] = []
    written, began = 0, monotonic()
    last = began

    def now() -> datetime:
        return settings.now + timedelta(seconds=monotonic() - began)

    try:
        for batch in batches:
            results += batch
            if monotonic() - last >= every:
                write(store, results[written:], inputs)
                written, last = len(results), monotonic()
        write(store, results[written:], inputs)
    except BaseException as error:
        # The error that ended the run says more than a second one about the same connection.
        with suppress(WarehouseError):
            outcome = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            runs.finish(run_ids.values(), outcome, str(error), now())
        raise
    ended: dict[str, list[str]] = {}
    for domain, run_id in run_ids.items():
        failed = [
            result for result in results if result.failed and result.task.entry.domain == domain
        ]
        message = "; ".join(
            sorted({f"{result.task.entry.id}: {result.rows[0].reason}" for result in failed})
        )
        ended.setdefault(message, []).append(run_id)
    for message, ids in ended.items():
        runs.finish(ids, "failed" if message else "ok", message, now())
    return tuple(results)


def write(
    store: Store, results: Sequence[TaskResult], inputs: SourceObserver | None = None
) -> None:
    """Store what some tasks change, and what their KPIs read, all or nothing."""
    store.write(
        [row for result in results for row in result.changes.written],
        [row for result in results for row in result.changes.obsolete],
        [each for result in results for each in result.changes.restated],
        [row for result in results for row in result.changes.covered],
        [row for result in results for row in result.changes.uncovered],
        inputs.observe(results) if inputs else (),
    )
