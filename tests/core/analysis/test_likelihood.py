"""Bands and chances from the errors of earlier forecasts."""

from __future__ import annotations

from math import log

import pytest

from core.analysis.likelihood import Errors, errors_of

TEN = Errors(tuple(float(each) for each in range(1, 11)), is_relative=False)


def test_a_band_is_wide_enough_for_its_share_of_errors_and_a_bit_more() -> None:
    # Of 10 errors, 0.8 × 11 = 8.8: the ninth.
    assert TEN.band(100, 0.8) == (91, 109)
    assert TEN.band(100, 0.99) == (90, 110)


def test_relative_errors_make_a_band_of_factors() -> None:
    errors = Errors((log(2),), is_relative=True)
    assert errors.band(100, 0.8) == pytest.approx((50, 200))


def test_what_is_expected_has_a_chance_of_one_half() -> None:
    assert TEN.chance(100, 100) == pytest.approx(0.5)


def test_a_chance_follows_the_share_of_errors() -> None:
    # Of the 20 equally likely errors 14 leave more than 95.5; the kernel rounds it off.
    assert TEN.chance(100, 95.5) == pytest.approx(0.7, abs=0.03)
    assert TEN.chance(100, 104.5) == pytest.approx(0.3, abs=0.03)
    assert TEN.chance(100, 140) == pytest.approx(0, abs=0.001)


def test_what_needs_nothing_more_is_certain() -> None:
    errors = Errors((0.1, 0.2), is_relative=True)
    assert errors.chance(100, 0) == 1
    assert errors.chance(100, -5) == 1
    assert errors.chance(0, 5) == 0


def test_errors_without_size_decide() -> None:
    never_off = Errors((0.0, 0.0), is_relative=True)
    assert never_off.chance(100, 99) == 1
    assert never_off.chance(100, 101) == 0


def test_errors_are_distances_by_logarithm_or_amount() -> None:
    pairs = [(100.0, 50.0), (100.0, 200.0), (100.0, 0.0)]
    assert errors_of(pairs, is_relative=True).sizes == pytest.approx((log(2), log(2)))
    assert errors_of(pairs, is_relative=False).sizes == (50, 100, 100)
