"""The mix of a period's own value and the mean of all."""

from __future__ import annotations

import pytest

from core.analysis.chain_ladder import AgeFactor, project
from core.analysis.credibility import Level, level_of, project_mixed

# Half of a value is there at first; single records have a variance of f (f - 1) = 2 per unit.
FACTORS = (AgeFactor(0, 2.0, 2.0, 1000, 10),)


def test_values_that_differ_as_single_records_do_say_nothing_of_their_period() -> None:
    level = level_of([(0, 10), (0, 10), (1, 20), (1, 20)], FACTORS)

    assert (level.mean, level.dispersion, level.variance) == (20, 1, 0)
    assert project_mixed(4, 0, FACTORS, level).expected == 4 + 10  # Bornhuetter-Ferguson


def test_values_that_differ_widely_speak_for_themselves() -> None:
    level = Level(mean=1000, dispersion=1, variance=1e9)

    mixed = project_mixed(400, 0, FACTORS, level)

    assert mixed.expected == pytest.approx(800, abs=0.1)  # the chain ladder
    assert mixed.error == pytest.approx(project(400, 0, FACTORS).error, rel=1e-3)


def test_between_both_the_weight_is_that_of_a_gamma_level() -> None:
    # Mean 20 and variance 40: a Gamma level of shape 10 and rate 1/2. Four records of a half give
    # a posterior mean of (10 + 4) / (1/2 + 1/2) = 14, of which half is to come.
    level = Level(mean=20, dispersion=1, variance=40)

    mixed = project_mixed(4, 0, FACTORS, level)

    assert level.weight(0.5) == 0.5
    assert mixed.expected == pytest.approx(4 + 14 / 2)
    # What is to come has the variance 7 of its records and 14 / (1/2 + 1/2) / 4 of its level; the
    # factor is known from 1,000, for a volume of 7.
    assert mixed.error**2 == pytest.approx(7 + 14 / 4 + 7**2 * 2 / 1000)


def test_a_final_value_is_not_mixed() -> None:
    assert project_mixed(7, 1, FACTORS, Level(20, 1, 0)).expected == 7


def test_what_always_comes_in_the_same_way_needs_no_mean() -> None:
    exact = (AgeFactor(0, 2.0, 0.0, 1000, 10),)
    level = level_of([(0, 10), (0, 30)], exact)

    assert project_mixed(30, 0, exact, level).expected == 60
