"""BigQuery's own forms. None of them was run against the service."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from core.query import translate
from tests.core.query.remote.engines import PARAMS, TYPES
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


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT v FROM (VALUES (1)) AS v(v)",
        "SELECT g, count(*) AS value FROM stg.t GROUP BY ROLLUP (g)",
        "SELECT i FROM stg.t OFFSET 2",
    ],
)
def test_what_means_something_else_there_is_refused(sql: str) -> None:
    with pytest.raises(UntranslatableError, match="is not proven on BigQuery"):
        translate(sql, PARAMS, "bigquery", TYPES, "Europe/Berlin")


def test_letters_change_one_by_one() -> None:
    assert text_of("lower(x)", "bigquery") == "LOWER(TRANSLATE(x, 'İΣ', 'iσ'))"
    assert text_of("upper('bigint')", "bigquery") == "UPPER('bigint')"


def test_null_is_the_largest_value_in_the_order_of_an_aggregate() -> None:
    assert text_of("string_agg(x, ',' ORDER BY i)", "bigquery") == (
        "STRING_AGG(x, ',' ORDER BY i IS NULL ASC, i ASC)"
    )


def test_a_second_has_no_zeros_behind_its_last_digit() -> None:
    assert text_of("ts::text", "bigquery") == (
        "REGEXP_REPLACE(CAST(ts AS STRING), '(\\\\.\\\\d*?)0+$', '\\\\1')"
    )
