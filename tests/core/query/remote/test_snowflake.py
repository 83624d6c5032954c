"""Snowflake's own forms. None of them was run against the service."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_an_average_is_one_of_floats() -> None:
    assert text_of("avg(DISTINCT n)", "snowflake") == "AVG(DISTINCT CAST(n AS DOUBLE))"


def test_the_largest_value_leaves_null_out() -> None:
    assert text_of("greatest(i, j)", "snowflake") == "GREATEST(COALESCE(i, j), COALESCE(j, i))"
