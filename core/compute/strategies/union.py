"""Queries of many KPIs in one statement, for planning a statement costs more than most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from math import ceil

from core.compute.computer import Answers, Computer, Question, Questions, Workload
from core.compute.outcome import interpret
from core.compute.strategies import lateral
from core.errors import QueryError
from core.query import Part, can_join, join_queries, split_results

NAME = "union"
IS_REWRITTEN = False

# How many queries are worth a union, and how many it takes at most: more gain nothing, and lose
# more where one of them fails.
LEAST_QUERIES, MOST_QUERIES = 3, 45


def obstacle(work: Workload) -> str:
    """Return why a KPI's queries are not part of a union; empty if they are."""
    if not work.entry.in_warehouse:
        return "the query reads more than tables"
    if not can_join(work.facts.outputs):
        return "the columns are not value, numerator and denominator, each once"
    if work.is_local and work.periods >= lateral.LEAST_PERIODS:
        return f"{work.periods} periods are worth a statement of their own"
    return ""


def group_key(work: Workload) -> str:
    """Return the domain: its KPIs share a time zone, and are stored together."""
    return work.entry.domain


def is_full(group: Sequence[Workload]) -> bool:
    """Return whether a group has enough queries for a statement."""
    return sum(work.periods for work in group) >= MOST_QUERIES


def compute(computer: Computer, series: Sequence[Questions]) -> Answers:
    """Return answers, unless there are too few questions for a union."""
    questions = list(chain.from_iterable(series))
    return ask(computer, questions) if len(questions) >= LEAST_QUERIES else {}


def ask(computer: Computer, questions: Sequence[Question]) -> Answers:
    """Return the answers that unions give to questions of one time zone."""
    answers = Answers()
    for chunk in _evenly(questions):
        answers |= _ask_together(computer, chunk)
    return answers


def _evenly(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    """Yield as few parts as a union takes, none much smaller than another."""
    count = ceil(len(questions) / MOST_QUERIES)
    bounds = [len(questions) * number // count for number in range(count + 1)] if count else []
    for start, end in pairwise(bounds):
        yield questions[start:end]


def can_ask(computer: Computer, question: Question) -> bool:
    """Return whether a question may be part of a union."""
    outputs = computer.facts_of(question.entry).outputs
    return question.entry.in_warehouse and can_join(outputs)


def _ask_together(computer: Computer, questions: Sequence[Question]) -> Answers:
    parts = [
        Part(question.query, computer.facts_of(question.entry).outputs) for question in questions
    ]
    computer.use_timezone(questions[0].entry)
    answers = Answers()
    try:
        rows = computer.snapshot.fetch(join_queries(parts)).rows
        for question, result in zip(questions, split_results(parts, rows), strict=True):
            if result is not None:
                answers[question.key] = interpret(result)
    except QueryError as error:
        computer.give_up_sharing(questions, error)
        return {}
    return answers
