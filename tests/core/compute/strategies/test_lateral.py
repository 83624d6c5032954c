"""All periods of one KPI in one statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.compute.strategies import lateral, single
from core.kpi import Values
from tests.core.compute.computers import (
    LAST,
    WEEK,
    NoHistory,
    computer_of,
    kpis_of,
    questions_of,
    record_statements,
    work_of,
)
from tests.project import kpi_text

CLIENTS = f"SELECT count(DISTINCT id) AS value {WEEK}"
BY_KIND = f"SELECT kind AS field, count(*) AS value {WEEK} GROUP BY 1"
DIVIDED = f"SELECT 10 / (count(DISTINCT id) - 7) AS value {WEEK}"


def test_it_needs_local_sources_and_eight_periods(tmp_path: Path) -> None:
    assert lateral.obstacle(work_of(tmp_path, CLIENTS, periods=8)) == ""
    assert lateral.obstacle(work_of(tmp_path, CLIENTS, periods=7)) == "it pays from 8 periods on"
    assert (
        lateral.obstacle(work_of(tmp_path, CLIENTS, periods=8, is_local=False))
        == "the tables stay in the warehouse"
    )
    assert lateral.group_key(work_of(tmp_path, CLIENTS, periods=8)) is None


def test_sql_that_cannot_be_taken_apart_is_an_obstacle(tmp_path: Path) -> None:
    odd = work_of(
        tmp_path,
        "SELECT count(*) AS value FROM kpi_02 WHERE :first_day||:last_day||:first_day <> ''",
        sources=[Values(2, last=1)],
        periods=8,
    )

    assert lateral.obstacle(odd) == "the SQL cannot be taken apart"


@pytest.mark.parametrize("query", [CLIENTS, BY_KIND])
def test_all_periods_are_one_statement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    with computer_of(tmp_path, kpis_of(query)) as computer:
        questions = questions_of(computer, 1, 20)
        expected = single.compute(computer, [questions])
        statements = record_statements(monkeypatch)
        answers = lateral.compute(computer, [questions])

    assert answers == expected
    assert len(answers) == 20
    assert len(statements) == 1


def test_each_period_reads_its_own_history(tmp_path: Path) -> None:
    average = kpi_text(
        "SELECT avg(value) AS value FROM kpi_01", unit="number", sources=[Values(1, last=2)]
    )
    kpis = {"success/kpi_01.py": kpi_text(), "success/kpi_02.py": average}
    history = NoHistory({LAST.shift(-back): float(back) for back in range(10)})
    with computer_of(tmp_path, kpis, history) as computer:
        answers = lateral.compute(computer, [questions_of(computer, 2, 8)])

    assert [computed[0].value for computed in answers.values()] == [
        back + 0.5 for back in reversed(range(8))
    ]


def test_few_questions_are_left_to_be_asked_one_by_one(tmp_path: Path) -> None:
    with computer_of(tmp_path, kpis_of(CLIENTS)) as computer:
        assert lateral.compute(computer, [questions_of(computer, 1, 7)]) == {}


def test_a_period_that_fails_leaves_all_to_be_asked_one_by_one(tmp_path: Path) -> None:
    with computer_of(tmp_path, kpis_of(DIVIDED)) as computer:
        questions = questions_of(computer, 1, 8)

        assert lateral.compute(computer, [questions]) == {}
        assert {each[0].outcome for each in single.compute(computer, [questions]).values()} == {
            "failed"
        }


def test_periods_with_too_many_rows_together_are_asked_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lateral, "MOST_SHARED_ROWS", 2 * 8 - 1)
    with computer_of(tmp_path, kpis_of(BY_KIND)) as computer:
        assert lateral.compute(computer, [questions_of(computer, 1, 8)]) == {}


def test_a_shared_statement_holds_more_rows_than_one_result(tmp_path: Path) -> None:
    query = (
        f"SELECT n AS field, n AS value FROM range(2000) AS s(n) WHERE (SELECT count(*) {WEEK}) > 0"
    )
    with computer_of(tmp_path, kpis_of(query)) as computer:
        answers = lateral.compute(computer, [questions_of(computer, 1, 8)])

    assert [len(answer) for answer in answers.values()] == [2000] * 8
