"""Trees of drivers, read from text."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.model.trees import parse_tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a * b", 15),
        ("a + b - c", 6),
        ("a - b - c", -4),
        ("a / (b - c)", 1),
        ("a - (b - c)", 0),
        ("2 * a + b", 11),
    ],
)
def test_a_tree_is_computed_from_its_drivers(text: str, expected: float) -> None:
    drivers = {name: Fraction(value) for name, value in (("a", 3), ("b", 5), ("c", 2))}

    assert parse_tree(text).value(drivers) == expected


def test_names_are_given_once_in_the_order_of_the_text() -> None:
    assert parse_tree("b * a + b * c").names == ("b", "a", "c")


def test_blanks_and_lines_do_not_matter() -> None:
    assert str(parse_tree(" a\n   * b ")) == "a * b"


def test_exact_values_stay_exact() -> None:
    found = parse_tree("a / 3 * b").value({"a": Fraction(1), "b": Fraction(3)})

    assert found == 1
    assert isinstance(found, Fraction)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is not a formula; write one such as 'a * b'"),
        ("a # b", "'a # b' is not a formula; write one such as 'a * b'"),
        ("a *", "'a *' is not a formula; write one such as 'a * b'"),
        ("a" * 501, f"'{'a' * 501}' is not a formula; write one such as 'a * b'"),
        ("a ** b", "'a ** b' is not allowed; use names, numbers and + - * / only"),
        ("a // b", "'a // b' is not allowed; use names, numbers and + - * / only"),
        ("-a", "'-a' is not allowed; use names, numbers and + - * / only"),
        ("max(a, b)", "'max(a, b)' is not allowed; use names, numbers and + - * / only"),
        ("a.b * c", "'a.b' is not allowed; use names, numbers and + - * / only"),
        ("a * 'b'", "\"'b'\" is not allowed; use names, numbers and + - * / only"),
        ("a * True", "True is not allowed; use a number below 1e+15"),
        ("a * 1e400", "inf is not allowed; use a number below 1e+15"),
        ("1 + 2", "'1 + 2' names no driver; write one such as 'a * b'"),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^") as refused:
        parse_tree(text)

    assert str(refused.value) == message


def test_a_denominator_of_0_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        parse_tree("a / b").value({"a": Fraction(1), "b": Fraction(0)})
