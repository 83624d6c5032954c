"""Stored numbers compared with computed ones, bit for bit."""

from __future__ import annotations

from dataclasses import replace

from core.compute.outcome import Computed
from core.explain.verified import Verified, bits, has_same_bits, is_rounded
from tests.rows import row

ROW = replace(row(0.3), numerator=3.0, denominator=10.0)


def test_all_three_numbers_have_to_have_the_same_bits() -> None:
    assert has_same_bits(ROW, Computed("", "value", 0.3, 3.0, 10.0))
    assert not has_same_bits(ROW, Computed("", "value", 0.1 + 0.2, 3.0, 10.0))
    assert not has_same_bits(ROW, Computed("", "value", 0.3, 3.0, None))
    assert bits(0.3) != bits(0.1 + 0.2)


def test_the_noise_of_a_sum_is_rounding_and_another_count_is_not() -> None:
    assert is_rounded(ROW, Computed("", "value", 0.1 + 0.2, 3.0, 10.0))
    assert not is_rounded(ROW, Computed("", "value", 0.3, 4.0, 10.0))


def test_only_what_nothing_explains_is_an_error() -> None:
    assert Verified(ROW, "unexplained").is_error
    assert not Verified(ROW, "changed").is_error
