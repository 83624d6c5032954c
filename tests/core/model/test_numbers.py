"""Equality of numbers: noise is not a difference, and whole numbers have none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.numbers import same_number


@pytest.mark.parametrize(("one", "other"), [(None, None), (3, 3.0), (0.1 + 0.2, 0.3), (-0.0, 0.0)])
def test_equal_numbers_are_the_same(one: float | None, other: float | None) -> None:
    assert same_number(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [(None, 0.0), (5e9, 5e9 + 1), (0.3, 0.30000001), (0.0, 1e-6)]
)
def test_other_numbers_are_not(one: float | None, other: float | None) -> None:
    assert not same_number(one, other)
    assert not same_number(other, one)


def test_sums_that_should_be_0_are_the_same_as_0() -> None:
    assert same_number(0.1 + 0.2 - 0.3, 0.0)


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=50))
def test_the_order_of_a_sum_makes_no_difference(numbers: list[float]) -> None:
    assert same_number(sum(numbers), sum(reversed(numbers)))
