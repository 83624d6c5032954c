"""Samples prove the answers of rewritten queries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.compute.strategies import single
from core.compute.strategies.samples import keep_proven
from tests.core.compute.computers import (
    WEEK,
    computer_of,
    kpis_of,
    questions_of,
    record_statements,
)

COUNT, SUM = f"SELECT count(*) AS value {WEEK}", f"SELECT sum(id) AS value {WEEK}"
BY_KIND = f"SELECT kind AS field, count(*) AS value {WEEK} GROUP BY 1"


@pytest.mark.parametrize(("wrong", "kept"), [(2, {2}), (4, {2}), (1, {1, 2})])
def test_a_kpi_whose_sample_differs_is_dropped(tmp_path: Path, wrong: int, kept: set[int]) -> None:
    """The samples are the third and the fifth of five periods."""
    with computer_of(tmp_path, kpis_of(COUNT, SUM)) as computer:
        series = [questions_of(computer, number, 5) for number in (1, 2)]
        answers = single.compute(computer, series)
        key = series[0][wrong].key
        answers[key] = (replace(answers[key][0], value=0.5),)
        proven = keep_proven(computer, series, answers)

    assert {number for _, number, _ in proven} == kept
    assert all(proven[key] == answers[key] for key in proven)


def test_samples_of_many_kpis_are_one_statement_but_for_breakdowns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer_of(tmp_path, kpis_of(COUNT, SUM, BY_KIND)) as computer:
        series = [questions_of(computer, number, 5) for number in (1, 2, 3)]
        answers = single.compute(computer, series)
        statements = record_statements(monkeypatch)

        assert keep_proven(computer, series, answers) == answers
    assert len(statements) == 3


def test_a_kpi_without_answers_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer_of(tmp_path, kpis_of(COUNT)) as computer:
        statements = record_statements(monkeypatch)

        assert keep_proven(computer, [questions_of(computer, 1, 5)], {}) == {}
    assert statements == []
