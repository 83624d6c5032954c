"""The change of a breakdown, taken apart into its segments: rate and mix. Pure.

A breakdown with denominators is a mean of its segments' values, weighted by their shares of the
denominators. With the weights w and the values r before and after, segment i has the parts

    rate = (r1 - r0) · (w0 + w1) / 2        mix = (w1 - w0) · ((r0 + r1) / 2 - m)

where m is the mean of the whole before and after; as the weights add up to 1, it cancels out of the
sum and makes a growing segment count by how far it is from the mean. The parts add up to the change
exactly. Source: Kitagawa (1955), "Components of a difference between two rates", Journal of the
American Statistical Association 50.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from core.analysis.folding import fold, whole
from core.analysis.keys import ValueKey, key_of
from core.analysis.wilson import wilson_interval
from core.model import Row, same_number

# Of fewer cases a share has an interval, and no direction.
FEW = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentPart:
    """One segment's part of a change.

    Attributes:
        label: The segment's label; "other" for small ones together.
        before: Its value; None if it is new.
        after: The same for the later period; None if it is gone.
        share_before: Its share of the whole, a fraction: of the denominators, or of the sum.
        share_after: The same for the later period.
        rate: The part due to its own value, in the KPI's unit.
        mix: The part due to its share; 0 where segments are summed, all of it if it is new or gone.
        low: The lower end of the 95 % interval of `after`, of few cases; None of enough.
        high: Its upper end.
        cases: The numerator of `after` if it is a share of few cases.
        of: The denominator of that share.
        key: The stored value of `after`; None of "other", and if it is gone.
        key_before: The stored value of `before`.
    """

    label: str
    before: float | None
    after: float | None
    share_before: float
    share_after: float
    rate: float
    mix: float
    low: float | None = None
    high: float | None = None
    cases: float | None = None
    of: float | None = None
    key: ValueKey | None = None
    key_before: ValueKey | None = None

    @property
    def amount(self) -> float:
        """Its whole part of the change."""
        return self.rate + self.mix

    @property
    def direction(self) -> str:
        """`up`, `down` or `same`; empty if it is new or gone, or has too few cases to tell."""
        if self.before is None or self.after is None or self.low is not None:
            return ""
        if same_number(self.before, self.after):
            return "same"
        return "up" if self.after > self.before else "down"


@dataclass(frozen=True, slots=True)
class SegmentSide:
    """A segment in one period: its value, its weight, and the row if it is a stored one."""

    value: Fraction
    weight: Fraction
    cases: Fraction | None = None
    row: Row | None = None

    def __add__(self, other: SegmentSide) -> SegmentSide:
        """Return two segments together, their values weighted."""
        weight = self.weight + other.weight
        value = (self.value * self.weight + other.value * other.weight) / weight
        both = self.cases is not None and other.cases is not None
        cases = (self.cases or 0) + (other.cases or 0) if both else None
        return SegmentSide(value, weight, Fraction(cases) if cases is not None else None)


SegmentSides = Mapping[str, SegmentSide]


def read_sides(rows: Iterable[Row]) -> dict[str, SegmentSide]:
    """Return the segments of one period by label.

    One without a value, or with a denominator of 0, is not there.
    """
    sides = {}
    for row in rows:
        if row.value is None or not row.denominator or not row.field_details:
            continue
        cases = None if row.numerator is None else Fraction(row.numerator)
        side = SegmentSide(Fraction(row.value), Fraction(row.denominator), cases, row)
        sides[row.field_details] = side
    return sides


def mean_of(sides: SegmentSides) -> Fraction:
    """Return the mean of the segments' values by their weights; there is at least one."""
    total = sum((side.value * side.weight for side in sides.values()), Fraction(0))
    return total / whole(sides)


def split(before: SegmentSides, after: SegmentSides) -> list[SegmentPart]:
    """Return rate and mix of each segment, the largest part first."""
    before, after = fold(before, after)
    wholes = whole(before), whole(after)
    mean = (mean_of(before) + mean_of(after)) / 2
    segments = []
    for label in dict.fromkeys((*after, *before)):
        old, new = before.get(label), after.get(label)
        shares = (
            old.weight / wholes[0] if old else Fraction(0),
            new.weight / wholes[1] if new else Fraction(0),
        )
        segments.append(_segment(label, old, new, shares, mean))
    return sorted(segments, key=lambda each: -abs(each.amount))


def _segment(
    label: str,
    old: SegmentSide | None,
    new: SegmentSide | None,
    shares: tuple[Fraction, Fraction],
    mean: Fraction,
) -> SegmentPart:
    # A new segment, or one that is gone, has one value only: its whole part is mix.
    first, last = old or new, new or old
    assert first is not None
    assert last is not None
    rate = (last.value - first.value) * (shares[0] + shares[1]) / 2
    mix = (shares[1] - shares[0]) * ((first.value + last.value) / 2 - mean)
    low, high, cases, of = _interval(old, new)
    return SegmentPart(
        label=label,
        before=float(old.value) if old else None,
        after=float(new.value) if new else None,
        share_before=float(shares[0]),
        share_after=float(shares[1]),
        rate=float(rate),
        mix=float(mix),
        low=low,
        high=high,
        cases=cases,
        of=of,
        key=key_of(new.row) if new and new.row else None,
        key_before=key_of(old.row) if old and old.row else None,
    )


def _interval(
    old: SegmentSide | None, new: SegmentSide | None
) -> tuple[float | None, float | None, float | None, float | None]:
    """Return interval, numerator and denominator of a share of few cases; else None."""
    if (
        new is None
        or new.cases is None
        or not same_number(float(new.value), float(new.cases / new.weight))
    ):
        return None, None, None, None
    is_share = 0 <= new.cases <= new.weight
    if not is_share or min(new.weight, old.weight if old else new.weight) >= FEW:
        return None, None, None, None
    cases, of = float(new.cases), float(new.weight)
    return *wilson_interval(cases, of), cases, of
