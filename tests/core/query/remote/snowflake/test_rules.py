"""Snowflake's own forms. None of them was run against the service."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_an_average_is_one_of_floats() -> None:
    assert text_of("avg(DISTINCT n)", "snowflake") == "AVG(DISTINCT CAST(n AS DOUBLE))"


def test_the_largest_value_leaves_null_out() -> None:
    assert text_of("greatest(i, j)", "snowflake") == "GREATEST(COALESCE(i, j), COALESCE(j, i))"


def test_a_half_is_rounded_by_its_type() -> None:
    assert text_of("round(n, 1)", "snowflake") == "ROUND(n, 1)"
    assert text_of("round(f)", "snowflake") == (
        "CAST(ROUND(CAST(f AS DECIMAL(38, 12)), 0, 'HALF_TO_EVEN') AS DOUBLE)"
    )


def test_a_product_of_decimals_keeps_its_digits() -> None:
    assert text_of("n * n", "snowflake") == "((CAST(n AS DECIMAL(38, 18))) * (n))"


def test_a_percentile_is_exact_with_a_literal_share() -> None:
    sql = "percentile_cont(0.9) WITHIN GROUP (ORDER BY i DESC) FILTER (WHERE yes)"

    assert text_of(sql, "snowflake") == (
        "PERCENTILE_CONT(0.1) WITHIN GROUP (ORDER BY CAST(CASE WHEN yes THEN i END AS DOUBLE))"
    )


def test_null_is_not_true() -> None:
    assert text_of("yes IS NOT TRUE", "snowflake") == "NOT COALESCE(yes, FALSE)"
