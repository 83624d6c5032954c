"""The main path, top to bottom: catalogue, check, plan, snapshot, compute, store, publish."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from core.catalog import Catalogue, Entry, load_catalogue
from core.changes import Changes, compare
from core.check import Checked, check
from core.compute import Computed, Computer, cut_off
from core.config import Settings
from core.engines import open_warehouse
from core.engines.base import Access, Warehouse, user
from core.errors import CatalogueError, PublishError, WarehouseError
from core.extracts import Extracts
from core.known import Known, load_known
from core.kpi import describe
from core.plan import HEALED_PERIODS, Done, Request, Step, Task, make_plan
from core.provenance import code_version
from core.rows import Definition, Row
from core.store import Run, Store, new_run_id
from core.tabs import Workbooks

if TYPE_CHECKING:
    from core.publish.publish import Published

Progress = Callable[[Task, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to run what a `Request` asks for. `wait` is in seconds."""

    command: str
    dry_run: bool = False
    publish: bool = True
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One task with what it computed, what stood there before, and what that changes."""

    task: Task
    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    changes: Changes

    @property
    def failed(self) -> bool:
        """Whether the query, or one it depends on, failed."""
        return any(row.outcome == "failed" for row in self.rows)


@dataclass(frozen=True)
class Report:
    """What a run did; `published` maps a domain to where its scorecard went, or to the error."""

    results: tuple[TaskResult, ...] = ()
    published: dict[str, Published | PublishError] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[TaskResult, ...]:
        """Results of tasks that failed."""
        return tuple(result for result in self.results if result.failed)

    @property
    def ok(self) -> bool:
        """Whether every KPI and every publish went through."""
        return not self.failed and not any(isinstance(each, PublishError) for each in self.published.values())


def checked_catalogue(settings: Settings, domains: Sequence[str] | None) -> tuple[Catalogue, Checked]:
    """Load and check the catalogue of `domains`, default all.

    Raises:
        CatalogueError: With all findings.
    """
    catalogue = load_catalogue(settings.root, domains)
    checked = check(catalogue)
    if checked.findings:
        raise CatalogueError(checked.findings)
    return catalogue, checked


def run(settings: Settings, request: Request, options: Options, progress: Progress) -> Report:
    """Compute, store and publish what `request` asks for.

    Raises:
        ScorecardError: Nothing could be run; `exit_code` says why.
    """
    catalogue, checked = checked_catalogue(settings, request.domains)
    access = Access(options.command, write=not options.dry_run, wait=options.wait)
    with opened(settings, access, request.domains) as warehouse:
        store = Store(warehouse)
        if not options.dry_run:
            store.prepare(request.domains)
        steps = make_plan(catalogue, request, settings.now, _done(store, settings, request))
        known = load_known(store, catalogue, steps)
        with warehouse.snapshot(settings.query_timeout) as snapshot:
            extracts = Extracts(snapshot, settings.root, Workbooks(settings.root, settings.environment))
            computer = Computer(catalogue, checked.facts, snapshot, extracts, known, settings.now)
            run_ids = (
                dict.fromkeys(request.domains, "")
                if options.dry_run
                else _begin(settings, catalogue, store, steps, options)
            )
            journey = _Journey(settings, catalogue, computer, known, run_ids, progress)
            batches = journey.batches(steps)
            results = tuple(chain(*batches)) if options.dry_run else _stored(store, batches, run_ids, settings)
        published: dict[str, Published | PublishError] = {}
        if options.publish and not options.dry_run:
            published = publish_all(settings, catalogue, store, request.domains)
        return Report(results, published)


@contextmanager
def opened(settings: Settings, access: Access, domains: Sequence[str]) -> Iterator[Warehouse]:
    """Open the warehouse, locked for the domains where it is to be written."""
    warehouse = open_warehouse(settings, access)
    try:
        if not access.write:
            yield warehouse
            return
        with warehouse.lock([f"scorecard_{domain}" for domain in domains], access):
            yield warehouse
    finally:
        warehouse.close()


def publish_all(
    settings: Settings, catalogue: Catalogue, store: Store, domains: Sequence[str]
) -> dict[str, Published | PublishError]:
    """Publish each domain; one that fails stops no other."""
    from core.publish.publish import publish_domain

    published: dict[str, Published | PublishError] = {}
    for domain in domains:
        try:
            published[domain] = publish_domain(settings, catalogue.runners[domain], domain, store)
        except PublishError as error:
            published[domain] = error
    return published


def _done(store: Store, settings: Settings, request: Request) -> Done:
    if request.period:
        return {}
    since = settings.now.date() - timedelta(days=31 * (HEALED_PERIODS + 2))
    return {domain: store.done(domain, since) for domain in request.domains}


def _begin(
    settings: Settings, catalogue: Catalogue, store: Store, steps: Sequence[Step], options: Options
) -> dict[str, str]:
    """Record a run and the definitions it uses for each domain of the plan; return their ids."""
    entries = {(task.entry.domain, task.entry.number): task.entry for step in steps for task in step.tasks}
    run_ids = {}
    for domain in sorted({domain for domain, _ in entries}):
        run_id = run_ids[domain] = new_run_id(domain, settings.now)
        code = code_version(settings.root)
        store.begin(Run(run_id, domain, options.command, user(), socket.gethostname(), code, settings.now))
        used = [definition_of(entry) for key, entry in entries.items() if key[0] == domain]
        store.define(used, run_id, settings.now)
    return run_ids


def definition_of(entry: Entry) -> Definition:
    """Return an entry's definition as the store keeps it."""
    kpi = entry.kpi
    return Definition(
        domain=entry.domain,
        kpi_number=entry.number,
        version=entry.version,
        field_name=kpi.field_name,
        range_type=str(entry.range),
        cadence=kpi.cadence,
        name=kpi.name,
        meaning=entry.meaning,
        owner=kpi.owner,
        unit=kpi.unit,
        better=kpi.better,
        target=entry.target,
        sources=", ".join(describe(source) for source in kpi.sources),
        query=entry.query,
        reviewed=kpi.reviewed,
    )


