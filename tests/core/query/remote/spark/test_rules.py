"""Spark's own forms."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_different_rows_are_counted_with_their_nulls() -> None:
    assert text_of("count(DISTINCT (i, g))", "spark") == "COUNT(DISTINCT STRUCT(i, g))"


def test_the_end_of_a_text_is_its_very_end() -> None:
    assert text_of("x ~ 'a$'", "spark") == r"REGEXP_LIKE(x, '(?s)a\\z')"
