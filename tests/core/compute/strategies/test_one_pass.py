"""One pass over the rows that KPIs have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.compute.strategies import one_pass, single
from core.engines.local import LocalDuckDb
from core.errors import TimeLimitError
from core.kpi import Values
from tests.core.compute.computers import (
    WEEK,
    computer_of,
    kpis_of,
    questions_of,
    record_statements,
    work_of,
)

COUNT, SUM = f"SELECT count(*) AS value {WEEK}", f"SELECT sum(id) AS value {WEEK}"
TEXT = f"SELECT max(note) AS value {WEEK}"
BROKEN = f"SELECT sum(note::int) AS value {WEEK}"


def test_it_needs_a_time_aggregate_over_local_tables_and_a_few_periods(tmp_path: Path) -> None:
    assert one_pass.obstacle(work_of(tmp_path, periods=4)) == ""
    assert one_pass.obstacle(work_of(tmp_path, periods=3)) == "it pays from 4 periods on"
    assert (
        one_pass.obstacle(work_of(tmp_path, periods=4, is_local=False))
        == "the tables stay in the warehouse"
    )
    assert (
        one_pass.obstacle(work_of(tmp_path, f"{COUNT} LIMIT 1", periods=4)) == "the query has LIMIT"
    )
    history = work_of(
        tmp_path, "SELECT avg(value) AS value FROM kpi_02", sources=[Values(2)], periods=4
    )
    assert one_pass.obstacle(history) == "the query reads more than tables"


def test_a_group_reads_the_same_rows_by_the_same_time(tmp_path: Path) -> None:
    one, other = work_of(tmp_path, COUNT, periods=4), work_of(tmp_path, SUM, periods=52)
    joined = work_of(tmp_path, COUNT.replace("WHERE", "JOIN stg.kinds USING (kind) WHERE"))

    assert one_pass.group_key(one) == one_pass.group_key(other)
    assert one_pass.group_key(one) != one_pass.group_key(joined)
    assert not one_pass.is_full([one] * 59)
    assert one_pass.is_full([one] * 60)


def test_all_kpis_and_periods_are_one_statement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer_of(tmp_path, kpis_of(COUNT, SUM)) as computer:
        series = [questions_of(computer, 1, 5), questions_of(computer, 2, 9)]
        expected = single.compute(computer, series)
        statements = record_statements(monkeypatch)
        answers = one_pass.compute(computer, series)

    assert answers == expected
    assert len(answers) == 14
    assert len(statements) == 1


def test_a_kpi_that_fails_a_pass_is_left_out_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer_of(tmp_path, kpis_of(COUNT, BROKEN, SUM)) as computer:
        series = [questions_of(computer, number, 4) for number in (1, 2, 3)]
        statements = record_statements(monkeypatch)
        answers = one_pass.compute(computer, series)

    assert {number for _, number, _ in answers} == {1, 3}
    # All three; then the first, the other two, and each of these.
    assert len(statements) == 5


def test_a_result_that_no_kpi_may_return_does_not_fail_the_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer_of(tmp_path, kpis_of(COUNT, TEXT)) as computer:
        series = [questions_of(computer, 1, 4), questions_of(computer, 2, 4)]
        statements = record_statements(monkeypatch)
        answers = one_pass.compute(computer, series)

    assert {number for _, number, _ in answers} == {1}
    assert len(statements) == 1


def test_a_pass_beyond_the_time_limit_is_not_halved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def time_out(self: LocalDuckDb, sql: str, *_: object, **__: object) -> None:
        asked.append(sql)
        raise TimeLimitError("took longer than 0.1 s")

    with computer_of(tmp_path, kpis_of(COUNT, SUM)) as computer:
        series = [questions_of(computer, 1, 4), questions_of(computer, 2, 4)]
        monkeypatch.setattr(LocalDuckDb, "fetch", time_out)

        assert one_pass.compute(computer, series) == {}
    assert len(asked) == 1
