"""Detects values that went to another cell because a person moved rows or columns meanwhile. Pure.

The Sheets API cannot make a write depend on what was read before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.publish.google.changes import Plan, TabPlan, Write
from core.publish.google.keys import match_keys
from core.publish.google.names import typed_text, value_text
from core.publish.google.note import find_their_note
from core.publish.google.positions import positions_of
from core.publish.google.ranges import cell_name
from core.publish.google.sheet import EMPTY, BookNow, Content, Position, TabNow, Value
from core.publish.google.wanted import CellKey
from core.store import WrittenCell


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A value that was meant for one cell and landed in another.

    `landed` is the other cell of ours, None where it is a person's or one that we fill no more.
    `shown` is the value as its cell shows it, `lost` names what a person had put into the other
    cell. `sets_value` is not set where only a note went astray, which changes no value; `note` is
    our part of the note that went along, None if none did.
    """

    tab: str
    meant: CellKey
    landed: CellKey | None
    cell: str
    value: Value
    shown: str
    lost: tuple[str, ...] = ()
    sets_value: bool = True
    note: str | None = None

    @property
    def written(self) -> WrittenCell:
        """The cell of ours in which it landed."""
        assert self.landed is not None
        keys = (self.tab, *self.landed)
        return WrittenCell(keys, self.value, self.note, sets_value=self.sets_value)

    @property
    def notice(self) -> str:
        """A sentence for a person to act on, empty where the next plan repairs it."""
        fault = f"{self.cell}: rows or columns were moved while it was published"
        if self.lost:
            fault += f", and {' and '.join(self.lost)} was lost there"
        if self.landed is None:
            what = self.shown if self.sets_value else "its note"
            return f"{fault}; see whether {what} belongs there"
        return f"{fault}; enter it again if you need it" if self.lost else ""


def find_misplaced(plan: Plan, after: BookNow) -> tuple[Misplaced, ...]:
    """Return the values that a plan wrote elsewhere, by the keys of the rows and columns there."""
    misplaced: list[Misplaced] = []
    for tab in plan.tabs:
        now = after.tab(tab.wanted.key)
        # An answer without keys cannot show that anything is elsewhere.
        if tab.now is not None and now is not None and any(now.rows) and any(now.columns):
            misplaced += _misplaced_in(tab, _as_labelled(tab, now))
    return tuple(misplaced)


def _as_labelled(tab: TabPlan, after: TabNow) -> TabNow:
    """Return a tab with its keys where their labels are, if it was marked again by positions."""
    return match_keys(tab.wanted, after, {}, restore=False).tab if tab.repaired else after


def _misplaced_in(tab: TabPlan, after: TabNow) -> Iterator[Misplaced]:
    strays = [*_strays(tab, after)]
    theirs = dict(_contents_of_people(tab)) if strays else {}
    for write, position, place in strays:
        row, column = place
        is_filled = row in tab.wanted.rows and column in tab.wanted.columns
        yield Misplaced(
            tab=tab.wanted.key,
            meant=write.place,
            landed=place if is_filled else None,
            cell=cell_name(after.title, position),
            value=write.new.value,
            shown=value_text(tab.wanted, write.place, write.new.value),
            lost=tuple(_lost(tab, place, write, theirs.get(place, EMPTY))),
            sets_value=write.sets_value,
            note=write.our_note if write.sets_note else None,
        )


def _lost(tab: TabPlan, place: CellKey, write: Write, theirs: Content) -> Iterator[str]:
    """Yield names of what a write replaced in a cell that it was not meant for."""
    if write.sets_value and theirs.value is not None:
        text = typed_text(tab.wanted, place, theirs.value)
        yield repr(text) if isinstance(theirs.value, str) else text
    if write.sets_note and theirs.note:
        yield f"the note {theirs.note!r}"


def _strays(tab: TabPlan, after: TabNow) -> Iterator[tuple[Write, Position, CellKey]]:
    """Yield the writes that are elsewhere, where that is, and the keys of the cell there."""
    positions = positions_of(tab)
    for write in tab.writes:
        if write.place[0] in tab.unmarked:
            continue  # a row without a mark cannot be told from another one
        row, column = positions.position(*write.place)
        place = key_at(after.rows, row), key_at(after.columns, column)
        if place != write.place:
            yield write, (row, column), place


def _contents_of_people(tab: TabPlan) -> Iterator[tuple[CellKey, Content]]:
    """Yield what people typed and noted in cells of ours, as the plan found it."""
    if tab.now is None:
        return
    kept = {kept.place: kept.theirs for kept in tab.kept}
    ours = {write.place for write in tab.writes} | {*tab.wanted.cells}
    for (row, column), content in tab.now.cells.items():
        place = key_at(tab.now.rows, row), key_at(tab.now.columns, column)
        is_typed = place in kept or (place not in ours and place[1] in tab.wanted.scope)
        if all(place):
            value = kept.get(place, content.value) if is_typed else None
            yield place, Content(value, find_their_note(content.note))


def key_at(keys: Sequence[str], index: int) -> str:
    """Return the key of a row or column; "" for a person's, and beyond the end."""
    return keys[index] if index < len(keys) else ""
