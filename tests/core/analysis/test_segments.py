"""Rate and mix of segments."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.segments import (
    SegmentPart,
    SegmentSide,
    SegmentSides,
    mean_of,
    read_sides,
    split,
)
from tests.core.analysis.segments import NEW, OLD, shares

# Kitagawa's case: every segment rises and the whole falls, since the mix moves to the lower one.
BEFORE = read_sides(shares(OLD, low=(50, 500), high=(150, 500)))
AFTER = read_sides(shares(NEW, low=(84, 700), high=(96, 300)))

WHOLES = st.integers(1, 10**6)
SIDES = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(st.fractions(-50, 50), WHOLES).map(
        lambda pair: SegmentSide(pair[0], Fraction(pair[1]))
    ),
    min_size=1,
)


def test_rate_and_mix_are_the_published_ones() -> None:
    segments = split(BEFORE, AFTER)

    assert sum(each.rate for each in segments) == pytest.approx(0.020, abs=1e-12)
    assert sum(each.mix for each in segments) == pytest.approx(-0.040, abs=1e-12)
    assert float(mean_of(AFTER) - mean_of(BEFORE)) == pytest.approx(-0.020, abs=1e-12)


def test_a_segment_counts_by_how_far_it_is_from_the_mean() -> None:
    high, low = split(BEFORE, AFTER)

    # The mean of both periods is 0.19; the segments' own means are 0.31 and 0.11.
    assert high.label == "high"
    assert high.mix == pytest.approx(-0.2 * (0.31 - 0.19))
    assert low.mix == pytest.approx(0.2 * (0.11 - 0.19))
    assert (low.share_before, low.share_after) == (0.5, 0.7)


@given(SIDES, SIDES)
def test_the_parts_add_up_to_the_change(
    before: dict[str, SegmentSide], after: dict[str, SegmentSide]
) -> None:
    parts = sum(each.amount for each in split(before, after))

    assert parts == pytest.approx(float(mean_of(after) - mean_of(before)), abs=1e-9)


@given(SIDES)
def test_without_a_change_there_are_no_parts(sides: SegmentSides) -> None:
    assert all(each.amount == 0 for each in split(sides, sides))


def test_new_segments_and_those_that_are_gone_are_mix() -> None:
    old = read_sides(shares(OLD, kept=(10, 100), gone=(50, 100)))
    new = read_sides(shares(NEW, kept=(10, 100), new=(30, 100)))

    by_label = {each.label: each for each in split(old, new)}

    assert by_label["gone"].rate == by_label["new"].rate == 0
    assert (by_label["gone"].after, by_label["new"].before) == (None, None)
    assert sum(each.mix for each in by_label.values()) == pytest.approx(0.2 - 0.3)


def test_keys_lead_to_the_stored_values() -> None:
    (first, _) = split(BEFORE, AFTER)

    assert str(first.key) == "success/kpi_01 high 2026-W46"
    assert str(first.key_before) == "success/kpi_01 high 2026-W45"


def test_a_share_of_few_cases_has_an_interval_and_no_direction() -> None:
    old = read_sides(shares(OLD, few=(2, 20), many=(30, 300)))
    new = read_sides(shares(NEW, few=(0, 20), many=(60, 300)))

    by_label = {each.label: each for each in split(old, new)}

    assert by_label["few"].direction == ""
    assert (by_label["few"].cases, by_label["few"].of) == (0, 20)
    assert by_label["few"].high == pytest.approx(0.1611, abs=1e-4)
    assert by_label["many"].direction == "up"
    assert by_label["many"].low is None


def test_a_mean_that_is_not_a_share_has_no_interval() -> None:
    rows = shares(NEW, few=(90, 20), rest=(40, 20))

    assert all(each.low is None for each in split(read_sides(rows), read_sides(rows)))


def test_a_segment_without_cases_is_not_there() -> None:
    (row,) = shares(NEW, one=(1, 2))

    assert read_sides([replace(row, denominator=0.0, value=None)]) == {}


def test_a_segment_that_stays_has_the_direction_same() -> None:
    one = SegmentPart(label="a", before=1, after=1, share_before=1, share_after=1, rate=0, mix=0)

    assert one.direction == "same"
    assert replace(one, after=0).direction == "down"
    assert replace(one, after=None).direction == ""
