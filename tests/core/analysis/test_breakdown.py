"""The change of a KPI with labels, by its segments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.analysis.breakdown import explain_segments
from core.analysis.lines import stored_lines
from core.analysis.metrics import Against
from core.analysis.splits import SegmentSplit
from core.model import Adds, Row, parse_period
from tests.catalogues import entry
from tests.core.analysis.segments import NEW, OLD, counts, shares

SIMPSON = [
    *shares(OLD, low=(50, 500), high=(150, 500)),
    *shares(NEW, low=(84, 700), high=(96, 300)),
]


def segments_of(rows: list[Row], adds: Adds = "", against: Against = "previous") -> SegmentSplit:
    kpi = entry(1, name="Deals", field="deals", adds=adds)
    return explain_segments(kpi, stored_lines(rows), parse_period(NEW), against)


def test_denominators_make_the_whole_a_mean_of_its_segments() -> None:
    found = segments_of(SIMPSON)

    assert found.is_ratio
    assert (found.before, found.after) == (0.2, 0.18)
    assert found.rate == pytest.approx(0.02)
    assert found.mix == pytest.approx(-0.04)


def test_a_whole_that_goes_another_way_than_all_its_segments_is_said() -> None:
    found = segments_of(SIMPSON)

    assert found.is_reversed
    assert found.sentences[:3] == (
        "Deals fell by 2.0 pp to 18.0% in 2026-W46, against 2026-W45.",
        "+2.0 pp from values within segments (rate), -4.0 pp from their shares (mix).",
        "Every segment rose, and the whole fell: segments with lower values have a larger share"
        " now.",
    )


def test_a_sum_is_taken_apart_by_the_change_of_each_segment() -> None:
    rows = [*counts(OLD, small=60, large=40), *counts(NEW, small=50, large=70)]

    found = segments_of(rows, "sum")

    assert (found.is_ratio, found.is_reversed, found.change) == (False, False, 20)
    assert [(each.label, each.amount) for each in found.segments] == [("large", 30), ("small", -10)]


@pytest.mark.parametrize(
    ("rows", "adds", "reason"),
    [
        ([*counts(OLD, a=1), *counts(NEW, a=2)], "no", "its segments do not add up (adds='no')"),
        (
            [*counts(OLD, a=1), *counts(NEW, a=2)],
            "",
            "it returns no denominators, and does not declare adds='sum'",
        ),
        (
            [*shares(OLD, a=(1, 4), b=(3, 4)), *shares(NEW, a=(2, 4), b=(2, 4))],
            "",
            "its segments are shares of one whole",
        ),
        (counts(NEW, a=2), "sum", "one of the two periods has no segments"),
        (
            [*counts(OLD, a=None), *counts(NEW, a=2)],
            "sum",
            "",
        ),
    ],
)
def test_what_cannot_be_taken_apart_says_why(rows: list[Row], adds: Adds, reason: str) -> None:
    assert segments_of(rows, adds).reason == reason


def test_a_segment_that_failed_is_not_one_that_is_gone() -> None:
    rows = [*counts(OLD, a=1, b=1), *counts(NEW, a=2, b=None)]
    rows[-1] = replace(rows[-1], outcome="failed")

    found = segments_of(rows, "sum")

    assert found.sentences == (
        "Deals was not taken apart by segments: b has no value in 2026-W46.",
    )


def test_a_period_that_is_not_over_is_not_compared() -> None:
    rows = [*counts(OLD, a=1), *(replace(row, partial=True) for row in counts(NEW, a=2))]

    assert segments_of(rows, "sum").reason == "2026-W46 is not over"


def test_targets_have_no_segments() -> None:
    assert segments_of(SIMPSON, against="target").reason == (
        "segments are compared with an earlier period only"
    )