def _stored(
    store: Store, batches: Iterable[Sequence[TaskResult]], run_ids: Mapping[str, str], settings: Settings
) -> tuple[TaskResult, ...]:
    """Write each step as it comes, in a transaction of its own, and record how the run ended."""
    results: list[TaskResult] = []
    try:
        for batch in batches:
            store.write(
                [row for result in batch for row in result.changes.written],
                [row for result in batch for row in result.changes.obsolete],
                [each for result in batch for each in result.changes.restated],
            )
            results += batch
    except BaseException as error:
        # The error that ended the run says more than a second one about the same connection.
        with suppress(WarehouseError):
            outcome = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            store.finish(run_ids.values(), outcome, str(error), settings.now)
        raise
    for domain, run_id in run_ids.items():
        failed = [result for result in results if result.task.entry.domain == domain and result.failed]
        message = "; ".join(sorted({f"{result.task.entry.id}: {result.rows[0].reason}" for result in failed}))
        store.finish([run_id], "failed" if failed else "ok", message, settings.now)
    return tuple(results)


@dataclass
class _Journey:
    """Computes a plan's tasks in order and carries what later ones need of earlier ones."""

    settings: Settings
    catalogue: Catalogue
    computer: Computer
    known: Known
    run_ids: Mapping[str, str]
    progress: Progress

    def batches(self, steps: Sequence[Step]) -> Iterator[list[TaskResult]]:
        """Yield the results of each step."""
        total, count = sum(len(step.tasks) for step in steps), 0
        for step in steps:
            batch = []
            for task in step.tasks:
                self.progress(task, count, total)
                batch.append(self._result(task))
                count += 1
            yield batch

    def _result(self, task: Task) -> TaskResult:
        before = self.known.of(task).copy()
        computed = self.computer.compute(task)
        rows = tuple(self._row(task, each) for each in computed)
        changes = compare(before, rows)
        if any(row.outcome == "failed" for row in rows):
            self.known.fail(task)
        self.known.add(changes.written)
        self.known.drop(changes.obsolete)
        return TaskResult(task, rows, tuple(before.values()), changes)

    def _row(self, task: Task, computed: Computed) -> Row:
        entry, period, now = task.entry, task.period, self.settings.now
        runner = self.catalogue.runners[entry.domain]
        return Row(
            domain=entry.domain,
            sc_name=runner.title,
            kpi_number=entry.number,
            field_name=entry.kpi.field_name,
            field_details=computed.field,
            range_type=str(entry.range),
            period=period,
            print_date=runner.cut_off(period).date(),
            cut_off=cut_off(entry, period, self.catalogue, now),
            outcome=computed.outcome,
            value=computed.value,
            numerator=computed.numerator,
            denominator=computed.denominator,
            reason=computed.reason,
            unit=entry.kpi.unit,
            target=entry.target,
            partial=period.bounds(runner.zone)[1] > now,
            definition=entry.version,
            run_id=self.run_ids.get(entry.domain, ""),
            computed_at=now,
        )
