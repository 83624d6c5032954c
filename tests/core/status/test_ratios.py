"""The ratio of several periods together."""

from __future__ import annotations

from core.status.ratios import ratio_of
from tests.core.status.rows import ratio, row


def test_periods_weigh_as_much_as_their_denominators() -> None:
    assert ratio_of([ratio("2026-W45", 1, 10), ratio("2026-W46", 9, 30)]) == 0.25


def test_a_value_that_is_not_its_quotient_gives_no_ratio() -> None:
    per_thousand = row("2026-W46", 300.0, numerator=3.0, denominator=10.0)
    manual = row("2026-W46", 0.3, unit="percent", by_hand=True)
    nothing = row("2026-W46", None, numerator=0.0, denominator=0.0)
    for odd in (per_thousand, manual, nothing):
        assert ratio_of([ratio("2026-W45", 1, 10), odd]) is None
    assert ratio_of([]) is None
