"""Numbers and reasons as people type them."""

from __future__ import annotations

import click
import pytest

from core.cli.arguments import read_number, require_note


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12.0), ("-1.5", -1.5), ("12%", 0.12), ("1e3", 1000.0)]
)
def test_a_number_is_read_as_it_is_typed(typed: str, number: float) -> None:
    assert read_number(typed, typed, "nor none") == number


@pytest.mark.parametrize("typed", ["", "x", "1_000", "nan", "inf", "1,5", "%", "12%%"])
def test_what_is_no_finite_number_is_refused(typed: str) -> None:
    with pytest.raises(click.BadParameter) as refused:
        read_number(typed, typed, "nor none")
    assert refused.value.message == f"{typed!r} is not a number such as 1234.5 or 12%, nor none"


def test_a_note_is_one_line_and_not_empty() -> None:
    assert require_note("  by\n post ") == "by post"
    with pytest.raises(click.BadParameter) as refused:
        require_note(" \n", "give the reason for the value")
    assert refused.value.message == "is empty; give the reason for the value"
