"""Constants, conditional values and casts."""

from __future__ import annotations

import pytest

from tests.core.query.parse.portable.queries import obstacle_to


@pytest.mark.parametrize(
    "expression",
    [
        "sum(CASE WHEN yes THEN 1 ELSE 0 END)",
        "sum(CASE x WHEN 'a' THEN n END)",
        "sum(coalesce(n, 0))",
        "count(*)::float / nullif(count(*), 0)",
        "count(*)::numeric",
        "count(DISTINCT tz::date)",
        "sum(yes::int)",
        "sum(greatest(i, 2))",
    ],
)
def test_these_values_are_the_same_on_both_engines(expression: str) -> None:
    assert obstacle_to(expression) == ""


@pytest.mark.parametrize(
    ("expression", "obstacle"),
    [
        ("sum(f::int)", "a cast of float: CAST(f AS INT)"),
        ("sum(f::numeric)", "a cast of float: CAST(f AS DECIMAL)"),
        ("sum(n::numeric(8, 1))", "a cast to DECIMAL(8, 1)"),
        ("count(DISTINCT i::text)", "a cast to TEXT"),
        ("sum(1e3)", "the number 1e3"),
        ("sum(coalesce(x, 0))", "text beside int"),
        ("count(greatest(x, 'a'))", "the order of text"),
    ],
)
def test_these_stay_in_the_server(expression: str, obstacle: str) -> None:
    found = obstacle_to(expression).replace("t.", "")

    assert found == obstacle
