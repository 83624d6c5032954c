"""Whether rows or columns were moved between our reading and our writing, which Google has no way
to forbid. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.publish.google.changes import Plan, TabPlan
from core.publish.google.positions import layout_of
from core.publish.google.sheet import BookNow, TabNow, Value, cell_name
from core.publish.google.wanted import CellKey


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A value that went to another cell than it was meant for: one of ours, or (`landed` None) a
    person's.

    `typed` is what a person had put into the one of ours.
    """

    tab: str
    meant: CellKey
    landed: CellKey | None
    cell: str
    value: Value
    typed: Value = None

    @property
    def sentence(self) -> str:
        """What a person has to know of it, if anything."""
        moved = f"{self.cell}: rows or columns were moved while it was published"
        if self.landed is None:
            return f"{moved}; see whether {self.value} belongs there"
        return f"{moved}, and {self.typed!r} was lost there" if self.typed is not None else ""


def find_misplaced(plan: Plan, after: BookNow) -> tuple[Misplaced, ...]:
    """Return the values that a plan wrote elsewhere, as the keys of the rows and columns they
    landed in tell.
    """
    # An answer without any keys tells nothing.
    by_key = {tab.key: tab for tab in after.tabs if any(tab.rows) and any(tab.columns)}
    return tuple(
        astray
        for tab in plan.tabs
        if tab.now is not None and (now := by_key.get(tab.wanted.key)) is not None
        for astray in _astray(tab, now)
    )


def _astray(tab: TabPlan, after: TabNow) -> Iterator[Misplaced]:
    layout = layout_of(tab, 0)
    kept = {each.place: each.theirs for each in tab.kept}
    for write in tab.writes:
        row, column = layout.position(*write.place)
        keys = _at(after.rows, row), _at(after.columns, column)
        if keys != write.place:
            landed = keys if all(keys) else None
            cell = cell_name(after.title, (row, column))
            yield Misplaced(
                tab.wanted.key,
                write.place,
                landed,
                cell,
                write.new.value,
                kept.get(landed) if landed else None,
            )


def _at(keys: tuple[str, ...], index: int) -> str:
    return keys[index] if index < len(keys) else ""
