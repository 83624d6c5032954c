"""What was expected of a value: level, season, holidays and limits."""

from __future__ import annotations

import random
from math import cos, pi

import pytest

from core.analysis.expectation import Expectation, Scale, expect
from core.model import Period, parse_period

PLAIN, ROOT, LOGARITHM = Scale("values"), Scale("root"), Scale("logarithm")


def weeks(count: int) -> list[Period]:
    first = parse_period("2023-W01")
    return [first.shift(index) for index in range(count)]


def found_for(values: list[float], scale: Scale = PLAIN, least: float = 0.0) -> Expectation:
    return expect(weeks(len(values)), values, [0.0] * len(values), scale, least)


def test_the_root_is_that_of_anscombe() -> None:
    assert ROOT.put(0) == pytest.approx(1.224745)
    assert ROOT.put(100) == pytest.approx(20.037465)
    assert ROOT.take(ROOT.put(28_762)) == pytest.approx(28_762)
    assert ROOT.take(-3) == 0
    assert PLAIN.take(PLAIN.put(-3)) == -3
    assert LOGARITHM.take(LOGARITHM.put(7.5)) == pytest.approx(7.5)


def test_limits_are_those_of_the_distances_from_what_was_expected() -> None:
    # Level 10 throughout: the distances are ±1 in turn, their moving range 2, so ± 2.66 × 2; for 20
    # values an eighth part wider (3 / 20 more).
    values = [9.0, 11] * 10 + [10.0]
    found = found_for(values)
    assert found.count == 20
    assert found.expected == pytest.approx(10, abs=0.3)
    assert found.upper - found.expected == pytest.approx(2.66 * 2 * 1.15, rel=0.03)
    assert not found.has_season


def test_a_growing_series_is_not_outside_its_limits() -> None:
    generator = random.Random(4)
    values = [1000 * 1.01**index * (1 + generator.gauss(0, 0.03)) for index in range(100)]
    assert abs(found_for(values).size) < 1
    values[-1] = values[0]
    assert found_for(values).size < -2


def test_a_drop_within_a_seasonal_rise_shows_with_the_season_only() -> None:
    generator = random.Random(5)
    usual = [1000 - 600 * cos(2 * pi * week / 52) for week in range(52)]
    values = [usual[index % 52] * (1 + generator.gauss(0, 0.04)) for index in range(122)]
    values[-1] = 0.7 * usual[121 % 52]

    found = found_for(values)
    without = found_for(values[52:])

    assert found.has_season
    assert found.expected == pytest.approx(usual[121 % 52], rel=0.06)
    assert found.size < -1
    assert not without.has_season


def test_values_in_a_row_on_one_side_are_counted() -> None:
    values = [10.0, 11, 9, 10, 12, 9, 10, 11, 10, 9, 11, 10, 30, 31, 30]
    assert found_for(values).outside in (2, 3)
    assert found_for(values[:-1]).outside == 2
    assert found_for(values[:-3]).outside == 0


def test_a_series_that_never_moves_needs_more_than_the_least_distance() -> None:
    values = [120.0] * 20
    assert found_for([*values, 121.0], ROOT, least=1.0).size == pytest.approx(1)
    assert found_for([*values, 124.0], ROOT, least=1.0).size > 3


def test_events_of_the_past_leave_what_is_expected_where_it_was() -> None:
    generator = random.Random(6)
    values = [100 + generator.gauss(0, 1) for _ in range(60)]
    for index in (20, 21, 35, 36, 37):
        values[index] -= 30
    found = found_for(values)
    assert found.expected == pytest.approx(100, abs=0.7)
    assert abs(found.size) < 1
