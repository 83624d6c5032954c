"""Aggregates that keep the order of their rows."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


def test_a_filter_becomes_a_condition_of_the_values() -> None:
    text = text_of("string_agg(x, ',' ORDER BY id) FILTER (WHERE yes)", "spark")

    assert text.startswith("LISTAGG(CASE WHEN yes THEN x END, ',') WITHIN GROUP (ORDER BY id")


def test_texts_of_an_array_are_empty_where_all_are_null() -> None:
    text = text_of("array_to_string(array_agg(x ORDER BY id), ',')", "spark")

    assert text.startswith("CASE WHEN COUNT(*) > 0 THEN COALESCE(LISTAGG(x, ',')")


def test_the_length_of_all_values_is_the_number_of_rows() -> None:
    assert text_of("cardinality(array_agg(i))", "spark") == "CAST(NULLIF(COUNT(*), 0) AS INT)"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (
            "string_agg(x, ',')",
            "string_agg without ORDER BY, whose result may change; add ORDER BY",
        ),
        ("string_agg(x, g ORDER BY id)", "string_agg with a computed separator"),
        ("string_agg(x, ',' ORDER BY x)", 'an order of text by a collation; write x COLLATE "C"'),
        (
            "string_agg(DISTINCT x, ',' ORDER BY id)",
            "DISTINCT of other values than ORDER BY; order by them alone",
        ),
        ("(array_agg(i))[1]", "an element of array_agg without ORDER BY; add it"),
        (
            "(array_agg(i ORDER BY id))[j]",
            "an element of an array; take that of array_agg(x ORDER BY y)",
        ),
        (
            "array_length(array_agg(i), 2)",
            "array_length of another dimension than 1",
        ),
        (
            "array_to_string(ARRAY[1, 2], ',')",
            "array_to_string of another array; use array_agg(x ORDER BY y)",
        ),
    ],
)
def test_a_list_without_a_certain_order_is_refused(expression: str, found: str) -> None:
    assert findings(expression) == [found]
