"""Limits of a series' own variation."""

from __future__ import annotations

from core.alerts.variation import is_outside

# Mean 0.1416238, limits -3.01138 and 3.294627: the series y of the oracle.
Y = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
    *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
    *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]


def test_a_value_beyond_the_limits_of_those_before_is_outside() -> None:
    assert [is_outside([*Y, value]) for value in (-3.0114, -3.0113, 3.2946, 3.2947)] == [
        True,
        False,
        False,
        True,
    ]


def test_few_values_have_no_limits() -> None:
    assert is_outside(Y[:12]) is None
    assert is_outside(Y[:13]) is False
