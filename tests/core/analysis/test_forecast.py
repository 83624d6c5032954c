"""Forecasts: with and without a season, and their intervals in simulated histories."""

from __future__ import annotations

import random
from math import cos, pi
from statistics import fmean

import pytest

from core.analysis.forecast import forecast, wide_errors
from core.model import Period, parse_period

ONES = [1.0] * 13
QUARTER = list(range(1, 14))


def weeks(count: int, first: str = "2023-W01") -> list[Period]:
    start = parse_period(first)
    return [start.shift(index) for index in range(count)]


def seasonal(generator: random.Random, count: int, noise: float = 0.05) -> list[float]:
    usual = [1000 - 500 * cos(2 * pi * week / 52) for week in range(52)]
    return [usual[index % 52] * (1 + generator.gauss(0, noise)) for index in range(count)]


def test_a_constant_series_is_expected_to_stay() -> None:
    found = forecast(weeks(60), [7.0] * 60, [1, 2, 3], [1.0] * 3)
    assert found.values == (7, 7, 7)
    assert set(found.errors.sizes) == {0}


def test_a_season_is_followed() -> None:
    values = seasonal(random.Random(1), 130)
    found = forecast(weeks(117), values[:117], QUARTER, ONES)

    assert found.has_season
    assert sum(found.values) == pytest.approx(sum(values[117:]), rel=0.03)
    assert found.values[0] < found.values[-1]


def test_only_the_periods_that_are_asked_for_are_forecast() -> None:
    values = seasonal(random.Random(1), 117)
    all_of_them = forecast(weeks(117), values, QUARTER, ONES).values
    some = forecast(weeks(117), values, [2, 5, 13], [1.0] * 3).values
    assert some == pytest.approx((all_of_them[1], all_of_them[4], all_of_them[12]))


def test_values_below_zero_have_errors_by_amount() -> None:
    generator = random.Random(2)
    found = forecast(weeks(60), [generator.gauss(0, 10) for _ in range(60)], [1, 2], [1.0, 1.0])
    assert not found.errors.is_relative
    assert found.values[0] == pytest.approx(0, abs=8)


def test_a_gap_delays_nothing() -> None:
    values = seasonal(random.Random(3), 117)
    kept = [index for index in range(117) if index not in (60, 61)]
    periods = weeks(117)
    found = forecast([periods[i] for i in kept], [values[i] for i in kept], QUARTER, ONES)
    whole = forecast(periods, values, QUARTER, ONES)
    assert sum(found.values) == pytest.approx(sum(whole.values), rel=0.02)


def test_intervals_hold_what_comes_in_about_four_of_five() -> None:
    generator = random.Random(4)
    held, chances = [], []
    for _ in range(60):
        values = seasonal(generator, 123, noise=0.1)
        found = forecast(weeks(117), values[:117], QUARTER[:6], ONES[:6])
        came, expected = sum(values[117:]), sum(found.values)
        low, high = found.errors.band(expected, 0.8)
        held.append(low <= came <= high)
        chances.append((found.errors.chance(expected, 1.03 * expected), came >= 1.03 * expected))

    assert 0.7 <= fmean(held) <= 0.95
    assert fmean(chance for chance, _ in chances) == pytest.approx(
        fmean(is_reached for _, is_reached in chances), abs=0.12
    )


def test_few_values_have_an_error_that_is_wide_on_purpose() -> None:
    assert wide_errors([100.0, 100, 100, 100]).sizes == pytest.approx((0.1,))
    generator = random.Random(5)
    values = [100 * (1 + generator.gauss(0, 0.1)) for _ in range(20)]
    assert wide_errors(values).sizes[0] > 0.2
    assert wide_errors([-5.0, 5, -5, 5]).sizes[0] >= 0.5


def test_positive_values_are_not_expected_below_zero() -> None:
    falling = [1000.0 - 16 * index for index in range(62)]
    found = forecast(weeks(62), falling, QUARTER, ONES)
    assert min(found.values) >= 0
    low, high = found.errors.band(sum(found.values), 0.8)
    assert 0 <= low <= high
