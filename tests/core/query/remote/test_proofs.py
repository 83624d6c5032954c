"""Only what the corpus proves is accepted."""

from __future__ import annotations

from core.query.remote.proofs import is_proven


def test_a_construct_is_proven_by_engine() -> None:
    assert is_proven("Sum(decimal)", "spark")
    assert is_proven("Corr(int, int)", "spark")
    assert not is_proven("Corr(int, int)", "clickhouse")
    assert not is_proven("Gcd(int, int)", "spark")


def test_an_unknown_kind_may_be_any() -> None:
    assert is_proven("Sum(unknown)", "spark")
    assert is_proven("GTE(timestamptz, unknown)", "spark")
    assert is_proven("Nullif(unknown, date)", "spark")
    assert is_proven("Cast to unknown(unknown)", "spark")
    assert not is_proven("Gcd(unknown)", "spark")
