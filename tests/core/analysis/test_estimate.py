"""What the development of one series says of it, or why it says nothing."""

from __future__ import annotations

import pytest

from core.analysis.estimate import Estimate, estimate, habits_of
from core.analysis.interval import Habits
from core.analysis.looks import ValueReading
from tests.core.analysis.triangles import usual

READINGS = [[None if each is None else ValueReading(each) for each in row] for row in usual()]


def test_values_have_factors_a_level_and_habits() -> None:
    found = estimate(READINGS, 1, 13, "count")

    assert isinstance(found, Estimate)
    assert found.level.mean == pytest.approx(100, rel=0.01)
    assert found.habits == Habits(rises=True, falls=False, is_whole=True)
    assert found.links(0) == 12
    assert found.change == pytest.approx(0.25, abs=0.02)


def test_a_ratio_without_a_denominator_has_no_final_value() -> None:
    rows = [
        [None if each is None else ValueReading(each / 100, each, 100.0) for each in row]
        for row in usual()
    ]

    found = estimate(rows, 1, 13, "percent")

    assert isinstance(found, Estimate)
    assert found.ultimate(ValueReading(0.8, 80.0, 100.0), 0) is not None
    assert found.ultimate(ValueReading(0.0, 0.0, 0.0), 0) is None


def test_without_ages_nothing_is_known() -> None:
    assert estimate(READINGS, 0, 13, "count") == "too few periods were computed again: 0 of 6"
    assert estimate([[None]], 1, 13, "count") == "too few periods were computed again: 0 of 6"


def test_habits_are_those_of_all_changes() -> None:
    assert habits_of([[2.5, 2], [1]], is_whole=False) == Habits(rises=False, falls=True)
    assert habits_of([[2, None, 3], [1]], is_whole=True) == Habits(
        rises=False, falls=False, is_whole=True
    )
