"""Number formats, as spreadsheets are given them."""

from __future__ import annotations

import pytest

from core.model.formats import counted, format_value, number_format, signed_format, target_format


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("count", "#,##0"),
        ("number", "#,##0.00"),
        ("percent", "0.0%"),
        ("hours", '#,##0.0" h"'),
        ("days", '#,##0.0" d"'),
        ("EUR", '[<1000]#,##0.00" €";#,##0" €"'),
        ("USD", '[<1000]"$"#,##0.00;"$"#,##0'),
        ("CHF", '[<1000]#,##0.00" CHF";#,##0" CHF"'),
        ("KWD", '[<1000]#,##0.000" KWD";#,##0" KWD"'),
        ("JPY", '"¥"#,##0'),
        ("KRW", '#,##0" KRW"'),
    ],
)
def test_each_unit_has_its_number_format(unit: str, expected: str) -> None:
    assert number_format(unit) == expected


def test_a_target_says_in_which_direction_it_is_met() -> None:
    assert target_format("percent", "lower", 0.12) == '"≤ "0.0%;"≤ "-0.0%'
    assert target_format("EUR", "higher", 400000) == '"≥ "#,##0" €";"≥ "-#,##0" €"'
    assert target_format("EUR", "higher", 12.5) == '"≥ "#,##0.00" €";"≥ "-#,##0.00" €"'
    assert target_format("count", "neutral", 9) == "#,##0;-#,##0"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.1234, "percent", "12.3%"),
        (452926.4, "EUR", "452,926 €"),
        (240.131, "EUR", "240.13 €"),
        (-5.256, "USD", "-$5.26"),
        (-999.4, "EUR", "-999.40 €"),
        (-48210.55, "EUR", "-48,211 €"),
        (1234567, "count", "1,234,567"),
        (7.25, "hours", "7.2 h"),
    ],
)
def test_a_value_is_shown_as_its_format_shows_it(value: float, unit: str, expected: str) -> None:
    assert format_value(value, unit) == expected


def test_a_large_negative_amount_has_a_format_without_minor_units() -> None:
    assert number_format("EUR", -48210.55) == '#,##0" €"'
    assert number_format("EUR", -999.99) == number_format("EUR", 48210.55) == number_format("EUR")
    assert number_format("number", -48210.55) == "#,##0.00"
    assert number_format("EUR", "failed") == number_format("EUR")


def test_a_noun_is_in_the_singular_after_one_only() -> None:
    assert [counted(count, "KPI") for count in (0, 1, 2)] == ["0 KPIs", "1 KPI", "2 KPIs"]


def test_a_sign_is_behind_the_number_in_every_section_of_its_format() -> None:
    assert signed_format("0.0%", "*") == '0.0%"*"'
    assert signed_format(number_format("EUR"), "†") == '[<1000]#,##0.00" €†";#,##0" €†"'
    assert signed_format("#,##0", "") == "#,##0"
