"""The main path of a run: catalogue, plan, snapshot, compute, record, publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from math import inf

from core.catalog import (
    Hole,
    RunnableCatalogue,
    Step,
    Task,
    linked_domains,
    load_runnable,
    without_findings,
)
from core.compute import (
    Computer,
    History,
    Progress,
    SourceObserver,
    TaskResult,
    engine_of,
    load_history,
    pass_all,
)
from core.engines import open_sources
from core.errors import Finding, PublishError
from core.model import SeriesKey, StaleValue
from core.publish import Published, is_complete
from core.run.aftermath import Aftermath
from core.run.alerting import Alerted, alert
from core.run.cascade import find_covering
from core.run.computation import compute_steps, open_computer
from core.run.context import Options, RunContext, open_locked
from core.run.continuity import (
    SeriesState,
    read_series_state,
    recomputed_by,
    refuse_retired,
    shape_notes,
)
from core.run.exclusions import note_on_others, without_excluded
from core.run.explanations import record_explanations
from core.run.gate import open_gate
from core.run.plan import RunRequest, carried_out, first_day_needed, make_plan
from core.run.publishing import publish_changes, publish_outdated
from core.run.recording import WRITE_EVERY, begin_runs, record_steps
from core.run.redefinitions import redefinition_lines
from core.run.remainder import find_remainder, tasks_left_over
from core.run.settling import with_learnt_spans
from core.run.source_age import find_age_warnings
from core.settings import Settings


@dataclass(frozen=True)
class Report:
    """The outcome of a run.

    Attributes:
        results: One result per task.
        published: For each domain where its scorecard went, or why it could not be published.
        left_alone: Later values whose range covers a replaced one, which the request left alone.
        stale: Stored values that are still older than values they were made from.
        holes: Periods that are missing or failed, and too old for a scheduled run.
        left_out: Other domains that have findings, so that their values were not recomputed.
        notes: Sentences on changed definitions, on stored series, on sources whose state could not
            be recorded, and on findings of KPIs that were not asked for.
        findings: Why KPIs were left out: their files have errors, their stored series would end
            silently, or they read such KPIs.
        alerted: The alerts of this run, and what could not be sent.
    """

    results: tuple[TaskResult, ...] = ()
    published: dict[str, Published | PublishError] = field(default_factory=dict)
    left_alone: tuple[Task, ...] = ()
    stale: tuple[StaleValue, ...] = ()
    holes: tuple[Hole, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    alerted: Alerted = field(default_factory=Alerted)

    @property
    def failed(self) -> tuple[TaskResult, ...]:
        """Results of tasks that failed."""
        return tuple(result for result in self.results if result.failed)

    @property
    def withheld(self) -> tuple[TaskResult, ...]:
        """Results that a check, or a source that is not fresh, keeps back."""
        return tuple(result for result in self.results if result.withheld)

    @property
    def ok(self) -> bool:
        """Whether every KPI is computed, with no stale value, and every scorecard published."""
        if self.findings or self.stale or self.holes or self.withheld:
            return False
        return not self.failed and all(is_complete(each) for each in self.published.values())


def run(settings: Settings, request: RunRequest, options: Options, progress: Progress) -> Report:
    """Compute, store and publish what `request` asks for, and what was made from it.

    Raises:
        ScorecardError: Nothing could be run; `exit_code` says why.
    """
    loaded = load_runnable(settings, request.domains)
    asked, request = request, without_excluded(request, loaded)
    locked = linked_domains(loaded.catalogue, request.domains)
    with (
        open_locked(settings, options.access, locked) as database,
        open_sources(settings, options.access, database) as warehouse,
    ):
        context = RunContext(
            settings, loaded.catalogue, loaded.facts, database, warehouse, options, progress
        )
        context.prepare_store(request.domains)
        loaded, series = without_broken_series(context, request, loaded, locked)
        request = without_excluded(request, loaded)
        refuse_retired(request, series.continuity.retired)
        findings = loaded.findings_of(asked.domains, asked.kpis)
        learnt = with_learnt_spans(loaded.catalogue, database, locked, settings.now)
        context = context.with_series(learnt, series, findings)
        steps, left_alone = plan_steps(context, request, locked)
        carry_out = complete if steps else publish_missed
        report = carry_out(context, request, locked, steps)
    notes = (*series.notes, *report.notes, *note_on_others(loaded.findings, findings))
    return replace(
        report, left_alone=left_alone, left_out=loaded.left_out, notes=notes, findings=findings
    )


def without_broken_series(
    context: RunContext, request: RunRequest, loaded: RunnableCatalogue, locked: Sequence[str]
) -> tuple[RunnableCatalogue, SeriesState]:
    """Leave out KPIs whose stored series would end silently; return also how the others go on."""
    recomputes = recomputed_by(request, loaded.catalogue, context.settings.now)
    series = read_series_state(context.database, loaded.catalogue, locked, recomputes)
    return without_findings(loaded, series.continuity.findings), series


def complete(
    context: RunContext, request: RunRequest, locked: Sequence[str], steps: Sequence[Step]
) -> Report:
    """Compute and record steps, publish their domains, and tell what is to be told."""
    context = replace(context, scheduled=request.scheduled)
    request = carried_out(context.catalogue, request, steps, context.settings.now)
    domains = {*request.domains, *domains_of(steps)}
    context.prepare_store(domains.difference(request.domains))
    history = load_history(context.catalogue, context.database, steps)
    with open_computer(context, steps, history) as computer:
        # Without a period all is written at once: after an interruption the next run would ask
        # for missing values only, and not know which of the others had still to follow.
        every = WRITE_EVERY if request.period else inf
        results, notes = compute_and_record(context, computer, steps, history, every=every)
    notes = (*shape_notes(results, context.series.current), *notes)
    published = publish_changes(context, domains)
    report = Report(results=results, published=published, notes=notes)
    return conclude(context, request, locked, domains, report)


def publish_missed(
    context: RunContext, request: RunRequest, locked: Sequence[str], _: Sequence[Step]
) -> Report:
    """Publish what an earlier run could not, since no value is missing; tell what is to be told."""
    published = publish_outdated(context, request.domains)
    return conclude(context, request, locked, request.domains, Report(published=published))


def conclude(
    context: RunContext,
    request: RunRequest,
    locked: Sequence[str],
    domains: Iterable[str],
    report: Report,
) -> Report:
    """Return a report with what is left to do, and with the alerts on all of it."""
    stale, holes = find_remainder(context, request, locked)
    after = Aftermath(report.results, report.published, stale, holes, request.due)
    return replace(report, stale=stale, holes=holes, alerted=alert(context, domains, after))


def plan_steps(
    context: RunContext, request: RunRequest, locked: Sequence[str]
) -> tuple[tuple[Step, ...], tuple[Task, ...]]:
    """Return the steps of a run, and later values over them that the request leaves alone."""
    catalogue = context.catalogue
    now = context.settings.now
    since = first_day_needed(catalogue, request, now.date())
    stored = {domain: context.store.keys(domain, since) for domain in catalogue.runners}
    done: dict[str, set[SeriesKey]] = {}
    for domain, keys in stored.items():
        done[domain] = {key for key, is_done in keys.items() if is_done}
    stale = tasks_left_over(context, request, locked)
    planned = make_plan(catalogue, request, now, done, stored, stale)
    retired = context.series.continuity.retired
    steps = tuple(step for step in planned if step.entry.key not in retired)
    if not request.only:
        return steps, ()
    tasks = chain.from_iterable(step.tasks for step in steps)
    covering = find_covering(tasks, stored)
    return steps, tuple(task for task in covering if task.entry.key not in retired)


def domains_of(steps: Sequence[Step]) -> set[str]:
    """Return the domains whose values some steps compute."""
    return {step.entry.domain for step in steps}


def compute_and_record(
    context: RunContext,
    computer: Computer,
    steps: Sequence[Step],
    history: History,
    *,
    first: Sequence[TaskResult] = (),
    every: float = inf,
) -> tuple[tuple[TaskResult, ...], tuple[str, ...]]:
    """Compute steps in order and record them, `first` before them; a dry run records nothing.

    Return the results of the steps, and the notes of the report.
    """
    gate = open_gate(context, computer, steps, history)
    judge = gate.judge if gate else pass_all
    if context.options.dry_run:
        batches = compute_steps(context, computer, steps, history, {}, judge)
        return tuple(chain.from_iterable(batches)), gate.notes if gate else ()
    snapshot = computer.snapshot
    consistency, is_copied = snapshot.consistency, snapshot.has_local_tables
    engine = engine_of(context.warehouse, consistency, steps, copied=is_copied)
    observer = SourceObserver(computer, history, steps)
    record = begin_runs(context, steps, engine)
    batches = compute_steps(context, computer, steps, history, record.run_ids, judge)
    results = record_steps(record, observer, batches, first, every)
    record_explanations(context, record.run_ids, results)
    notes = (*redefinition_lines(record.replaced), *observer.notes)
    notes = (*notes, *find_age_warnings(context, observer.inputs))
    if gate is None:
        return results, notes
    gate.store(record.run_ids)
    return results, (*notes, *gate.notes)
