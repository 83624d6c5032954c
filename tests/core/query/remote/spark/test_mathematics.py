"""Spark's form of logarithms."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_a_logarithm_of_zero_fails() -> None:
    text = text_of("log(2, n)", "spark")

    assert text.startswith("LOG2(CASE WHEN CAST(n AS DOUBLE) <= 0 THEN CAST(RAISE_ERROR(")
