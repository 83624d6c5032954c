"""Spark's numbers."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_a_division_by_zero_fails_on_sail_too() -> None:
    assert "RAISE_ERROR('division by zero')" in text_of("n / f", "spark")


def test_arithmetic_does_not_overflow() -> None:
    assert text_of("i * j", "spark") == "(CAST(i AS BIGINT) * CAST(j AS BIGINT))"


def test_a_half_is_rounded_by_its_type() -> None:
    assert text_of("round(f)", "spark") == "BROUND(f, 0)"
    assert text_of("round(n, 1)", "spark") == "ROUND(n, 1)"
