"""The parts of a plan: cells, rows and columns that a publish changes or keeps. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.model import same_number
from core.publish.google.sheet import Content, TabNow, Value
from core.publish.google.wanted import CellKey, Wanted
from core.store import CellKeys

# What was last written to a cell, and our part of its note as far as that is known.
Base = Mapping[CellKeys, Value]
Notes = Mapping[CellKeys, str]

# Reasons to keep a cell as it is.
LOCKED = "it is in a protected range"
MERGED = "a merged cell covers it"
TYPED_OVER = "a person typed over it"
THEIRS = "a person wrote it"


def same_value(one: Value, other: Value) -> bool:
    """Return whether two values are the same but for the noise of floats; None and "" are."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return same_number(one, other)
    if isinstance(one, int | float) or isinstance(other, int | float):
        return False
    return (one or None) == (other or None)


@dataclass(frozen=True, slots=True)
class Write:
    """One cell to write; `old` and `new` are whole, with the person's part of the note in both.

    `overwrites` is set where a person's value is replaced, `is_ours` is not where only a note is
    put on a person's cell. `our_note` is our part of the new note.
    """

    place: CellKey
    cell: str
    old: Content
    new: Content
    overwrites: bool = False
    is_ours: bool = True
    our_note: str = ""

    @property
    def sets_value(self) -> bool:
        """True if the value changes, and not the note alone."""
        is_same = same_value(self.old.value, self.new.value)
        return not is_same or self.old.is_formula != self.new.is_formula

    @property
    def sets_note(self) -> bool:
        """True if the note changes."""
        return self.old.note != self.new.note


@dataclass(frozen=True, slots=True)
class Kept:
    """One cell that stays as it is, and why; one of ours that cannot be written `is_blocked`."""

    place: CellKey
    cell: str
    theirs: Value
    ours: Value
    reason: str
    is_blocked: bool = False

    @property
    def is_persons(self) -> bool:
        """True if a person took the cell; otherwise it cannot be written."""
        return self.reason in (TYPED_OVER, THEIRS)


@dataclass(frozen=True, slots=True)
class Adopted:
    """One cell that holds what it should, although we are not known to have written it."""

    place: CellKey
    value: Value


# None is a cell that is as it should be, and known to be.
Decision = Write | Kept | Adopted | None


@dataclass(frozen=True, slots=True)
class Insert:
    """A row or column to insert before `index`, as the tab is now."""

    index: int
    key: str


@dataclass(frozen=True, slots=True)
class SeenComment:
    """A text that a person left in a cell for comments, "" where they removed one.

    `is_news` is not set where the store has it already.
    """

    place: CellKey
    cell: str
    text: str
    is_news: bool


@dataclass(frozen=True, slots=True)
class SeenComments:
    """What a publish finds in the columns for comments.

    Cells that were `lost` are no longer there. Columns to hide are empty and of earlier periods;
    `revealed` ones have a text since.
    """

    texts: tuple[SeenComment, ...] = ()
    lost: tuple[CellKey, ...] = ()
    hidden: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TabPlan:
    """Everything about one tab.

    `now` is the tab with the keys that were found again, None where it has to be made. `rows` and
    `columns` are inserted, `repaired_rows` and `repaired_columns` are marked again. Rows and
    columns that are `missing` were deleted by a person, and the `withheld` ones of them have new
    numbers; a protected range keeps `barred` ones from being inserted. `retired` rows are no longer
    filled, `revived` ones are again. `doubtful` keys are not written; the cells of their labels say
    why. `stale_marks` is metadata to delete, and
    `unmarked` are rows that have no mark, for want of room. A tab that has to be made takes the
    place of the `blank` one, if there is one. `shown` are periods whose hidden columns are due.
    `comments` are those of people. `widened` are columns with the pixels that they need.
    """

    wanted: Wanted
    now: TabNow | None
    rows: tuple[Insert, ...] = ()
    columns: tuple[Insert, ...] = ()
    repaired_rows: Mapping[int, str] = field(default_factory=dict)
    repaired_columns: Mapping[int, str] = field(default_factory=dict)
    repaired_tab: bool = False
    writes: tuple[Write, ...] = ()
    kept: tuple[Kept, ...] = ()
    adopted: tuple[Adopted, ...] = ()
    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stale_marks: tuple[int, ...] = ()
    unmarked: frozenset[str] = frozenset()
    blank: TabNow | None = None
    shown: tuple[str, ...] = ()
    comments: SeenComments = field(default_factory=SeenComments)
    widened: Mapping[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The tab's title, or the one that it will have."""
        return self.now.title if self.now else self.wanted.title

    @property
    def repaired(self) -> tuple[str, ...]:
        """Keys of the rows and columns that are marked again."""
        return (*self.repaired_rows.values(), *self.repaired_columns.values())

    @property
    def is_empty(self) -> bool:
        """True if nothing has to be sent."""
        now = self.now
        if now is None or self.repaired_tab:
            return False
        lines = (self.rows, self.columns, self.repaired, self.stale_marks, now.renamed)
        return not any((*lines, self.writes, self.widened, self.comments.revealed))


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a publish would do.

    `missing` are tabs that a person deleted, `withheld` those of them that kept new values out.
    """

    tabs: tuple[TabPlan, ...]
    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True if nothing has to be sent."""
        return all(tab.is_empty for tab in self.tabs)
