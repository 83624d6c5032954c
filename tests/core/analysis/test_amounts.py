"""Amounts of a change as people read them."""

from __future__ import annotations

import pytest

from core.analysis.amounts import amount_text, is_shown, percent_text


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (12, "count", "+12"),
        (-1200, "count", "-1,200"),
        (22.5, "count", "+22.5"),
        (-0.012, "percent", "-1.2 pp"),
        (0.2, "count", "±0.2"),
        (0, "EUR", "±0.00 €"),
        (-48210.4, "EUR", "-48,210 €"),
    ],
)
def test_an_amount_always_has_its_sign(amount: float, unit: str, expected: str) -> None:
    assert amount_text(amount, unit) == expected


def test_an_amount_that_reads_0_is_not_shown() -> None:
    assert not is_shown(-0.4, "count")
    assert is_shown(0.5, "count")


def test_a_change_has_no_per_cent_where_that_means_nothing() -> None:
    assert percent_text(110, 100, "count") == "+10.0%"
    assert percent_text(0.5, 0.4, "percent") == ""
    assert percent_text(5, -1, "EUR") == ""
