"""Cells of a published scorecard as readers see them, beside what the store has for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.store import CellKeys, SheetValue


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell for one period of one line.

    Attributes:
        keys: Keys of tab, row and column; the column is a period's label.
        name: Its name for people, such as `sc2026!AV12`.
        shown: What it shows; None if it is empty.
        stored: What it would show after a publish now.
        published_at: When it was last written, as far as that is on record.
        is_ours: Whether it shows what was last written there.
    """

    keys: CellKeys
    name: str
    shown: SheetValue
    stored: SheetValue
    published_at: datetime | None
    is_ours: bool


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place of a scorecard: its cells that show a period, and what is missing there."""

    place: str
    cells: tuple[ShownCell, ...]
    faults: tuple[str, ...] = ()
