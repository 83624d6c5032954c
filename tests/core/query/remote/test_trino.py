"""Trino's own forms. None of them was run against the service."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_a_division_by_zero_fails() -> None:
    assert "CASE WHEN CAST(j AS DOUBLE) = 0 THEN 1 / CAST" in text_of("f / j", "trino")
