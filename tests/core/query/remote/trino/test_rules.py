"""Trino's own forms. None of them was run against the service."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_a_division_by_zero_fails() -> None:
    zero = "CASE WHEN CAST(j AS DOUBLE) = 0 AND NOT CAST(f AS DOUBLE) IS NULL THEN 1 / CAST"

    assert zero in text_of("f / j", "trino")


def test_only_blanks_are_trimmed() -> None:
    assert text_of("trim(x)", "trino") == "TRIM(BOTH ' ' FROM x)"


def test_the_end_of_a_text_is_its_very_end() -> None:
    assert text_of("x ~ 'a$'", "trino") == r"REGEXP_LIKE(x, '(?s)a\z')"
