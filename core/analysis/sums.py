"""The change of a breakdown whose segments add up, taken apart into its segments. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from core.analysis.folding import fold, whole
from core.analysis.keys import key_of
from core.analysis.segments import SegmentPart
from core.model import Row


@dataclass(frozen=True, slots=True)
class Summand:
    """A segment in one period: its value, and the row if it is a stored one."""

    value: Fraction
    row: Row | None = None

    @property
    def weight(self) -> Fraction:
        """Its size."""
        return abs(self.value)

    def __add__(self, other: Summand) -> Summand:
        """Return the two added up."""
        return Summand(self.value + other.value)


def read_summands(rows: Iterable[Row]) -> dict[str, Summand]:
    """Return the segments of one period that have a value, by label."""
    return {
        row.field_details: Summand(Fraction(row.value), row)
        for row in rows
        if row.value is not None and row.field_details
    }


def split_sum(before: Mapping[str, Summand], after: Mapping[str, Summand]) -> list[SegmentPart]:
    """Return the change of each segment, the largest first."""
    before, after = fold(before, after)
    wholes = whole(before), whole(after)
    segments = []
    for label in dict.fromkeys((*after, *before)):
        old, new = before.get(label), after.get(label)
        amount = (new.value if new else Fraction(0)) - (old.value if old else Fraction(0))
        found = SegmentPart(
            label=label,
            before=float(old.value) if old else None,
            after=float(new.value) if new else None,
            share_before=_share(old, wholes[0]),
            share_after=_share(new, wholes[1]),
            rate=float(amount),
            mix=0.0,
            key=key_of(new.row) if new and new.row else None,
            key_before=key_of(old.row) if old and old.row else None,
        )
        segments.append(found)
    return sorted(segments, key=lambda each: -abs(each.amount))


def _share(part: Summand | None, of: Fraction) -> float:
    return float(part.weight / of) if part and of else 0.0
