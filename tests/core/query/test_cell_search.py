"""A query's text is searched for aggregates of cells."""

from __future__ import annotations

from core.query.cell_search import find_cell_aggregate
from tests.core.query.samples import WEEK


def test_a_query_is_taken_apart_once() -> None:
    sql = f"SELECT count(*) AS value {WEEK} AND kind = 'once'"

    assert find_cell_aggregate(sql)[0] is find_cell_aggregate(sql)[0]
