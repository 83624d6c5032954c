"""Expressions that are known to give whole numbers in PostgreSQL."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot.optimizer.scope import traverse_scope

from core.query.parse.whole_numbers import WholeNumbers

TYPES = {"s.t": {"n": "integer", "wide": "bigint", "x": "double precision", "d": "date"}}


@pytest.mark.parametrize(
    ("expression", "is_whole"),
    [
        ("1", True),
        ("1.0", False),
        ("'1'", False),
        ("n", True),
        ("t.n", True),
        ("other.n", False),
        ("x", False),
        ("missing", False),
        ("-n + 2 * wide", True),
        ("n * x", False),
        ("abs(n % 2)", True),
        ("max(n)", True),
        ("max(d)", False),
        ("count(DISTINCT d) FILTER (WHERE x > 1)", True),
        ("count(*) OVER ()", True),
        ("sum(n)", True),
        ("sum(wide)", False),
        ("avg(n)", False),
        ("coalesce(n, 0)", True),
        ("coalesce(n, 0.5)", False),
        ("greatest(n, wide)", True),
        ("nullif(n, 0)", True),
        ("CASE WHEN x > 1 THEN n END", True),
        ("CASE WHEN x > 1 THEN n ELSE NULL END", True),
        ("CASE WHEN x > 1 THEN n ELSE x END", False),
        ("x::bigint", True),
        ("n::numeric", False),
        ("(SELECT 1)", True),
        ("extract(hour FROM d)", False),
    ],
)
def test_an_expression_is_whole_if_all_that_it_is_made_of_is(
    expression: str, is_whole: bool
) -> None:
    tree = sqlglot.parse_one(f"SELECT {expression} AS value FROM s.t AS t", dialect="postgres")
    scope = traverse_scope(tree)[-1]

    found = WholeNumbers(TYPES, "postgres").is_whole(tree.selects[0].unalias(), scope)

    assert found is is_whole
