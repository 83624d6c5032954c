"""Decides about one cell: write it, keep it for a person, or adopt what it holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.publish.google.changes import (
    LOCKED,
    MERGED,
    THEIRS,
    TYPED_OVER,
    Adopted,
    Decision,
    Kept,
    Write,
    same_value,
)
from core.publish.google.note import renew_note
from core.publish.google.sheet import Content, Position, TabNow, Value
from core.publish.google.wanted import CellKey, is_latest, is_value


@dataclass(frozen=True, slots=True)
class CellState:
    """One cell of a tab three times: as it is, as it should be, and as we last published it.

    `name` is its name for people once rows and columns are inserted, such as `sc2026!AV12`.
    `our_note` is our part of its note as we last wrote it, None if that is unknown. `formers`
    are what we published to it under the labels that it had then.
    """

    tab: TabNow
    place: CellKey
    position: Position
    name: str
    wanted: Content
    was_published: bool
    published: Value
    our_note: str | None = None
    formers: tuple[Value, ...] = ()

    @property
    def now(self) -> Content:
        """Its content."""
        return self.tab.at(self.position)

    @property
    def barrier(self) -> str:
        """The reason why it cannot be written, if there is one."""
        if self.tab.is_locked(self.position):
            return LOCKED
        return MERGED if self.tab.is_hidden_by_merge(self.position) else ""

    @property
    def new(self) -> Content:
        """The content to write: a person's part of the note stays."""
        return Content(self.wanted.value, self.renew_note(self.wanted.note))

    def renew_note(self, ours: str) -> str:
        """Return its note with another part of ours; a person's text stays."""
        return renew_note(self.now.note, ours, self.our_note)

    @property
    def is_equal(self) -> bool:
        """True if it holds the value that it should."""
        return same_value(self.now.value, self.wanted.value) and not self.now.is_formula

    @property
    def is_ours(self) -> bool:
        """True if it still holds the value that we published."""
        if self.now.is_formula:
            return False
        ours = (*self.formers, self.published) if self.was_published else self.formers
        return any(same_value(self.now.value, value) for value in ours)

    @property
    def is_free(self) -> bool:
        """True if it is empty and we never published to it.

        A person who cleared the text of a missing value says nothing about the value that comes.
        """
        if self.now.value is not None:
            return False
        shows_value = is_value(self.place) or is_latest(self.place)
        is_cleared_text = isinstance(self.published, str) and shows_value
        has_come = isinstance(self.wanted.value, int | float)
        return not self.was_published or (is_cleared_text and has_come)


def decide(cell: CellState, *, overwrite: bool) -> Decision:
    """Return the decision about a cell; None where it is as it should be, and known to be."""
    if cell.is_equal and cell.now.note == cell.new.note:
        return _adopt(cell)
    if cell.barrier:
        takes = cell.is_ours or cell.is_free or overwrite
        return replace(_keep(cell, cell.barrier), is_blocked=takes and not cell.is_equal)
    takes_back = not (cell.is_equal or cell.is_ours or cell.is_free)
    if overwrite or not takes_back:
        return Write(
            cell.place,
            cell.name,
            cell.now,
            cell.new,
            overwrites=takes_back,
            our_note=cell.wanted.note,
        )
    return _keep(cell, TYPED_OVER if cell.was_published else THEIRS)


def _adopt(cell: CellState) -> Adopted | None:
    if cell.was_published and same_value(cell.published, cell.wanted.value):
        return None
    return Adopted(cell.place, cell.wanted.value)


def _keep(cell: CellState, reason: str) -> Kept:
    return Kept(cell.place, cell.name, cell.now.value, cell.wanted.value, reason)


def note_on_kept(cell: CellState, shown: str) -> Write | None:
    """Return the note that a person's cell gets: at a label its own, at a number what we have.

    `shown` is our value as the cell would show it.
    """
    ours = cell.wanted.note
    if is_value(cell.place):
        value = "no value" if cell.wanted.value is None else shown
        ours = f"kept as typed; the scorecard has {value}"
    note = cell.renew_note(ours)
    if note == cell.now.note:
        return None
    new = replace(cell.now, note=note)
    return Write(cell.place, cell.name, cell.now, new, is_ours=False, our_note=ours)
