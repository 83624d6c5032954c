"""The interval of a share of few cases."""

from __future__ import annotations

import pytest

from core.analysis.wilson import wilson_interval


@pytest.mark.parametrize(
    ("cases", "of", "low", "high"),
    [
        # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(cases: int, of: int, low: float, high: float) -> None:
    found = wilson_interval(cases, of)

    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_all_of_few_is_not_certain() -> None:
    low, high = wilson_interval(3, 3)

    assert 0.43 < low < 0.44
    assert high == pytest.approx(1)
