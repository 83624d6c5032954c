"""ClickHouse's form of logarithms and bits."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_bits_keep_the_type() -> None:
    assert text_of("i & b", "clickhouse") == "bitAnd(toInt64(i), toInt64(b))"


def test_a_logarithm_of_zero_fails() -> None:
    assert "throwIf(toFloat64(f) <= 0" in text_of("log(f)", "clickhouse")
