"""The interval of a final value: its reach, and the bounds that values have kept so far."""

from __future__ import annotations

import pytest

from core.analysis.chain_ladder import Ultimate
from core.analysis.interval import Habits, interval, t_quantile


# Published tables of Student's t.
@pytest.mark.parametrize(
    ("freedom", "published"), [(5, 1.476), (9, 1.383), (12, 1.356), (30, 1.310), (1000, 1.282)]
)
def test_quantiles_are_those_of_published_tables(freedom: int, published: float) -> None:
    assert t_quantile(freedom) == pytest.approx(published, abs=0.0005)


def test_a_value_that_never_fell_is_a_lower_bound() -> None:
    ultimate = Ultimate(0, 100, 101, 10)

    assert interval(ultimate, 13, Habits()) == pytest.approx((87.44, 114.56), abs=0.01)
    assert interval(ultimate, 13, Habits(falls=False)) == pytest.approx((100, 114.56), abs=0.01)
    assert interval(ultimate, 13, Habits(rises=False)) == pytest.approx((87.44, 100), abs=0.01)


def test_whole_numbers_have_whole_bounds_within() -> None:
    assert interval(Ultimate(0, 100, 101, 10), 13, Habits(is_whole=True)) == (88, 114)
    assert interval(Ultimate(0, 100, 101.4, 0.1), 13, Habits(is_whole=True)) == (101, 101)
