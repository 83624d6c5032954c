"""Spans of whole numbers, counted by DuckDB with a bit each."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from core.catalog import SourceTerms
from core.kpi import missing, unique
from core.quality.spans import columns_to_span, make_span_statement, read_spans
from core.quality.statement import make_statement
from core.query import Result

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)


def test_columns_that_are_unique_by_themselves_have_a_span() -> None:
    checks = (unique("id"), unique("day", "shop"), missing("name", 0), unique("id", last="2 days"))
    assert columns_to_span(checks) == ["id"]
    assert make_span_statement("stg.orders", ["id", "no"]) == (
        'SELECT min("id"), max("id"), min("no"), max("no") FROM "stg"."orders"'
    )


@pytest.mark.parametrize(
    ("low", "high", "spans"),
    [
        (1, 9, {"id": (1, 9)}),
        (-(1 << 40), -(1 << 40), {"id": (-(1 << 40), -(1 << 40))}),
        (0, 1 << 28, {}),
        (None, None, {}),
        ("a", "b", {}),
        (Decimal(1), Decimal(9), {}),
        (False, True, {}),
    ],
)
def test_whole_numbers_near_each_other_have_a_span(low: Any, high: Any, spans: object) -> None:
    assert read_spans(["id"], Result(("low", "high"), [(low, high)])) == spans


@pytest.mark.parametrize(
    ("values", "last", "repeated"),
    [
        ("(1), (2), (9)", "", 0),
        ("(1), (2), (2), (2), (NULL), (NULL)", "", 2),
        ("(-5), (-5), (7)", "", 1),
        ("(NULL::int)", "", 0),
        ("(1), (1)", "7 days", 0),  # loaded before
    ],
)
def test_numbers_that_repeat_are_counted(values: str, last: str, repeated: int) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE orders AS SELECT id, timestamptz '2026-11-01' AS at"
            f" FROM (VALUES {values}) AS given(id)"
        )
        check = unique("id", last=last)
        made = make_statement("orders", SourceTerms("at"), [check], "duckdb", NOW, {"id": (-5, 9)})
        found = connection.execute(made.sql.replace(":", "$"), made.params).fetchone()
    assert found is not None
    assert found[2] == repeated


def test_several_columns_together_have_none() -> None:
    check = unique("id", "shop")
    made = make_statement("orders", SourceTerms(), [check], "duckdb", NOW, {"id": (1, 9)})
    assert "bitstring_agg" not in made.sql
