"""Places of numbers beside their points."""

from __future__ import annotations

from core.charts.number_places import by_weight, is_low, near
from tests.core.charts.samples import weeks


def test_the_last_the_greatest_the_least_and_the_first_come_first() -> None:
    assert by_weight([5, 9, None, 1, 6, 7]) == [5, 1, 3, 0, 4]
    assert by_weight([None]) == []


def test_a_value_below_its_neighbours_is_low() -> None:
    points = weeks((5, 9, 7, None, 3))

    assert [is_low(points, place) for place in (0, 1, 2, 4)] == [True, False, True, False]


def test_the_number_of_a_low_value_stands_below_it_if_there_is_room() -> None:
    assert near((10, 50), is_low=True)[0] == (10, 64)
    assert near((10, 50), is_low=False)[0] == (10, 43)
