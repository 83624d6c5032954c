"""Unusual values, by the limits of their own series."""

from __future__ import annotations

from core.alerts.variation import is_unusual

# Mean 0.1416238, limits -3.01138 and 3.294627: the series y of the oracle.
Y = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
    *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
    *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]


def test_a_value_beyond_the_limits_of_the_series_is_unusual() -> None:
    values = (-3.0114, -3.0113, 3.2946, 3.2947)

    assert [is_unusual([*Y, value]) for value in values] == [True, False, False, True]


def test_eight_values_on_one_side_are_unusual() -> None:
    assert is_unusual([*Y, *[0.5, 0.2] * 3]) is False
    assert is_unusual([*Y, *[0.5, 0.2] * 4]) is True


def test_few_values_have_no_limits() -> None:
    assert is_unusual(Y[:9]) is None
    assert is_unusual(Y[:10]) is False
