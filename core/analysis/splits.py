"""The change of a breakdown and its segments as a plain value."""

from __future__ import annotations

from dataclasses import dataclass

from core.analysis.segments import SegmentPart


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentSplit:
    """The change of a breakdown and the parts of its segments, which add up to it.

    Attributes:
        label: The KPI's name.
        unit: Its unit, in which all amounts are.
        is_ratio: Whether the whole is the mean of its segments, not their sum.
        period: The period of `after`.
        against: The earlier period.
        before: The whole then; None if it is not known.
        after: The whole of `period`.
        change: `after` less `before`.
        segments: The parts, the largest first.
        is_reversed: Whether every segment went one way, and the whole the other (Simpson).
        reason: Why nothing was taken apart; empty if it was.
        sentences: The result in words.
    """

    label: str
    unit: str
    is_ratio: bool
    period: str
    against: str
    before: float | None = None
    after: float | None = None
    change: float | None = None
    segments: tuple[SegmentPart, ...] = ()
    is_reversed: bool = False
    reason: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """The part of the change that is due to the segments' own values."""
        return sum(each.rate for each in self.segments)

    @property
    def mix(self) -> float:
        """The part that is due to their shares."""
        return sum(each.mix for each in self.segments)
