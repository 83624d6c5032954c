"""Development factors and their errors, beside published figures and worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis import Triangle, age_factors, project, shares, total_error

# The RAA triangle in Mack (1993), "Distribution-free calculation of the standard error of chain
# ladder reserve estimates", ASTIN Bulletin 23, with the figures that it gives.
RAA: Triangle = (
    (5012, 8269, 10907, 11805, 13539, 16181, 18009, 18608, 18662, 18834),
    (106, 4285, 5396, 10666, 13782, 15599, 15496, 16169, 16704),
    (3410, 8992, 13873, 16141, 18735, 22214, 22863, 23466),
    (5655, 11555, 15766, 21266, 23425, 26083, 27067),
    (1092, 9565, 15836, 22169, 25955, 26180),
    (1513, 6445, 11702, 12935, 15852),
    (557, 4020, 10946, 12314),
    (1351, 6947, 13112),
    (3133, 5395),
    (2063,),
)
FACTORS = [2.9994, 1.6235, 1.2709, 1.1717, 1.1134, 1.0419, 1.0333, 1.0169, 1.0092]
ERRORS = [206, 623, 747, 1469, 2002, 2209, 5358, 6333, 24566]


def test_factors_are_those_published_for_the_raa_triangle() -> None:
    assert [round(each.factor, 4) for each in age_factors(RAA)] == FACTORS


def test_amounts_and_errors_are_those_published_for_the_raa_triangle() -> None:
    factors = age_factors(RAA)
    ultimates = [project(row[-1] or 0, len(row) - 1, factors) for row in RAA]

    assert round(sum(each.still_to_come for each in ultimates), 3) == 52135.228
    assert [round(each.error) for each in ultimates] == [0, *ERRORS]
    assert round(total_error(ultimates, factors)) == 26909


def test_a_missing_look_leaves_out_both_its_links() -> None:
    triangle: Triangle = ((10, 20, 30), (10, None, 30), (10, 14), (7,))

    first, second = age_factors(triangle)

    assert (first.factor, first.links) == (34 / 20, 2)
    assert (second.factor, second.links) == (30 / 20, 1)


def test_a_window_counts_the_periods_in_which_values_were_seen() -> None:
    triangle: Triangle = ((10, 99, 99), (10, 12, 13), (10, 13), (7,))

    first, second = age_factors(triangle, window=2)

    assert (first.factor, first.links) == (25 / 20, 2)  # not 10 to 99, which was seen before
    assert (second.factor, second.links) == (112 / 111, 2)


def test_a_value_of_zero_counts_for_the_factor_and_has_no_deviation_of_its_own() -> None:
    (factor,) = age_factors(((0, 3), (10, 12), (10, 15), (4,)))

    assert factor.factor == 30 / 20
    assert factor.variance == pytest.approx((12 - 15) ** 2 / 10)


def test_without_any_volume_there_are_no_factors() -> None:
    assert age_factors(((0, 0), (0, 2), (0,))) == ()
    assert age_factors(()) == ()


def test_a_share_of_the_final_value_is_there_at_each_age() -> None:
    factors = age_factors(((80, 100), (80, 100), (30,)))

    assert shares(factors) == pytest.approx((0.8, 1.0))
    assert project(30, 0, factors).expected == pytest.approx(37.5)


def test_a_value_older_than_any_factor_is_final() -> None:
    factors = age_factors(((80, 100), (80, 100), (30,)))

    assert project(70, 1, factors).expected == 70
    assert project(70, 5, factors).error == 0


@given(st.lists(st.lists(st.integers(1, 10**6), min_size=6, max_size=6), min_size=3, max_size=6))
def test_factors_do_not_depend_on_the_unit(full: list[list[int]]) -> None:
    rows = [row[: len(full) - index] for index, row in enumerate(full)]
    thousands = [[value / 1000 for value in row] for row in rows]

    for one, other in zip(age_factors(rows), age_factors(thousands), strict=True):
        assert one.factor == pytest.approx(other.factor)
        assert one.links == other.links


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=8))
def test_values_that_no_longer_change_are_final(values: list[int]) -> None:
    rows = [[value] * (len(values) - index) for index, value in enumerate(values)]
    factors = age_factors(rows)

    for row in rows:
        ultimate = project(row[-1], len(row) - 1, factors)
        assert (ultimate.expected, ultimate.error) == (row[-1], 0)
