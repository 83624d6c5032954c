"""The record of a run: who began it with which definitions, what it wrote, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf
from time import monotonic

from core.catalog import Entry, Step, definition_of
from core.compute import SourceObserver, TaskResult
from core.engines import Database
from core.errors import Finding, ScorecardError
from core.model import CADENCES, Definition
from core.run.code_version import code_version
from core.run.context import RunContext
from core.run.limits import record_bases
from core.settings import Settings, host, user
from core.signals import signal_text
from core.store import Replacement, Run, Runs, Store, new_run_id

WRITE_EVERY = 1.0  # seconds; one statement per step costs more than small queries do


@dataclass(frozen=True)
class RunRecord:
    """Runs that have begun, one per domain: `run_ids` are by domain.

    `findings` say which KPIs were left out, and why; `replaced` are the definitions that the runs
    replace.
    """

    database: Database
    run_ids: Mapping[str, str]
    started_at: datetime
    scrub: Callable[[str], str]
    findings: tuple[Finding, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    _began: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        """Return the start plus the time elapsed, even if the system's clock was set meanwhile."""
        return self.started_at + timedelta(seconds=monotonic() - self._began)

    def finish(self, run_ids: Iterable[str], outcome: str, message: str) -> None:
        """Store how some of the runs ended; a secret in `message` is masked."""
        Runs(self.database).finish(run_ids, outcome, self.scrub(message), self.now())

    @contextmanager
    def storing_failure(self) -> Iterator[None]:
        """Store of all runs how they ended if an error ends the block."""
        try:
            yield
        except BaseException as error:
            self._fail(error)
            raise

    def _fail(self, error: BaseException) -> None:
        outcome, message = "failed", str(error)
        if isinstance(error, KeyboardInterrupt):
            outcome, message = "interrupted", f"ended by {signal_text()}"
        # The error that ended the run says more than a second one about the same connection.
        with suppress(ScorecardError):
            self.finish(self.run_ids.values(), outcome, message)


def begin_runs(context: RunContext, steps: Sequence[Step], engine: str) -> RunRecord:
    """Store one run for each domain of the steps, and the definitions that it uses."""
    settings, database = context.settings, context.database
    domains = sorted({step.entry.domain for step in steps})
    runs = [
        replace(run, cadences=_cadences(context, run.domain))
        for run in new_runs(settings, context.options.command, domains, engine)
    ]
    definitions = [definition_to_store(context, step.entry) for step in steps]
    run_ids = {run.domain: run.run_id for run in runs}
    record = RunRecord(database, run_ids, settings.now, settings.scrub, context.findings)
    # A signal may arrive when the runs are stored, and before anything else follows.
    with record.storing_failure():
        replaced = Runs(database).begin(runs, definitions)
        for run in runs:
            context.options.on_begin(run.run_id)
    return replace(record, replaced=replaced)


def _cadences(context: RunContext, domain: str) -> str:
    """Return the cadences of a domain that a run computes as on schedule."""
    return " ".join(each for each in CADENCES if (domain, each) in context.scheduled)


def definition_to_store(context: RunContext, entry: Entry) -> Definition:
    """Return an entry's definition with the text of its file, in which secrets are masked."""
    definition = definition_of(context.catalogue, entry)
    try:
        text = (context.settings.root / entry.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):  # removed since it was loaded, or in another encoding
        return definition
    return replace(definition, file_text=context.settings.scrub(text))


def new_runs(settings: Settings, command: str, domains: Iterable[str], engine: str) -> list[Run]:
    """Return one new run per domain, with who begins it, where, and with which code."""
    code = code_version(settings.root)
    circumstances = (command, user(), host(), code.commit, settings.now, engine)
    runs = []
    for domain in domains:
        run = Run(new_run_id(domain, settings.now), domain, *circumstances)
        runs.append(replace(run, is_dirty=code.is_dirty, framework=code.framework))
    return runs


def record_steps(
    record: RunRecord,
    observer: SourceObserver,
    batches: Iterable[Sequence[TaskResult]],
    first: Sequence[TaskResult] = (),
    every: float = inf,
) -> tuple[TaskResult, ...]:
    """Write the results of whole steps as they are computed, and how the runs ended.

    Each transaction holds the steps of `every` seconds, the earliest one also `first`. Return the
    results of `batches`.
    """
    store = Store(record.database)

    def write_observed(results: Sequence[TaskResult]) -> None:
        write(store, results, record.started_at, observer)

    with record.storing_failure():
        results = flush_every(every, batches, write_observed, first)
    finish_runs(record, results)
    return tuple(results)


def flush_every(
    seconds: float,
    batches: Iterable[Sequence[TaskResult]],
    write: Callable[[Sequence[TaskResult]], None],
    first: Sequence[TaskResult] = (),
) -> list[TaskResult]:
    """Collect the results of `batches`; write them, after `first`, at most every `seconds`."""
    results: list[TaskResult] = []
    pending = list(first)
    flushed_at = monotonic()
    for batch in batches:
        results += batch
        pending += batch
        if monotonic() - flushed_at >= seconds:
            write(pending)
            pending = []
            flushed_at = monotonic()
    write(pending)
    return results


def finish_runs(record: RunRecord, results: Sequence[TaskResult]) -> None:
    """Store of each run that it went well, or which KPIs failed and why."""
    runs_by_message: dict[str, list[str]] = {}
    for domain, run_id in record.run_ids.items():
        message = "; ".join((*_exclusions(domain, record.findings), *_failures(domain, results)))
        runs_by_message.setdefault(message, []).append(run_id)
    for message, run_ids in runs_by_message.items():
        record.finish(run_ids, "failed" if message else "ok", message)


def write(
    store: Store,
    results: Sequence[TaskResult],
    now: datetime,
    observer: SourceObserver | None = None,
) -> None:
    """Store the changes of some tasks and the sources that their KPIs read, all or nothing.

    `now` is when the command began.
    """
    changes = [result.changes for result in results]
    record_bases(store.database, changes)
    written = [row for change in changes for row in (*change.written, *change.kept)]
    obsolete = [row for change in changes for row in change.obsolete]
    restatements = [restatement for change in changes for restatement in change.restated]
    covered = [row for change in changes for row in change.covered]
    uncovered = [row for change in changes for row in change.uncovered]
    inputs = observer.observe(results) if observer else ()
    store.write(written, obsolete, restatements, covered, uncovered, inputs, now)


def _exclusions(domain: str, findings: Iterable[Finding]) -> list[str]:
    """Return why KPIs of a domain were left out."""
    return [str(each) for each in findings if each.file.startswith(f"scorecards/{domain}/")]


def _failures(domain: str, results: Sequence[TaskResult]) -> list[str]:
    """Return the KPIs of a domain that failed or are withheld or late, each with its reasons."""
    reasons = set()
    for result in results:
        entry = result.task.entry
        if (result.failed or result.withheld) and entry.domain == domain:
            reasons.add(f"{entry.id}: {result.rows[0].reason}")
    return sorted(reasons)
