"""Stars that leave out, rename and replace columns, as DuckDB writes them."""

from __future__ import annotations

import pytest

from core.query.column_flow import find_column_flow

KNOWN = {"s.t": ("a", "b", "c")}


@pytest.mark.parametrize(
    ("star", "made"),
    [
        ("*", {"a": ("a",), "b": ("b",), "c": ("c",)}),
        ("* EXCLUDE (b, c)", {"a": ("a",)}),
        ("t.* EXCLUDE (b)", {"a": ("a",), "c": ("c",)}),
        ("* RENAME (b AS d)", {"a": ("a",), "b": ("d",), "c": ("c",)}),
        ("* REPLACE (a + c AS b)", {"a": ("a", "b"), "c": ("b", "c")}),
    ],
)
def test_a_star_returns_what_it_says(star: str, made: dict[str, tuple[str, ...]]) -> None:
    flow = find_column_flow(f"SELECT {star} FROM s.t", "duckdb", KNOWN)

    assert {read.column: read.outputs for read in flow.reads} == made
