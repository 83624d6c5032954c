"""Scales."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.scale import scale_of


def test_values_far_from_zero_fill_the_scale() -> None:
    scale = scale_of([1000, 1100], 0, 100)

    assert (scale.low, scale.high) == pytest.approx((994, 1106))
    assert scale(1050) == pytest.approx(50)


def test_a_scale_begins_at_zero_if_zero_is_near() -> None:
    assert scale_of([30, 100], 0, 100).low == 0
    assert scale_of([-30, -100], 0, 100).high == 0


def test_one_value_and_none_stand_in_the_middle() -> None:
    assert scale_of([7, 7], 0, 100)(7) == pytest.approx(50)
    assert scale_of([], 0, 100)(0) == 50


@given(st.lists(st.floats(-1e15, 1e15), min_size=1), st.booleans())
def test_each_value_is_on_the_scale(values: list[float], from_zero: bool) -> None:
    scale = scale_of(values, 10, 90, from_zero=from_zero)

    assert all(10 - 1e-6 <= scale(value) <= 90 + 1e-6 for value in values)
