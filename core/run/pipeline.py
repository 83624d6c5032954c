"""The main path, top to bottom: catalogue, check, plan, snapshot, compute, store, publish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from core.catalog import (
    Catalogue,
    CheckResult,
    Step,
    Task,
    file_numbers,
    linked_domains,
    load_with_neighbours,
    settling_periods,
)
from core.compute import (
    Computer,
    Extracts,
    Placement,
    Progress,
    SourceObserver,
    StepComputer,
    TaskResult,
    columns_needed,
    copy_pays,
    engine_of,
    load_history,
)
from core.engines import Access, Snapshot, Warehouse, open_warehouse
from core.errors import PublishError
from core.model import Tab, parse_span
from core.run.cascade import cascade
from core.run.plan import HEALED_PERIODS, RunRequest, make_plan
from core.run.recording import WRITE_EVERY, begin_runs, record_steps
from core.settings import Settings
from core.sheets import Workbooks
from core.store import Runs, Store

if TYPE_CHECKING:
    from core.publish import Order, Published


@dataclass(frozen=True, slots=True)
class Options:
    """How to run what a `Request` asks for. `wait` is in seconds, `compute` where the queries run."""

    command: str
    dry_run: bool = False
    publish: bool = True
    wait: float = 0.0
    compute: Placement = "auto"


@dataclass(frozen=True)
class Report:
    """What a run did; `published` maps a domain to where its scorecard went, or to the error.

    `stale` are stored values that were made from what was replaced, and were left because nothing
    else was wanted. `left_out` are other domains that have findings, so that nothing of theirs
    could follow. `notes` say what could not be put on record of the sources.
    """

    results: tuple[TaskResult, ...] = ()
    published: dict[str, Published | PublishError] = field(default_factory=dict)
    stale: tuple[Task, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[TaskResult, ...]:
        """Results of tasks that failed."""
        return tuple(result for result in self.results if result.failed)

    @property
    def ok(self) -> bool:
        """Whether every KPI and every publish went through."""
        return not self.failed and not any(
            isinstance(each, PublishError) for each in self.published.values()
        )


def run(settings: Settings, request: RunRequest, options: Options, progress: Progress) -> Report:
    """Compute, store and publish what `request` asks for, and what was made from it.

    Raises:
        ScorecardError: Nothing could be run; `exit_code` says why.
    """
    catalogue, checked, left_out = load_with_neighbours(settings, request.domains)
    access = Access(options.command, write=not options.dry_run, wait=options.wait)
    with open_locked(settings, access, linked_domains(catalogue, request.domains)) as warehouse:
        work = Work(settings, catalogue, checked, warehouse, options)
        if not options.dry_run:
            work.store.prepare(request.domains)
        steps, stale = _plan(catalogue, work.store, settings, request)
        if not steps:  # nothing is missing
            return Report(left_out=left_out)
        # Without a period the next run asks only for what is missing: it would not know what had
        # yet to follow.
        every = WRITE_EVERY if request.period else inf
        report = carry_out(work, steps, request.domains, progress, every)
        return replace(report, stale=stale, left_out=left_out)


@dataclass(frozen=True)
class Work:
    """What a run works with: the warehouse is open, and locked where it is to be written.

    `by_hand` is what a person sets or takes back, stored with what is made from it or not at all.
    """

    settings: Settings
    catalogue: Catalogue
    checked: CheckResult
    warehouse: Warehouse
    options: Options
    by_hand: TaskResult | None = None

    @property
    def store(self) -> Store:
        """The rows and the ledger."""
        return Store(self.warehouse)


def carry_out(
    work: Work,
    steps: Sequence[Step],
    domains: Sequence[str],
    progress: Progress,
    every: float = inf,
) -> Report:
    """Compute `steps` in order, store them every so many seconds, and publish `domains` and
    whatever else changed.
    """
    also = sorted({step.tasks[0].entry.domain for step in steps} - set(domains))
    if also and not work.options.dry_run:
        work.store.prepare(also)
    report = _computed(work, steps, progress, every) if steps else Report()
    if work.options.dry_run or not work.options.publish:
        return report
    from core.publish import Order

    order = Order(work.options.command)
    published = publish_all(
        work.settings, work.catalogue, work.warehouse, sorted({*domains, *also}), order
    )
    return replace(report, published=published)


def _computed(work: Work, steps: Sequence[Step], progress: Progress, every: float) -> Report:
    """Compute steps in one snapshot, and store them unless this is a dry run."""
    settings, catalogue = work.settings, work.catalogue
    known = load_history(work.warehouse, steps)
    first = [work.by_hand] if work.by_hand else []
    for each in first:
        known.apply(each.changes)
    with work.warehouse.snapshot(settings.query_timeout) as snapshot:
        extracts = Extracts(
            snapshot, settings.root, Workbooks(settings.root, settings.environment, _tabs(steps))
        )
        computer = Computer(catalogue, work.checked.facts, snapshot, extracts, known, settings.now)
        _choose_place(snapshot, steps, work.checked, work.options)
        if work.options.dry_run:
            journey = StepComputer(settings, catalogue, computer, known, {}, progress)
            return Report(tuple(chain(*journey.compute(steps))))
        runs = Runs(work.warehouse)
        engine = engine_of(work.warehouse, steps, copied=snapshot.has_local_tables)
        run_ids = begin_runs(settings, runs, steps, work.options.command, engine)
        journey = StepComputer(settings, catalogue, computer, known, run_ids, progress)
        inputs = SourceObserver(computer, known, steps)
        batches = chain([first], journey.compute(steps))
        results = record_steps(work.store, runs, batches, run_ids, settings, inputs, every)
        return Report(results[len(first) :], notes=tuple(inputs.notes))


def _choose_place(
    snapshot: Snapshot, steps: Sequence[Step], checked: CheckResult, options: Options
) -> None:
    """Let the run compute beside the warehouse where that was asked for, or is clearly faster."""
    if snapshot.has_local_tables or options.compute == "warehouse":
        return
    tables = columns_needed(steps, checked.facts)
    if options.compute == "local" or copy_pays(steps, snapshot.row_count(tables)):
        snapshot.work_locally(tables)


def _plan(
    catalogue: Catalogue, store: Store, settings: Settings, request: RunRequest
) -> tuple[tuple[Step, ...], tuple[Task, ...]]:
    """Return the steps of a run, and what would have to follow them but was not wanted."""
    settling = max((settling_periods(catalogue, entry) for entry in catalogue.entries), default=0)
    recent = settings.now.date() - timedelta(days=31 * (max(HEALED_PERIODS, settling) + 2))
    since = date.min if request.missing else recent
    if request.period not in ("", "last"):
        since = min(
            since, parse_span(request.period, settings.now.date()).first - timedelta(days=31)
        )
    stored = {domain: store.keys(domain, since) for domain in catalogue.runners}
    done = {
        domain: {key for key, is_done in keys.items() if is_done} for domain, keys in stored.items()
    }
    steps = make_plan(catalogue, request, settings.now, done, stored)
    asked = [task for step in steps for task in step.tasks]
    return steps, tuple(cascade(catalogue, asked, stored)) if request.only else ()


def _tabs(steps: Sequence[Step]) -> list[Tab]:
    entries = {task.entry.id: task.entry for step in steps for task in step.tasks}
    return [
        source
        for entry in entries.values()
        for source in entry.kpi.sources
        if isinstance(source, Tab)
    ]


@contextmanager
def open_locked(settings: Settings, access: Access, domains: Sequence[str]) -> Iterator[Warehouse]:
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
    settings: Settings,
    catalogue: Catalogue,
    warehouse: Warehouse,
    domains: Sequence[str],
    order: Order,
) -> dict[str, Published | PublishError]:
    """Publish each domain; one that fails stops no other."""
    from core.publish import Scorecard, publish_domain

    published: dict[str, Published | PublishError] = {}
    for domain in domains:
        try:
            numbers = file_numbers(settings.root, domain)
            scorecard = Scorecard(settings, catalogue.runners[domain], domain, numbers, warehouse)
            published[domain] = publish_domain(scorecard, order)
        except PublishError as error:
            published[domain] = error
    return published
