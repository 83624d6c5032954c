"""Rows of a table, as far as days bound the times in its columns. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class DaySpan(NamedTuple):
    """Days from the first to the last; None leaves that side open."""

    first: date | None
    last: date | None

    def contains(self, other: DaySpan) -> bool:
        """Return whether another span lies within this one."""
        begins = self.first is None or (other.first is not None and other.first >= self.first)
        ends = self.last is None or (other.last is not None and other.last <= self.last)
        return begins and ends

    def hull(self, other: DaySpan) -> DaySpan:
        """Return the shortest span that contains both."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        return DaySpan(
            min(firsts) if len(firsts) == len(self) else None,
            max(lasts) if len(lasts) == len(self) else None,
        )


# The days of some columns, in the order of their names; a row has to be within all of them.
DaySpans = tuple[tuple[str, DaySpan], ...]


@dataclass(frozen=True, slots=True)
class RowSet:
    """The rows within one of some boxes; a box without columns holds all rows."""

    boxes: tuple[DaySpans, ...]

    @property
    def are_all(self) -> bool:
        """Whether nothing bounds them."""
        return () in self.boxes

    def union(self, other: RowSet) -> RowSet:
        """Return rows among which are both; of boxes over the same columns, their hull."""
        return unite([*self.boxes, *other.boxes])

    def contain(self, other: RowSet) -> bool:
        """Return whether other rows are known to be among these."""
        return all(any(_contains(box, inner) for box in self.boxes) for inner in other.boxes)

    def bounded_by(self, columns: Collection[str]) -> RowSet:
        """Return rows among which these are, bounded by no other columns than `columns`."""
        return unite(
            [tuple(pair for pair in box if pair[0] in columns) for box in self.boxes],
        )

    def __str__(self) -> str:
        """Return them for a reader: `all rows`, or the days of each column."""
        return "all rows" if self.are_all else f"rows {' or '.join(map(_in_words, self.boxes))}"


ALL_ROWS = RowSet(((),))


def unite(boxes: Iterable[DaySpans]) -> RowSet:
    """Return the rows of boxes, one box for those over the same columns."""
    united: dict[tuple[str, ...], DaySpans] = {}
    for box in boxes:
        columns = tuple(column for column, _ in box)
        united[columns] = _hull(united.get(columns, box), box)
    bounded = {tuple(pair for pair in box if any(pair[1])) for box in united.values()}
    return ALL_ROWS if () in bounded else RowSet(tuple(sorted(bounded, key=str)))


def _hull(box: DaySpans, other: DaySpans) -> DaySpans:
    pairs = zip(box, other, strict=True)
    return tuple((column, span.hull(beside)) for (column, span), (_, beside) in pairs)


def _contains(box: DaySpans, inner: DaySpans) -> bool:
    spans = dict(inner)
    return all(column in spans and span.contains(spans[column]) for column, span in box)


def _in_words(box: DaySpans) -> str:
    return " and ".join(f"with {column} {_days(span)}" for column, span in box)


def _days(span: DaySpan) -> str:
    if span.first is None:
        return f"up to {span.last}"
    return f"from {span.first}" + (f" to {span.last}" if span.last else " on")
