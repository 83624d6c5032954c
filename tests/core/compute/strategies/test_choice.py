"""Which strategy computes a step, and why faster ones do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.compute.strategies import cells, lateral, one_pass, single, union
from core.compute.strategies.choice import STRATEGIES, Strategy, choose, choose_alone
from core.kpi import File
from tests.core.compute.computers import WEEK, work_of

COUNT = f"SELECT count(*) AS value {WEEK}"
CLIENTS = f"SELECT count(DISTINCT id) AS value {WEEK}"
BY_KIND = f"SELECT kind AS field, count(*) AS value {WEEK} GROUP BY 1"


@pytest.mark.parametrize(
    ("query", "periods", "is_local", "strategy"),
    [
        (COUNT, 1, True, union),
        (COUNT, 3, True, union),
        (COUNT, 4, True, one_pass),
        (COUNT, 52, True, one_pass),
        (COUNT, 52, False, union),
        (CLIENTS, 7, True, union),
        (CLIENTS, 8, True, lateral),
        (CLIENTS, 8, False, union),
        (BY_KIND, 1, True, single),
        (BY_KIND, 8, True, lateral),
        (BY_KIND, 8, False, single),
    ],
)
def test_a_query_of_the_warehouse_is_computed_with_others_where_it_can_be(
    tmp_path: Path, query: str, periods: int, is_local: bool, strategy: Strategy
) -> None:
    work = work_of(tmp_path, query, periods=periods, is_local=is_local)

    assert choose(work).strategy is strategy


@pytest.mark.parametrize(("periods", "strategy"), [(7, single), (8, lateral)])
def test_a_query_over_files_is_computed_alone(
    tmp_path: Path, periods: int, strategy: Strategy
) -> None:
    work = work_of(
        tmp_path,
        "SELECT count(*) AS value FROM forms",
        sources=[File("forms.csv")],
        periods=periods,
    )

    assert choose(work).strategy is strategy


def test_the_obstacles_are_those_of_the_faster_strategies(tmp_path: Path) -> None:
    assert choose(work_of(tmp_path, COUNT, periods=52)).obstacles == {}
    assert choose(work_of(tmp_path, CLIENTS, periods=52)).obstacles == {
        "one pass": "COUNT(DISTINCT id) cannot be put together from parts",
        "union": "52 periods are worth a statement of their own",
    }
    assert choose(work_of(tmp_path, BY_KIND)).obstacles == {
        "one pass": "the query has GROUP BY",
        "union": "the columns are not value, numerator and denominator, each once",
        "lateral": "it pays from 8 periods on",
    }


def test_what_a_shared_statement_fails_is_computed_alone(tmp_path: Path) -> None:
    assert choose_alone(work_of(tmp_path, COUNT, periods=52)) == [lateral, single]
    assert choose_alone(work_of(tmp_path, COUNT, periods=4)) == [single]
    assert choose_alone(work_of(tmp_path, COUNT, periods=52, is_local=False)) == [single]


def test_a_remote_engine_aggregates_cells_or_gets_unions(tmp_path: Path) -> None:
    work = work_of(tmp_path, COUNT, periods=52, is_local=False)
    count, odd = (replace(work, cell_obstacle=each) for each in ("", "the query has LIMIT"))

    assert choose(count).strategy is cells
    assert choose(odd).strategy is union
    assert choose(odd).obstacles == {"cells": "the query has LIMIT"}
    assert choose_alone(count) == [union, single]


def test_the_last_strategy_always_applies_and_is_the_authors_own_query() -> None:
    assert STRATEGIES[-1] is single
    assert not single.IS_REWRITTEN
