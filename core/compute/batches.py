"""The one loop that computes a plan's steps: try a strategy, prove it, fall back to the next."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from core.catalog import Step
from core.compute.computer import Answers, Computer, Questions, TaskKey, Workload
from core.compute.strategies.choice import Strategy, choose, choose_alone
from core.compute.strategies.samples import keep_proven


class Batch(NamedTuple):
    """Steps that are computed together when the first of them is due: none depends on another."""

    strategy: Strategy
    steps: list[Step]
    works: list[Workload]


class Batches:
    """Computes the steps of a plan one after the other, some of them together.

    A step that its strategy gives no proven answers for is computed alone, so that what fails one
    KPI does not fail others.
    """

    def __init__(self, computer: Computer, steps: Sequence[Step]) -> None:
        self._computer = computer
        self._due = {_key(batch.steps[0]): batch for batch in form_batches(computer, steps)}
        self._ahead: Answers = {}

    def compute(self, step: Step) -> Answers:
        """Return the answers to a step's tasks; a failure is an outcome with its reason."""
        batch = self._due.pop(_key(step), None)
        if batch is not None:
            self._ahead |= self._compute_together(batch)
        answers = {}
        for task in step.tasks:
            if task.key in self._ahead:
                answers[task.key] = self._ahead.pop(task.key)
        return answers if len(answers) == len(step.tasks) else self._compute_alone(step)

    def _compute_together(self, batch: Batch) -> Answers:
        outcomes, series = Answers(), list[Questions]()
        for step in batch.steps:
            answers, questions = self._computer.prepare(step.tasks)
            outcomes |= answers
            series.append(questions)
        return outcomes | _attempt(self._computer, batch.strategy, series)

    def _compute_alone(self, step: Step) -> Answers:
        outcomes, questions = self._computer.prepare(step.tasks)
        for strategy in choose_alone(self._computer.workload(step)):
            answers = outcomes | _attempt(self._computer, strategy, [questions])
            if len(answers) == len(step.tasks):
                return answers
        raise AssertionError("the last strategy always has answers")


def _attempt(computer: Computer, strategy: Strategy, series: Sequence[Questions]) -> Answers:
    """Return the proven answers that a strategy gives."""
    asked = [questions for questions in series if questions]
    if not asked:
        return {}
    answers = strategy.compute(computer, asked)
    return keep_proven(computer, asked, answers) if strategy.IS_REWRITTEN else answers


def form_batches(computer: Computer, steps: Sequence[Step]) -> Iterator[Batch]:
    """Yield the steps of a plan that are computed together."""
    open_batches: dict[tuple[str, Hashable], Batch] = {}
    for step in steps:
        work = computer.workload(step)
        strategy = choose(work).strategy
        group_key = strategy.group_key(work)
        if group_key is None:
            continue
        key = strategy.NAME, group_key
        batch = open_batches.setdefault(key, Batch(strategy, [], []))
        batch.steps.append(step)
        batch.works.append(work)
        if strategy.is_full(batch.works):
            yield open_batches.pop(key)
    yield from open_batches.values()


def _key(step: Step) -> TaskKey:
    return step.tasks[0].key
