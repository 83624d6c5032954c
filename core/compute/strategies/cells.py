"""One pass over tables of a remote engine: it aggregates cells, which become periods here."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from contextlib import suppress

from core.catalog import Entry
from core.compute.computer import Answers, Computer, Questions, Workload
from core.compute.outcome import interpret
from core.errors import QueryError, TimeLimitError
from core.query import (
    CellAggregate,
    CellRequest,
    Result,
    find_cell_aggregate,
    make_pass,
    split_pass,
)

NAME = "cells"
IS_REWRITTEN = True

# From how many periods on a pass pays: two of them are asked again as samples.
LEAST_PERIODS = 4
# How many KPIs share a pass; of more, the first would wait long to be stored.
MOST_KPIS = 60


def obstacle(work: Workload) -> str:
    """Return why a KPI does not share a pass; empty if it does."""
    if work.cell_obstacle is None:
        return "the tables are not on a remote engine"
    if work.cell_obstacle:
        return work.cell_obstacle
    return "" if work.periods >= LEAST_PERIODS else f"it pays from {LEAST_PERIODS} periods on"


def group_key(work: Workload) -> Hashable:
    """Return the rows, their time, and the time zone that gives the time its meaning."""
    return work.timezone, _aggregate(work.entry).pass_key


def _aggregate(entry: Entry) -> CellAggregate:
    aggregate, _ = find_cell_aggregate(entry.query)
    assert aggregate is not None, "a query without cells has an obstacle"
    return aggregate


def is_full(group: Sequence[Workload]) -> bool:
    """Return whether a pass takes no further KPI."""
    return len(group) >= MOST_KPIS


def compute(computer: Computer, series: Sequence[Questions]) -> Answers:
    """Return the answers of a pass; if a KPI fails it, those of two passes over half the KPIs."""
    requests = [_request(questions) for questions in series]
    try:
        results = _fetch(computer, series, requests)
    except QueryError as error:
        computer.recover()
        if len(series) == 1 or isinstance(error, TimeLimitError):
            return {}
        half = len(series) // 2
        return compute(computer, series[:half]) | compute(computer, series[half:])
    answers = Answers()
    for questions, own_results in zip(series, results, strict=True):
        # A result that no KPI may return is reported where the KPI is computed alone.
        with suppress(QueryError):
            answers |= {
                question.key: interpret(result)
                for question, result in zip(questions, own_results, strict=True)
            }
    return answers


def _request(questions: Questions) -> CellRequest:
    aggregate = _aggregate(questions[0].entry)
    return CellRequest(aggregate, [question.query.params for question in questions])


def _fetch(
    computer: Computer, series: Sequence[Questions], requests: Sequence[CellRequest]
) -> list[list[Result]]:
    reader = computer.snapshot.cell_reader
    assert reader is not None, "other snapshots have an obstacle"
    computer.use_timezone(series[0][0].entry)
    queries, sql, params = make_pass(requests)
    reader.read_cells(queries)
    most_rows = sum(map(len, series))
    local = computer.snapshot.local()
    rows = local.fetch(sql, params, integer_division=True, most_rows=most_rows).rows
    return split_pass(requests, rows)
