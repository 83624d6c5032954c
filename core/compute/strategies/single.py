"""Each period by the KPI's own query: the strategy that always applies."""

from __future__ import annotations

from collections.abc import Sequence

from core.compute.computer import Answers, Computer, Question, Questions, Workload
from core.compute.outcome import Computed, interpret
from core.errors import QueryError, SourceError
from core.query import Result
from core.retry import retry

NAME = "single"
IS_REWRITTEN = False


def obstacle(work: Workload) -> str:  # noqa: ARG001 -- the protocol's
    """Return nothing: a KPI's own query can always be asked."""
    return ""


def group_key(work: Workload) -> None:
    """It computes each step alone."""


def is_full(group: Sequence[Workload]) -> bool:  # noqa: ARG001 -- the protocol's
    """It computes each step alone."""
    return True


def compute(computer: Computer, series: Sequence[Questions]) -> Answers:
    """Return an answer to each question; a failure is an outcome with its reason."""
    answers = Answers()
    for questions in series:
        for question in questions:
            answers[question.key] = _ask(computer, question)
    return answers


def _ask(computer: Computer, question: Question) -> tuple[Computed, ...]:
    attempt = 2 if question.key in computer.tried else 1
    try:
        return retry(lambda: interpret(_fetch(computer, question)), computer.recover, attempt)
    except (QueryError, SourceError) as error:
        computer.recover()
        return (Computed(outcome="failed", reason=str(error)),)


def _fetch(computer: Computer, question: Question) -> Result:
    entry, query = question.entry, question.query
    if entry.in_warehouse:
        computer.use_timezone(entry)
        return computer.snapshot.fetch(query)
    computer.load([question])
    for source, points in zip(entry.values, question.histories, strict=True):
        computer.extracts.load_values(source, points)
    return computer.snapshot.local().fetch(query.duckdb, query.params, integer_division=False)
