"""Time aggregates over the same rows, of many KPIs and periods, in one pass over the rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from contextlib import suppress

from core.compute.computer import Answers, Computer, Questions, Workload
from core.compute.outcome import interpret
from core.errors import QueryError, SourceError, TimeLimitError
from core.query import AggregateRequest, SqlFacts, TimeAggregate, pass_statement, split_pass

NAME = "one pass"
IS_REWRITTEN = True

# From how many periods on a pass pays.
LEAST_PERIODS = 4
# How many KPIs share a pass; of more, the first would wait long to be stored.
MOST_KPIS = 60


def obstacle(work: Workload) -> str:
    """Return why a KPI does not share a pass; empty if it does."""
    if not work.entry.in_warehouse:
        return "the query reads more than tables"
    if work.facts.time_aggregate is None:
        return work.facts.no_time_aggregate
    if work.periods < LEAST_PERIODS:
        return f"it pays from {LEAST_PERIODS} periods on"
    return work.local_obstacle


def group_key(work: Workload) -> Hashable:
    """Return the rows, their time, and the time zone that gives the time its meaning."""
    return work.timezone, _aggregate(work.facts).pass_key


def _aggregate(facts: SqlFacts) -> TimeAggregate:
    assert facts.time_aggregate is not None, "a query without a time aggregate has an obstacle"
    return facts.time_aggregate


def is_full(group: Sequence[Workload]) -> bool:
    """Return whether a pass takes no further KPI."""
    return len(group) >= MOST_KPIS


def compute(computer: Computer, series: Sequence[Questions]) -> Answers:
    """Return the answers of a pass; a KPI that fails it has none."""
    try:
        for questions in series:
            computer.load(questions)
    except (QueryError, SourceError):
        computer.recover()
        return {}
    return _run_pass(computer, series)


def _run_pass(computer: Computer, series: Sequence[Questions]) -> Answers:
    """Return the answers of a pass; if a KPI fails it, those of two passes over half the KPIs."""
    requests = [_request(computer, questions) for questions in series]
    try:
        local = computer.snapshot.local()
        most_rows = sum(len(request.params) for request in requests)
        sql, params = pass_statement(requests)
        rows = local.fetch(sql, params, integer_division=True, most_rows=most_rows).rows
    except QueryError as error:
        computer.recover()
        if len(series) == 1 or isinstance(error, TimeLimitError):
            return {}
        half = len(series) // 2
        return _run_pass(computer, series[:half]) | _run_pass(computer, series[half:])
    answers = Answers()
    for questions, results in zip(series, split_pass(requests, rows), strict=True):
        # A result that no KPI may return is reported where the KPI is computed alone.
        with suppress(QueryError):
            answers |= {
                question.key: interpret(result)
                for question, result in zip(questions, results, strict=True)
            }
    return answers


def _request(computer: Computer, questions: Questions) -> AggregateRequest:
    aggregate = _aggregate(computer.facts_of(questions[0].entry))
    return AggregateRequest(aggregate, [question.query.params for question in questions])
