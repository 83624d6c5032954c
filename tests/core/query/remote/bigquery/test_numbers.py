"""BigQuery's numbers."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_an_integer_beyond_postgresqls_fails() -> None:
    assert text_of("b::int", "bigquery") == (
        "CASE WHEN NOT CAST(b AS INT64) BETWEEN -2147483648 AND 2147483647"
        " THEN ERROR('integer out of range') ELSE CAST(b AS INT64) END"
    )


def test_a_half_is_rounded_by_its_type() -> None:
    assert text_of("round(f)", "bigquery") == (
        "CAST(ROUND(CAST(f AS BIGNUMERIC), 0, 'ROUND_HALF_EVEN') AS FLOAT64)"
    )
    assert text_of("round(n, 1)", "bigquery") == "ROUND(n, 1)"
    assert text_of("round(f::numeric, 1)", "bigquery") == (
        "ROUND(ROUND(CAST(((CAST(CAST(f AS FLOAT64) AS FLOAT64)) * (1.000000000000002))"
        " AS BIGNUMERIC), 12), 1)"
    )


def test_numbers_with_a_point_are_exact() -> None:
    assert text_of("n * 1.19", "bigquery") == (
        "((CAST(n AS BIGNUMERIC)) * (CAST('1.19' AS NUMERIC)))"
    )


def test_an_average_of_different_values_is_one_of_floats() -> None:
    assert text_of("avg(DISTINCT n)", "bigquery") == "AVG(DISTINCT CAST(n AS FLOAT64))"


def test_a_median_is_taken_from_a_sorted_array() -> None:
    text = text_of("percentile_cont(0.5) WITHIN GROUP (ORDER BY i)", "bigquery")

    assert "ARRAY_AGG(CAST(i AS FLOAT64) IGNORE NULLS ORDER BY CAST(i AS FLOAT64))" in text
    assert "SAFE_OFFSET(CAST(FLOOR(" in text


def test_the_share_of_a_percentile_downwards_is_a_literal() -> None:
    assert "CAST(0.1 AS FLOAT64)" in text_of(
        "percentile_cont(0.9) WITHIN GROUP (ORDER BY i DESC)", "bigquery"
    )
