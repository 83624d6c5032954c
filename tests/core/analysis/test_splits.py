"""The change of a breakdown as a value."""

from __future__ import annotations

from core.analysis.segments import SegmentPart
from core.analysis.splits import SegmentSplit


def part(rate: float, mix: float) -> SegmentPart:
    return SegmentPart(
        label="a", before=1, after=1, share_before=1, share_after=1, rate=rate, mix=mix
    )


def test_rate_and_mix_of_the_whole_are_those_of_its_segments() -> None:
    found = SegmentSplit(
        label="Deals",
        unit="percent",
        is_ratio=True,
        period="2026-W46",
        against="2026-W45",
        segments=(part(1, 2), part(3, -5)),
    )

    assert (found.rate, found.mix) == (4, -3)
