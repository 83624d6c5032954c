"""A value computed once more from what its record says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.catalog import Task
from core.compute.computer import Computer, Question
from core.compute.outcome import Computed
from core.compute.strategies import single

_CUT_OFF = "cut_off"


def reproduce(computer: Computer, task: Task, cut_off: datetime) -> tuple[Computed, ...]:
    """Return the answer to a task by the KPI's own query; a failure is an outcome.

    `cut_off` is the stored one: the schedule may have changed since.
    """
    answers, questions = computer.prepare([task])
    zone = computer.catalogue.runners[task.entry.domain].zone
    local = cut_off.astimezone(zone)
    asked = [_with_cut_off(question, local) for question in questions]
    return (answers | single.compute(computer, [asked]))[task.key]


def _with_cut_off(question: Question, cut_off: datetime) -> Question:
    query = question.query
    if _CUT_OFF not in query.params:
        return question
    params = {**query.params, _CUT_OFF: cut_off}
    return replace(question, query=query._replace(params=params))
