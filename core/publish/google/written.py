"""Cells of a plan as the store keeps them, and those of earlier publications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.publish.google.changes import Base, Notes, Plan
from core.publish.google.positions import positions_of
from core.publish.google.sheet import Value
from core.publish.google.wanted import CellKey
from core.store import OverwrittenCell, PublishedCells, PublishedTab, WrittenCell


@dataclass(frozen=True, slots=True)
class LastWritten:
    """What earlier publications wrote to cells and notes, and what some of them only planned.

    `tabs` are our tabs as the newest one saw them.
    """

    values: Base
    notes: Notes
    planned: Mapping[str, Sequence[WrittenCell]]
    tabs: Sequence[PublishedTab]

    def of_tab(self, key: str) -> dict[CellKey, Value]:
        """Return the values last written to one tab."""
        values = self.values.items()
        return {(row, column): value for (tab, row, column), value in values if tab == key}

    @property
    def rows(self) -> set[str]:
        """The keys of all rows that were written."""
        rows = {row for _, row, _ in self.values}
        for cells in self.planned.values():
            rows |= {cell.keys[1] for cell in cells}
        return rows


def read_last_written(cells: PublishedCells) -> LastWritten:
    """Return what the store says of a spreadsheet."""
    return LastWritten(cells.read(), cells.read_notes(), cells.read_planned(), cells.tabs.read())


def written_cells(plan: Plan) -> Iterator[WrittenCell]:
    """Yield the cells of ours that a plan writes, and the notes that it puts on a person's."""
    for tab in plan.tabs:
        positions = positions_of(tab)
        for write in tab.writes:
            note = write.our_note if write.sets_note else None
            if write.is_ours or note is not None:
                yield WrittenCell(
                    (tab.wanted.key, *write.place),
                    write.new.value,
                    note,
                    sets_value=write.is_ours,
                    position=positions.position(*write.place),
                )


def adopted_cells(plan: Plan) -> Iterator[WrittenCell]:
    """Yield the cells that hold what they should already."""
    for tab in plan.tabs:
        for cell in tab.adopted:
            yield WrittenCell((tab.wanted.key, *cell.place), cell.value)


def overwritten_cells(plan: Plan, marker: str, now: datetime) -> Iterator[OverwrittenCell]:
    """Yield the cells that a plan takes back from a person."""
    for tab in plan.tabs:
        for write in tab.writes:
            if write.overwrites:
                yield OverwrittenCell(
                    marker=marker,
                    cell=write.cell,
                    row_key=write.place[0],
                    column_key=write.place[1],
                    typed=_text(write.old.value),
                    computed=_text(write.new.value),
                    overwritten_at=now,
                )


def _text(value: Value) -> str:
    return "" if value is None else str(value)
