"""BigQuery's own forms. None of them was run against the service."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from tests.core.query.remote.forms import text_of


def test_only_blanks_are_trimmed() -> None:
    assert text_of("trim(x)", "bigquery") == "TRIM(x, ' ')"
    assert text_of("rtrim(x, 'ab')", "bigquery") == "RTRIM(x, 'ab')"


def test_null_is_the_largest_value_in_the_order_of_a_window() -> None:
    assert text_of("sum(i) OVER (ORDER BY d)", "bigquery") == (
        "SUM(i) OVER (ORDER BY d IS NULL ASC, d ASC)"
    )
    assert text_of("sum(i) OVER (ORDER BY d DESC NULLS LAST)", "bigquery") == (
        "SUM(i) OVER (ORDER BY d DESC)"
    )


def test_concat_leaves_null_out_and_joins_other_values() -> None:
    assert text_of("concat(x, i)", "bigquery") == (
        "CONCAT(COALESCE(x, ''), COALESCE(CAST(i AS STRING), ''))"
    )


def test_a_part_that_a_text_lacks_is_empty() -> None:
    assert text_of("split_part(x, ',', 2)", "bigquery") == (
        "CASE WHEN x IS NULL THEN NULL ELSE COALESCE(SPLIT(x, ',')[SAFE_OFFSET(1)], '') END"
    )
    with pytest.raises(UntranslatableError, match="split_part from the end"):
        text_of("split_part(x, ',', -2)", "bigquery")


def test_a_pattern_matches_as_on_postgresql() -> None:
    assert text_of("x ~* '^a'", "bigquery") == "REGEXP_CONTAINS(x, '(?si)^a')"
