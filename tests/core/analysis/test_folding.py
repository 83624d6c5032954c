"""Small segments, folded into one."""

from __future__ import annotations

from fractions import Fraction

from core.analysis.folding import fold, whole
from core.analysis.segments import SegmentSide, mean_of


def side(value: float, weight: float) -> SegmentSide:
    return SegmentSide(Fraction(value), Fraction(weight))


BIG = side(1, 970)


def test_small_segments_are_folded_and_the_whole_stays() -> None:
    parts = {"big": BIG, "a": side(2, 15), "b": side(5, 15)}

    (before, after) = fold(parts, parts)

    assert before == after
    assert before["other"] == side(3.5, 30)
    assert mean_of(before) == mean_of(parts)
    assert whole(before) == 1000


def test_one_small_segment_keeps_its_name() -> None:
    parts = {"big": BIG, "a": side(2, 15)}

    assert fold(parts, parts) == (parts, parts)


def test_a_segment_that_is_small_only_now_keeps_its_name() -> None:
    before = {"big": BIG, "a": side(2, 15), "b": side(2, 100)}
    after = {"big": BIG, "a": side(2, 15), "b": side(2, 15)}

    assert fold(before, after)[1] == after


def test_a_segment_named_other_takes_in_small_ones() -> None:
    parts = {"big": BIG, "a": side(2, 10), "other": side(2, 100)}

    assert fold(parts, parts)[0] == {"big": BIG, "other": side(2, 110)}


def test_small_segments_that_are_gone_leave_no_other() -> None:
    before = {"big": BIG, "a": side(2, 10), "b": side(2, 10)}

    assert fold(before, {"big": BIG})[1] == {"big": BIG}
