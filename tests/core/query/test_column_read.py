"""Columns that a query reads, as values."""

from __future__ import annotations

from core.query.column_flow import find_column_flow
from core.query.column_read import ColumnRead


def test_reads_are_in_order() -> None:
    flow = find_column_flow("SELECT sum(b) AS value FROM s.t WHERE a > :start", "postgres", {})

    condition = ColumnRead("s.t", "a", decides=True)
    assert flow.reads == (condition, ColumnRead("s.t", "b", ("value",)))
