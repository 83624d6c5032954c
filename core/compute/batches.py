"""Steps that are computed together: in one statement, or in one pass over the rows that they have
in common.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import suppress

from core.catalog import Step
from core.compute.computer import (
    MOST_JOINED,
    WORTH_A_STATEMENT,
    WORTH_SCANNING,
    Computer,
    Found,
    Ready,
    samples,
)
from core.compute.outcome import interpret, same_outcome
from core.errors import QueryError, SourceError, TimeLimitError
from core.query import AggregateRequest, TimeAggregate, pass_statement, split_pass

# How many KPIs share a pass; of more, the first would wait long to be stored.
MOST_SCANNED = 60


def groups(computer: Computer, steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Yield steps that may be computed together when the first of them is due: they depend on no
    other step.
    """
    found: dict[Hashable, list[Step]] = {}
    for step in steps:
        if what := _group_key(computer, step):
            group = found.setdefault(what, [])
            group.append(step)
            is_full = (
                len(group) == MOST_SCANNED
                if _scan(computer, step)
                else _tasks(group) >= MOST_JOINED
            )
            if is_full:
                yield found.pop(what)
    yield from found.values()


def _tasks(steps: Sequence[Step]) -> int:
    return sum(len(step.tasks) for step in steps)


def _scan(computer: Computer, step: Step) -> TimeAggregate | None:
    """Return the scan of a step's query where that is the way to compute it."""
    return computer.scan(step.tasks[0].entry) if len(step.tasks) >= WORTH_SCANNING else None


def _group_key(computer: Computer, step: Step) -> Hashable:
    """Return what is common to steps that are computed together: a domain, or rows and what their
    time means.
    """
    entry = step.tasks[0].entry
    if not entry.in_warehouse:
        return None
    if scan := _scan(computer, step):
        return computer.catalogue.runners[entry.domain].timezone, scan.pass_key
    is_joined = len(step.tasks) < WORTH_A_STATEMENT or not computer.snapshot.has_local_tables
    return entry.domain if is_joined else None


def compute_together(computer: Computer, steps: Sequence[Step]) -> Found:
    """Return results of a group's steps; what is not among them is computed alone."""
    if not _scan(computer, steps[0]):
        return computer.compute_joined([task for step in steps for task in step.tasks])
    found, series = Found(), list[list[Ready]]()
    for step in steps:
        outcomes, ready = computer.prepare(step.tasks)
        found |= outcomes
        if ready:
            series.append(ready)
    try:
        for each in series:
            computer.load(each[0].entry)
    except (QueryError, SourceError):
        computer.recover()
        return found
    return found | _verified(computer, series)


def _verified(computer: Computer, series: Sequence[Sequence[Ready]]) -> Found:
    """Return the results of KPIs of which samples say the same as the KPI's own query."""
    passed = _run_pass(computer, series)
    own = computer.ask(
        [sample for each in series for sample in samples(each) if sample.key in passed]
    )
    return {
        ready.key: passed[ready.key]
        for each in series
        if all(
            sample.key in own and same_outcome(passed[sample.key], own[sample.key])
            for sample in samples(each)
        )
        for ready in each
    }


def _run_pass(computer: Computer, series: Sequence[Sequence[Ready]]) -> Found:
    """Return what one pass gives, or two over halves of the KPIs where something in one of them
    fails it.
    """
    if not series:
        return {}
    asked = [
        AggregateRequest(scan, [ready.params for ready in each])
        for each in series
        if (scan := computer.scan(each[0].entry))
    ]
    try:
        rows = computer.snapshot.local().fetch(*pass_statement(asked), integer_division=True).rows
    except QueryError as error:
        computer.recover()
        if len(series) == 1 or isinstance(error, TimeLimitError):
            return {}
        half = len(series) // 2
        return _run_pass(computer, series[:half]) | _run_pass(computer, series[half:])
    found = Found()
    for each, results in zip(series, split_pass(asked, rows), strict=True):
        # A result that no KPI may return is told of where the KPI is computed alone.
        with suppress(QueryError):
            found |= {
                ready.key: interpret(result) for ready, result in zip(each, results, strict=True)
            }
    return found
