"""Values of periods as charts show them."""

from __future__ import annotations

from core.charts.points import ChartPoint, last_of, listed, signed, stretches, values_of

POINTS = (ChartPoint("W44", 12), ChartPoint("W45", None, reason="late"), ChartPoint("W46", 0, True))


def test_a_point_says_its_period_its_value_and_what_is_not_final() -> None:
    assert listed(POINTS, "count") == "W44 12, W45 late, W46 0 (provisional)"
    assert ChartPoint("W45", None).text("count") == "W45 no value"


def test_a_value_of_zero_is_a_value() -> None:
    assert values_of(POINTS) == [12, 0]
    assert last_of(POINTS) == POINTS[2]
    assert last_of(POINTS[1:2]) is None


def test_a_gap_ends_a_stretch() -> None:
    assert stretches([(0, 1), None, (2, 3), (4, 5), None]) == [[(0, 1)], [(2, 3), (4, 5)]]


def test_a_change_has_its_sign_and_one_of_a_percentage_is_in_points() -> None:
    assert [signed(amount, "count") for amount in (79, -41, 0)] == ["+79", "-41", "0"]
    assert signed(0.015, "percent") == "+1.5 pp"
    assert signed(-1500, "EUR") == "-1,500 €"
