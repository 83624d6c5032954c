"""All periods of one KPI in one statement: its query as a lateral join with a table of periods."""

from __future__ import annotations

from collections.abc import Sequence

from core.compute.computer import Answers, Computer, Questions, Workload
from core.compute.outcome import interpret
from core.errors import QueryError, SourceError
from core.query import MOST_ROWS, Result, periods_table, split_periods

NAME = "lateral"
IS_REWRITTEN = True

# From how many periods on one statement is faster than one per period, and for how many it is made.
LEAST_PERIODS, MOST_PERIODS = 8, 400
# How many rows all periods of a statement may have together, so that they fit in memory.
MOST_SHARED_ROWS = 20 * MOST_ROWS


def obstacle(work: Workload) -> str:
    """Return why a KPI's periods are not one statement; empty if they are."""
    if work.periods < LEAST_PERIODS:
        return f"it pays from {LEAST_PERIODS} periods on"
    if work.local_obstacle:
        return work.local_obstacle
    return "" if work.facts.lateral else "the SQL cannot be taken apart"


def group_key(work: Workload) -> None:
    """It computes each step alone."""


def is_full(group: Sequence[Workload]) -> bool:  # noqa: ARG001 -- the protocol's
    """It computes each step alone."""
    return True


def compute(computer: Computer, series: Sequence[Questions]) -> Answers:
    """Return answers to all questions of a KPI, or none.

    A cause that fails one period must not fail the others, so they are then asked one by one.
    """
    answers = Answers()
    for questions in series:
        if len(questions) >= LEAST_PERIODS:
            answers |= _ask_together(computer, questions)
    return answers


def _ask_together(computer: Computer, questions: Questions) -> Answers:
    answers = Answers()
    try:
        for start in range(0, len(questions), MOST_PERIODS):
            chunk = questions[start : start + MOST_PERIODS]
            for question, result in zip(chunk, _fetch(computer, chunk), strict=True):
                answers[question.key] = interpret(result)
    except (QueryError, SourceError) as error:
        computer.give_up_sharing(questions, error)
        return {}
    return answers


def _fetch(computer: Computer, questions: Questions) -> list[Result]:
    entry = questions[0].entry
    computer.load(questions)
    for index, source in enumerate(entry.values):
        histories = [question.histories[index] for question in questions]
        computer.extracts.load_many_values(source, histories)
    local = computer.snapshot.local()
    local.execute(*periods_table([question.query.params for question in questions]))
    sql = computer.facts_of(entry).lateral
    is_integer = entry.in_warehouse
    result = local.fetch(sql, {}, integer_division=is_integer, most_rows=MOST_SHARED_ROWS)
    return split_periods(result, len(questions))
