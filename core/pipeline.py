"""The main path, top to bottom: catalogue, check, plan, snapshot, compute, store, publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from core.cascade import cascade, linked
from core.catalog import Catalogue, file_numbers
from core.check import Checked
from core.compute import Computer
from core.config import Settings
from core.engines import open_warehouse
from core.engines.base import Access, Snapshot, Warehouse, host, user
from core.errors import PublishError, WarehouseError
from core.extracts import Extracts
from core.journal import Journal, Run, definition_of, new_run_id
from core.journey import Journey, Progress, TaskResult
from core.known import load_known
from core.kpi import Tab
from core.local import Place, needs, pays
from core.plan import HEALED_PERIODS, Request, make_plan, parse_span
from core.provenance import code_version
from core.sound import catalogue_around
from core.store import Store
from core.tabs import Workbooks
from core.task import Step, Task

if TYPE_CHECKING:
    from core.publish.scorecard import Order, Published

_WRITE_EVERY = 1.0  # seconds; a statement a step costs more than small queries do


@dataclass(frozen=True, slots=True)
class Options:
    """How to run what a `Request` asks for. `wait` is in seconds, `compute` where the queries run."""

    command: str
    dry_run: bool = False
    publish: bool = True
    wait: float = 0.0
    compute: Place = "auto"


@dataclass(frozen=True)
class Report:
    """What a run did; `published` maps a domain to where its scorecard went, or to the error.

    `stale` are stored values that were made from what was replaced, and were left because nothing else was wanted.
    `left_out` are other domains that have findings, so that nothing of theirs could follow.
    """

    results: tuple[TaskResult, ...] = ()
    published: dict[str, Published | PublishError] = field(default_factory=dict)
    stale: tuple[Task, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[TaskResult, ...]:
        """Results of tasks that failed."""
        return tuple(result for result in self.results if result.failed)

    @property
    def ok(self) -> bool:
        """Whether every KPI and every publish went through."""
        return not self.failed and not any(isinstance(each, PublishError) for each in self.published.values())


def run(settings: Settings, request: Request, options: Options, progress: Progress) -> Report:
    """Compute, store and publish what `request` asks for, and what was made from it.

    Raises:
        ScorecardError: Nothing could be run; `exit_code` says why.
    """
    catalogue, checked, left_out = catalogue_around(settings, request.domains)
    access = Access(options.command, write=not options.dry_run, wait=options.wait)
    with opened(settings, access, linked(catalogue, request.domains)) as warehouse:
        store = Store(warehouse)
        if not options.dry_run:
            store.prepare(request.domains)
        steps, stale = _plan(catalogue, store, settings, request)
        domains = sorted({step.tasks[0].entry.domain for step in steps} | set(request.domains))
        if also := [domain for domain in domains if domain not in request.domains and not options.dry_run]:
            store.prepare(also)
        known = load_known(store, steps)
        with warehouse.snapshot(settings.query_timeout) as snapshot:
            extracts = Extracts(snapshot, settings.root, Workbooks(settings.root, settings.environment, _tabs(steps)))
            computer = Computer(catalogue, checked.facts, snapshot, extracts, known, settings.now)
            _choose_place(snapshot, steps, checked, options)
            if options.dry_run:
                journey = Journey(settings, catalogue, computer, known, {}, progress)
                return Report(tuple(chain(*journey.batches(steps))), stale=stale, left_out=left_out)
            run_ids = _begin(settings, Journal(warehouse), steps, options)
            journey = Journey(settings, catalogue, computer, known, run_ids, progress)
            # Without a period the next run asks only for what is missing: it would not know what had yet to follow.
            every = _WRITE_EVERY if request.period else inf
            results = _stored(store, Journal(warehouse), journey.batches(steps), run_ids, settings, every)
        if not options.publish:
            return Report(results, stale=stale, left_out=left_out)
        from core.publish.scorecard import Order

        published = publish_all(settings, catalogue, warehouse, domains, Order(options.command))
        return Report(results, published, stale, left_out)


def _choose_place(snapshot: Snapshot, steps: Sequence[Step], checked: Checked, options: Options) -> None:
    """Let the run compute beside the warehouse where that was asked for, or is clearly faster."""
    if snapshot.has_local_tables or options.compute == "warehouse":
        return
    tables = needs(steps, checked.facts)
    if options.compute == "local" or pays(steps, snapshot.row_count(tables)):
        snapshot.work_locally(tables)


def _plan(
    catalogue: Catalogue, store: Store, settings: Settings, request: Request
) -> tuple[tuple[Step, ...], tuple[Task, ...]]:
    """Return the steps of a run, and what would have to follow them but was not wanted."""
    since = settings.now.date() - timedelta(days=31 * (HEALED_PERIODS + 2))
    if request.period not in ("", "last"):
        since = min(since, parse_span(request.period, settings.now.date()).first - timedelta(days=31))
    stored = {domain: store.keys(domain, since) for domain in catalogue.runners}
    done = {domain: {key for key, is_done in keys.items() if is_done} for domain, keys in stored.items()}
    steps = make_plan(catalogue, request, settings.now, done, stored)
    asked = [task for step in steps for task in step.tasks]
    return steps, tuple(cascade(catalogue, asked, stored)) if request.only else ()


def _tabs(steps: Sequence[Step]) -> list[Tab]:
    entries = {task.entry.id: task.entry for step in steps for task in step.tasks}
    return [source for entry in entries.values() for source in entry.kpi.sources if isinstance(source, Tab)]


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
    settings: Settings, catalogue: Catalogue, warehouse: Warehouse, domains: Sequence[str], order: Order
) -> dict[str, Published | PublishError]:
    """Publish each domain; one that fails stops no other."""
    from core.publish.publish import publish_domain
    from core.publish.scorecard import Scorecard

    published: dict[str, Published | PublishError] = {}
    for domain in domains:
        try:
            numbers = file_numbers(settings.root, domain)
            scorecard = Scorecard(settings, catalogue.runners[domain], domain, numbers, warehouse)
            published[domain] = publish_domain(scorecard, order)
        except PublishError as error:
            published[domain] = error
    return published


def _begin(settings: Settings, journal: Journal, steps: Sequence[Step], options: Options) -> dict[str, str]:
    """Record a run and the definitions it uses for each domain of the plan; return their ids."""
    entries = {(task.entry.domain, task.entry.number): task.entry for step in steps for task in step.tasks}
    run_ids = {domain: new_run_id(domain, settings.now) for domain in sorted({domain for domain, _ in entries})}
    circumstances = (options.command, user(), host(), code_version(settings.root), settings.now)
    runs = [Run(run_id, domain, *circumstances) for domain, run_id in run_ids.items()]
    journal.begin(runs, [definition_of(entry) for entry in entries.values()])
    return run_ids


def _stored(
    store: Store,
    journal: Journal,
    batches: Iterable[Sequence[TaskResult]],
    run_ids: Mapping[str, str],
    settings: Settings,
    every: float,
) -> tuple[TaskResult, ...]:
    """Write whole steps, each time those of `every` seconds in one transaction, and record how the run ended."""
    results: list[TaskResult] = []
    written, began = 0, monotonic()
    last = began

    def now() -> datetime:
        return settings.now + timedelta(seconds=monotonic() - began)

    try:
        for batch in batches:
            results += batch
            if monotonic() - last >= every:
                _write(store, results[written:])
                written, last = len(results), monotonic()
        _write(store, results[written:])
    except BaseException as error:
        # The error that ended the run says more than a second one about the same connection.
        with suppress(WarehouseError):
            outcome = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            journal.finish(run_ids.values(), outcome, str(error), now())
        raise
    ended: dict[str, list[str]] = {}
    for domain, run_id in run_ids.items():
        failed = [result for result in results if result.failed and result.task.entry.domain == domain]
        message = "; ".join(sorted({f"{result.task.entry.id}: {result.rows[0].reason}" for result in failed}))
        ended.setdefault(message, []).append(run_id)
    for message, ids in ended.items():
        journal.finish(ids, "failed" if message else "ok", message, now())
    return tuple(results)


def _write(store: Store, results: Sequence[TaskResult]) -> None:
    store.write(
        [row for result in results for row in result.changes.written],
        [row for result in results for row in result.changes.obsolete],
        [each for result in results for each in result.changes.restated],
    )
