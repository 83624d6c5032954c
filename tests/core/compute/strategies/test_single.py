"""Each period by the KPI's own query."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.compute.computer import Computer
from core.compute.strategies import single
from core.engines.duckdb.snapshot import DuckDbSnapshot
from core.errors import QueryError
from core.query.result import Query, Result
from tests.core.compute.computers import (
    LAST,
    WEEK,
    computer_of,
    kpis_of,
    questions_of,
    record_statements,
    work_of,
)

COUNT = f"SELECT count(*) AS value {WEEK}"


def test_nothing_stands_in_its_way_and_it_computes_alone(tmp_path: Path) -> None:
    work = work_of(tmp_path, periods=52, is_local=False)

    assert single.obstacle(work) == ""
    assert single.group_key(work) is None  # type: ignore[func-returns-value]


def test_each_question_is_a_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with computer_of(tmp_path, kpis_of(COUNT)) as computer:
        statements = record_statements(monkeypatch)
        answers = single.compute(computer, [questions_of(computer, 1, 3)])

    assert [computed[0].value for computed in answers.values()] == [7, 7, 7]
    assert len(statements) == 3


def test_a_failure_is_an_outcome_and_the_next_question_is_asked(tmp_path: Path) -> None:
    kpis = kpis_of(f"SELECT 1 / (count(*) - 7) AS value {WEEK}", COUNT)
    with computer_of(tmp_path, kpis) as computer:
        series = [questions_of(computer, number, 1) for number in (1, 2)]
        answers = single.compute(computer, series)

    (failed,), (computed,) = answers.values()
    assert failed.outcome == "failed"
    assert "ivision by zero" in failed.reason
    assert computed.value == 7


@pytest.mark.parametrize(("shared", "attempts"), [(False, 3), (True, 2)])
def test_a_failed_shared_statement_counts_as_the_first_of_three_attempts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool, attempts: int
) -> None:
    asked: list[Query] = []

    def refuse(self: DuckDbSnapshot, query: Query) -> Result:
        asked.append(query)
        raise QueryError("the server is starting up", transient=True)

    monkeypatch.setattr(DuckDbSnapshot, "fetch", refuse)
    monkeypatch.setattr("core.retry.seconds_after", lambda *_: 0.0)
    with computer_of(tmp_path, kpis_of(COUNT)) as computer:
        ask(computer, shared)

    assert len(asked) == attempts


def ask(computer: Computer, shared: bool) -> None:
    if shared:
        computer.tried.add(("success", 1, LAST))
    answers = single.compute(computer, [questions_of(computer, 1, 1)])
    (outcome,) = answers["success", 1, LAST]
    assert outcome.reason == "the server is starting up (after 3 attempts)"
