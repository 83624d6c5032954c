"""Units: the plain ones, and the currencies in use."""

from __future__ import annotations

import pytest

from core.model.units import CURRENCIES, PLAIN_UNITS


def test_there_are_five_plain_units() -> None:
    assert sorted(PLAIN_UNITS) == ["count", "days", "hours", "number", "percent"]


@pytest.mark.parametrize("code", ["EUR", "USD", "CHF", "JPY", "KWD", "INR", "SLE", "VED"])
def test_a_currency_in_use_is_a_unit(code: str) -> None:
    assert code in CURRENCIES


@pytest.mark.parametrize("code", ["XAU", "XXX", "XTS", "DEM", "HRK", "BTC", "eur", "€"])
def test_metals_test_codes_and_old_currencies_are_not_units(code: str) -> None:
    assert code not in CURRENCIES


def test_every_currency_is_three_capitals_and_no_unit_is_both() -> None:
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in CURRENCIES)
    assert not CURRENCIES & PLAIN_UNITS
