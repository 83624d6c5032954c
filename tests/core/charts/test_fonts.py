"""Widths of texts."""

from __future__ import annotations

from core.charts.fonts import fit_text, text_width, wrap_text


def test_a_width_is_the_sum_of_the_advances_in_thousandths() -> None:
    # DejaVu Sans: W 989, 4 and 6 637 each.
    assert text_width("W46", 10) == (989 + 637 + 637) / 100
    assert text_width("W46", 10, is_bold=True) == (1104 + 696 + 696) / 100


def test_an_accent_adds_no_width_and_an_unknown_letter_the_greatest() -> None:
    assert text_width("é", 10) == text_width("e", 10)
    assert text_width("漢", 10) == 11.7


def test_a_text_is_cut_with_an_ellipsis() -> None:
    assert fit_text("Orders placed", 200, 10) == "Orders placed"
    assert fit_text("Orders placed", 50, 10) == "Orders…"
    assert fit_text("Orders placed", 5, 10) == ""


def test_a_text_is_wrapped_between_words() -> None:
    assert wrap_text("the form was down", 60, 10) == ["the form", "was down"]
    assert wrap_text("", 60, 10) == []
