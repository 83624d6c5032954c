"""ClickHouse's numbers."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_a_division_by_zero_fails() -> None:
    assert "throwIf(toFloat64(i) = 0, 'division by zero')" in text_of("n / i", "clickhouse")


def test_a_number_with_a_point_is_a_decimal() -> None:
    assert text_of("n * 1.19", "clickhouse") == "(n * toDecimal128('1.19', 2))"


def test_a_count_has_a_sign() -> None:
    assert text_of("count(*)", "clickhouse") == "toInt64(COUNT(*))"
