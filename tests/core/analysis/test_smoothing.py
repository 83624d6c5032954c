"""Smoothing: figures worked out on paper, and that an odd value moves little."""

from __future__ import annotations

import pytest

from core.analysis.smoothing import Smoothed, levels_before, smooth


def test_the_median_of_the_three_ways_is_expected() -> None:
    found = Smoothed(simple=[10.0], damped=[(20.0, 4.0)], fading=0.5, drifts=[1.0])

    # simple: 10, 10, 10; damped: 22, 23, 23.5; theta: 11, 12, 13
    assert found.expected(0, 3) == [11, 12, 13]


def test_a_constant_series_stays_what_it_is() -> None:
    found = smooth([7.0] * 10)
    assert found.expected(9, 4) == [7, 7, 7, 7]


def test_the_drift_is_half_the_slope_of_the_line_through_all_values() -> None:
    found = smooth([10.0 + 3 * index for index in range(20)])
    assert found.drifts[0] == 0
    assert found.drifts[1:] == pytest.approx([1.5] * 19)


def test_a_series_that_rises_is_expected_to_rise_on() -> None:
    found = smooth([100.0 + 3 * index for index in range(40)])
    first, second, *_ = found.expected(39, 4)
    assert 216 < first < second < 225


def test_what_was_expected_earlier_knows_nothing_of_later_values() -> None:
    values = [100.0, 104, 98, 101, 103, 99, 100, 102, 97, 104]
    earlier = smooth(values)
    simple = earlier.simple[:5]
    assert earlier.expected(4, 2)[0] == pytest.approx(
        sorted(
            [
                simple[4],
                earlier.damped[4][0] + earlier.fading * earlier.damped[4][1],
                simple[4] + earlier.drifts[4],
            ]
        )[1]
    )


def test_the_level_that_a_value_meets_does_not_know_it() -> None:
    values = [10.0, 12, 9, 11, 10, 11, 10, 500]
    met = levels_before(values)
    assert len(met) == len(values)
    assert met[-1] == pytest.approx(10.5, abs=1)


def test_an_odd_value_moves_the_level_little() -> None:
    values = [100.0, 102, 99, 101, 98, 103, 100, 99, 101, 102, 20, 100]
    assert levels_before(values)[-1] == pytest.approx(100, abs=4)


def test_a_new_level_is_followed() -> None:
    values = [100.0, 102, 99, 101, 98, 103] + [150.0, 152, 149, 151, 148, 153] * 3
    assert levels_before(values)[-1] == pytest.approx(150, abs=5)
