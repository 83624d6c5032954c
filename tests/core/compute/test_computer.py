"""How tasks become questions, or outcomes without a query."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import core.compute.computer
from core.compute.outcome import Computed
from core.errors import QueryError
from core.kpi import Values
from tests.core.compute.computers import (
    LAST,
    WEEK,
    NoHistory,
    computer_of,
    kpis_of,
    questions_of,
    step_of,
)
from tests.project import kpi_text

AVERAGE = {
    "success/kpi_01.py": kpi_text(),
    "success/kpi_02.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_01", unit="number", sources=[Values(1, last=2)]
    ),
}


def test_a_question_has_the_parameters_that_its_query_names(tmp_path: Path) -> None:
    query = "SELECT count(*) AS value FROM stg.forms WHERE sent_at::date > :last_day"
    with computer_of(tmp_path, kpis_of(query)) as computer:
        (question,) = questions_of(computer, 1, 1)

    assert question.key == ("success", 1, LAST)
    assert question.query.sql == query
    assert question.query.params == {"last_day": date(2026, 11, 15)}
    assert question.histories == ()


def test_a_period_before_the_first_data_has_no_value(tmp_path: Path) -> None:
    kpis = kpis_of(f"SELECT count(*) AS value {WEEK}", range="2 weeks", since="2026-W45")
    with computer_of(tmp_path, kpis) as computer:
        answers, questions = computer.prepare(step_of(computer, 1, 2).tasks)

    reason = "history too short: 2 weeks begin on 2026-10-26, data in 2026-W45"
    assert answers == {("success", 1, LAST.shift(-1)): (Computed(outcome="none", reason=reason),)}
    assert [question.period for question in questions] == [LAST]


def test_a_history_with_a_gap_gives_no_value_and_says_which(tmp_path: Path) -> None:
    history = NoHistory({LAST: 1.0, LAST.shift(-1): 2.0})
    with computer_of(tmp_path, AVERAGE, history) as computer:
        answers, questions = computer.prepare(step_of(computer, 2, 2).tasks)

    reason = "history too short: 1 of the 2 periods of kpi_01 have a value; 2026-W44 has none"
    assert answers == {("success", 2, LAST.shift(-1)): (Computed(outcome="none", reason=reason),)}
    assert [[point.value for point in points] for points in questions[0].histories] == [[2.0, 1.0]]


def test_what_depends_on_a_failure_fails(tmp_path: Path) -> None:
    history = NoHistory({LAST.shift(-1): 2.0}, frozenset([LAST]))
    with computer_of(tmp_path, AVERAGE, history) as computer:
        answers, questions = computer.prepare(step_of(computer, 2, 1).tasks)

    assert questions == []
    (outcome,) = answers["success", 2, LAST]
    assert (outcome.outcome, outcome.reason) == ("failed", "depends on kpi_01, which failed")


@pytest.mark.parametrize("transient", [True, False])
def test_only_a_transient_failure_of_many_counts_as_an_attempt_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transient: bool
) -> None:
    pauses: list[int] = []
    monkeypatch.setattr(core.compute.computer, "pause", pauses.append)
    with computer_of(tmp_path, kpis_of(f"SELECT count(*) AS value {WEEK}")) as computer:
        questions = questions_of(computer, 1, 2)
        computer.give_up_sharing(questions, QueryError("gone", transient=transient))

    assert computer.tried == ({question.key for question in questions} if transient else set())
    assert pauses == ([1] if transient else [])
