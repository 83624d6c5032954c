"""Final values of ratios: both parts develop, and their errors hang together."""

from __future__ import annotations

import pytest

from core.analysis.chain_ladder import AgeFactor, Ultimate, age_factors, shares
from core.analysis.ratio import deviations_of, project_ratio


def test_a_ratio_grows_with_its_numerator_and_falls_with_its_denominator() -> None:
    found = project_ratio(Ultimate(0, 10, 15, 0), Ultimate(0, 100, 120, 0), ())

    assert found is not None
    assert (found.latest, found.expected, found.error) == (0.1, 0.125, 0)


def test_without_a_denominator_there_is_no_ratio() -> None:
    assert project_ratio(Ultimate(0, 0, 0, 0), Ultimate(0, 0, 0, 0), ()) is None


def test_late_records_of_both_parts_leave_a_steady_ratio_exact() -> None:
    denominators = ((100, 120), (100, 150), (100, 130), (100,))
    numerators = ((20, 24), (20, 30), (20, 26), (20,))
    factors = age_factors(numerators), age_factors(denominators)

    (deviation,) = deviations_of(numerators, denominators, factors, 0.2)

    assert deviation.variance == pytest.approx(0)


def test_the_error_is_that_of_numerator_less_ratio_times_denominator() -> None:
    denominators = ((100, 100), (100, 100), (100,))
    numerators = ((20, 23), (20, 25), (20,))
    factors = age_factors(numerators), age_factors(denominators)

    deviations = deviations_of(numerators, denominators, factors, 0.24)
    found = project_ratio(Ultimate(0, 20, 24, 0), Ultimate(0, 100, 100, 0), deviations)

    # Deviations of -1 and 1 for a volume of 100 each: a variance of 2 / 100 per unit.
    assert deviations[0].variance == pytest.approx(0.02)
    assert found is not None
    assert found.error == pytest.approx((0.02 * (100 + 100**2 / 200)) ** 0.5 / 100)


def test_earlier_deviations_grow_with_the_factors_after_them() -> None:
    above = (AgeFactor(0, 1.0, 0, 30, 3), AgeFactor(1, 2.0, 0, 30, 2))
    below = (AgeFactor(0, 1.0, 0, 300, 3), AgeFactor(1, 1.0, 0, 200, 2))
    numerators = ((9, 10, 20), (11, 10, 20), (10, 10), (10,))
    denominators = ((100, 100, 100), (100, 100, 100), (100, 100), (100,))

    first, _ = deviations_of(numerators, denominators, (above, below), 0.2)

    assert shares(above)[1] == 0.5
    # -1 and 1 at first are 2 in the end, squared over 100: in all 8 / 100, of three periods.
    assert first.variance == pytest.approx(0.08 / 2)
