"""Sentences on how values settle."""

from __future__ import annotations

import pytest

from core.analysis.spans import Move
from core.analysis.spoken import expectation_text, percent, projection_text, settling_text, spoken
from tests.rows import row

UP = (Move(0, 0.15, 0.15, 13), Move(1, 0.03, 0.03, 13), Move(2, 0.0, 0.0, 13))
DOWN = (Move(0, 0.15, -0.15, 13), Move(1, 0.04, -0.04, 13), Move(2, 0.0, 0.0, 13))
BOTH = (Move(0, 0.15, 0.01, 13), Move(1, 0.03, 0.0, 13), Move(2, 0.0, 0.0, 13))


@pytest.mark.parametrize(
    ("moves", "settled", "sentence"),
    [
        (UP, 2, "usually +18 % within two weeks"),
        (DOWN, 2, "usually -18 % within two weeks"),
        (BOTH, 2, "usually ± 18 % within two weeks"),
        (UP[:1], 1, "usually +15 % within one week"),
        (UP[:2], None, "usually +18 % within two weeks, and still moves then"),
        (UP[2:], 0, "usually final when first published"),
    ],
)
def test_a_sentence_says_how_far_and_how_long(
    moves: tuple[Move, ...], settled: int | None, sentence: str
) -> None:
    assert settling_text(moves, settled, "weekly") == sentence


def test_before_enough_is_seen_the_sentence_says_so() -> None:
    assert (
        settling_text((), None, "monthly")
        == "not known: fewer than 6 months were computed again on schedule"
    )


def test_small_shares_have_a_decimal_and_large_counts_are_digits() -> None:
    assert [percent(0.0312), percent(0.0999), percent(0.1), percent(1.5)] == [
        "3.1 %",
        "10 %",
        "10 %",
        "150 %",
    ]
    assert (spoken(1, "day"), spoken(12, "day"), spoken(13, "day")) == (
        "one day",
        "twelve days",
        "13 days",
    )


def test_a_projection_is_written_in_the_unit_of_its_value() -> None:
    expectation = expectation_text("percent", 0.125, 0.12, 0.131)

    assert expectation == "expected 12.5% (12.0% to 13.1%)"
    assert projection_text(row(0.12, "north", unit="percent"), expectation) == (
        f"2026-W46 north: 12.0% so far, {expectation}"
    )
