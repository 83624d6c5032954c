"""Spark's form of texts."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_only_the_first_part_is_replaced() -> None:
    text = text_of("regexp_replace(x, 'a(b)', 'c')", "spark")

    assert text == (
        "CASE WHEN REGEXP_LIKE(x, '(?s)a(b)') THEN CONCAT("
        "REGEXP_EXTRACT(x, '(?s)^(.*?)a(b)(.*)', 1), 'c', "
        "REGEXP_EXTRACT(x, '(?s)^(.*?)a(b)(.*)', 3)) ELSE x END"
    )


def test_all_parts_are_replaced() -> None:
    assert text_of("regexp_replace(x, 'a', 'c', 'g')", "spark") == (
        "REGEXP_REPLACE(x, '(?s)a', 'c')"
    )
