"""Queries of many KPIs in one statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.compute.strategies import single, union
from core.kpi import File
from tests.core.compute.computers import (
    WEEK,
    computer_of,
    kpis_of,
    questions_of,
    record_statements,
    work_of,
)

COUNT, SUM = f"SELECT count(*) AS value {WEEK}", f"SELECT sum(id) AS value {WEEK}"
TRUTH = f"SELECT count(*) > 0 AS value {WEEK}"
BROKEN = f"SELECT sum(note::int) AS value {WEEK}"


def test_it_needs_numbers_from_the_warehouse_and_few_periods(tmp_path: Path) -> None:
    files = work_of(tmp_path, "SELECT count(*) AS value FROM forms", sources=[File("forms.csv")])
    by_kind = work_of(tmp_path, f"SELECT kind AS field, 1 AS value {WEEK}")

    assert union.obstacle(work_of(tmp_path)) == ""
    assert union.obstacle(work_of(tmp_path, periods=52, is_local=False)) == ""
    assert (
        union.obstacle(work_of(tmp_path, periods=8))
        == "8 periods are worth a statement of their own"
    )
    assert union.obstacle(files) == "the query reads more than tables"
    assert union.obstacle(by_kind).startswith("the columns are not value")


def test_a_group_is_of_one_domain_and_full_with_45_queries(tmp_path: Path) -> None:
    work = work_of(tmp_path, periods=5)

    assert union.group_key(work) == "success"
    assert not union.is_full([work] * 8)
    assert union.is_full([work] * 9)


def test_up_to_45_questions_are_one_statement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer_of(tmp_path, kpis_of(COUNT, SUM)) as computer:
        series = [questions_of(computer, 1, 25), questions_of(computer, 2, 25)]
        expected = single.compute(computer, series)
        statements = record_statements(monkeypatch)
        answers = union.compute(computer, series)

    assert answers == expected
    assert [statement.count("UNION ALL") for statement in statements] == [24, 24]


def test_two_questions_are_not_worth_a_union(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer_of(tmp_path, kpis_of(COUNT)) as computer:
        statements = record_statements(monkeypatch)

        assert union.compute(computer, [questions_of(computer, 1, 2)]) == {}
        assert statements == []
        assert len(union.ask(computer, questions_of(computer, 1, 2))) == 2
        assert len(statements) == 1


def test_a_value_that_is_not_a_number_is_left_to_be_asked_alone(tmp_path: Path) -> None:
    with computer_of(tmp_path, kpis_of(COUNT, TRUTH)) as computer:
        series = [questions_of(computer, 1, 2), questions_of(computer, 2, 2)]
        answers = union.compute(computer, series)

    assert {number for _, number, _ in answers} == {1}


def test_a_query_that_fails_leaves_all_of_its_statement_to_be_asked_alone(tmp_path: Path) -> None:
    with computer_of(tmp_path, kpis_of(COUNT, BROKEN)) as computer:
        series = [questions_of(computer, 1, 2), questions_of(computer, 2, 2)]

        assert union.compute(computer, series) == {}
        assert len(single.compute(computer, series[:1])) == 2
    assert computer.tried == set()
