"""Segments that add up."""

from __future__ import annotations

from core.analysis.sums import read_summands, split_sum
from tests.core.analysis.segments import NEW, OLD, counts


def test_each_segment_has_its_own_change_and_share() -> None:
    before = read_summands(counts(OLD, small=60, large=40))
    after = read_summands(counts(NEW, small=50, large=70, new=5, none=None))

    found = [(each.label, each.amount, each.mix) for each in split_sum(before, after)]

    assert found == [("large", 30, 0), ("small", -10, 0), ("new", 5, 0)]
    large = split_sum(before, after)[0]
    assert (large.share_before, large.share_after) == (0.4, 70 / 125)
    assert str(large.key) == "success/kpi_01 large 2026-W46"


def test_small_ones_are_added_up() -> None:
    before = read_summands(counts(OLD, big=98, a=1, b=1))
    after = read_summands(counts(NEW, big=98, a=1, b=0))

    assert [(each.label, each.amount) for each in split_sum(before, after)] == [
        ("other", -1),
        ("big", 0),
    ]


def test_nothing_of_nothing_is_no_share() -> None:
    before = read_summands(counts(OLD, a=0))

    assert split_sum(before, before)[0].share_before == 0
