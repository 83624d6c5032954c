"""The proof of rewritten queries: samples of their answers against the KPI's own query."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from core.compute.computer import Answers, Computer, Question, Questions
from core.compute.outcome import same_outcome
from core.compute.strategies import single, union


def keep_proven(computer: Computer, series: Sequence[Questions], answers: Answers) -> Answers:
    """Keep the answers of KPIs whose samples are the same by the KPI's own query."""
    samples = chain.from_iterable(map(_samples, series))
    expected = _ask_own(computer, [sample for sample in samples if sample.key in answers])
    proven = Answers()
    for questions in series:
        if all(_is_same(sample, answers, expected) for sample in _samples(questions)):
            proven |= {question.key: answers[question.key] for question in questions}
    return proven


def _samples(questions: Questions) -> list[Question]:
    """Return two periods to compare: the middle one, and the last."""
    places = {len(questions) // 2, len(questions) - 1}
    return [questions[place] for place in sorted(places)]


def _is_same(sample: Question, answers: Answers, expected: Answers) -> bool:
    return sample.key in expected and same_outcome(answers[sample.key], expected[sample.key])


def _ask_own(computer: Computer, questions: Sequence[Question]) -> Answers:
    """Ask each KPI's own query, many of them in a union where that is possible."""
    joined = [question for question in questions if union.can_ask(computer, question)]
    answers = union.ask(computer, joined)
    others = [question for question in questions if question.key not in answers]
    return answers | single.compute(computer, [others])
