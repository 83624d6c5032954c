"""Every engine stops fetching a result that no scorecard can show."""

from __future__ import annotations

import re

import pytest

from core.engines.base import Snapshot, Warehouse
from core.errors import QueryError
from core.query.result import MOST_ROWS
from tests.core.engines.asking import ask, ask_local, value

# More rows than fit into memory.
HUGE = """
    SELECT a.x * b.y AS value
    FROM generate_series(1, 100000) AS a(x), generate_series(1, 100000) AS b(y)
"""
TOO_MANY = re.escape(
    "the query returned more than 10,000 rows; return one row, or fewer labels: group coarser, or"
    ' keep the top ones and an "other"'
)


def test_a_query_of_too_many_rows_ends_early_and_the_next_one_works(warehouse: Warehouse) -> None:
    with warehouse.snapshot(20) as snapshot:
        with pytest.raises(QueryError, match=TOO_MANY):
            ask(snapshot, HUGE)
        snapshot.recover()
        assert value(snapshot, "1 + 1") == 2


def test_a_query_of_too_many_rows_over_extracts_ends_early_too(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match=TOO_MANY):
        ask_local(snapshot, HUGE)
    snapshot.recover()
    assert ask_local(snapshot, "SELECT 2 AS value").rows == [(2,)]


def test_a_result_may_have_ten_thousand_rows(snapshot: Snapshot) -> None:
    sql = f"SELECT x AS value FROM generate_series(1, {MOST_ROWS}) AS s(x) ORDER BY x"
    numbers = [(number,) for number in range(1, MOST_ROWS + 1)]

    assert ask(snapshot, sql).rows == numbers
    assert ask_local(snapshot, sql).rows == numbers


def test_a_result_without_rows_has_its_columns(snapshot: Snapshot) -> None:
    sql = "WITH s AS (SELECT :n::int AS n) SELECT n AS Field, n AS value FROM s WHERE n > 1;"

    for found in (ask(snapshot, sql, n=1), ask(snapshot, f"{sql} -- nothing", n=1)):
        assert (found.columns, list(found.rows)) == (("field", "value"), [])
