"""Spark's form of lists."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_the_first_value_is_taken_from_sorted_rows() -> None:
    text = text_of("(array_agg(i ORDER BY id DESC))[1]", "spark")

    assert text == (
        "GET(TRANSFORM(SORT_ARRAY(COLLECT_LIST(NAMED_STRUCT('null0', ISNULL(id), 'key0', id, "
        "'value', i)), FALSE), row_ -> row_.value), 0)"
    )


def test_a_percentile_is_one_of_the_values() -> None:
    """Sail answers percentile_disc with a value between two."""
    text = text_of("percentile_disc(0.3) WITHIN GROUP (ORDER BY i)", "spark")

    assert text.startswith("GET(SORT_ARRAY(COLLECT_LIST(i), TRUE), (")
