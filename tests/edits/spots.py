"""Cells of a tab by what they are to a person."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from tests.edits.company import Place
from tests.edits.desk import Desk, NotPossible
from tests.edits.sight import LABELS, Cell, Sight
from tests.sheets_emulator.model import Sheet
from tests.spreadsheets import entered

T = TypeVar("T")


def place_at(desk: Desk, sheet: Sheet, cell: Cell) -> Place | None:
    """Return the series and period whose labels a cell is under."""
    return next((place for place, found in desk.values(sheet).items() if found == cell), None)


def value_spot(desk: Desk, rng: Random, sheet: Sheet) -> Cell:
    """Return a cell that shows a value."""
    values = [cell for cell in desk.values(sheet).values() if entered(sheet, *cell) is not None]
    return _choose(rng, sorted(values))


def empty_spot(desk: Desk, rng: Random, sheet: Sheet) -> Cell:
    """Return a cell of ours without a value."""
    values = [cell for cell in desk.values(sheet).values() if entered(sheet, *cell) is None]
    return _choose(rng, sorted(values))


def label_spot(desk: Desk, rng: Random, sheet: Sheet) -> Cell:
    """Return a label of a row."""
    sight = desk.sight(sheet)
    rows = sorted({row for rows in sight.rows.values() for row in rows})
    columns = [column for label in LABELS for column in sight.columns.get(label, [])]
    return _choose(rng, rows), _choose(rng, columns)


def header_spot(desk: Desk, rng: Random, sheet: Sheet) -> Cell:
    """Return a cell of the header, or above it."""
    sight = desk.sight(sheet)
    columns = sorted({column for columns in sight.columns.values() for column in columns})
    if rng.random() < 0.2:
        return rng.randrange(sight.header + 1), 0
    return sight.header + rng.randrange(2), _choose(rng, columns)


def own_spot(desk: Desk, rng: Random, sheet: Sheet) -> Cell:
    """Return a cell outside of our rows or columns."""
    sight = desk.sight(sheet)
    ours = {row for rows in sight.rows.values() for row in rows}
    rows = [row for row in range(sight.first, len(sheet.rows)) if row not in ours]
    known = {column for columns in sight.columns.values() for column in columns}
    columns = [column for column in range(len(sheet.columns)) if column not in known]
    if columns and (rng.random() < 0.5 or not rows):
        return rng.randrange(sight.header, len(sheet.rows)), rng.choice(columns)
    return _choose(rng, rows[:8]), rng.randrange(len(sheet.columns))


def any_spot(desk: Desk, rng: Random, sheet: Sheet) -> Cell:
    """Return any cell, most often one of ours."""
    spots = (value_spot, value_spot, empty_spot, label_spot, header_spot, own_spot)
    return rng.choice(spots)(desk, rng, sheet)


def our_row(desk: Desk, rng: Random, sheet: Sheet) -> int:
    """Return a row of ours."""
    return _choose(rng, sorted(row for rows in desk.sight(sheet).rows.values() for row in rows))


def free_row(desk: Desk, sheet: Sheet) -> int:
    """Return an empty row below everything."""
    row = max(sheet.cells, default=-1) + 2
    if row >= len(sheet.rows):
        desk.person.insert_rows(sheet.title, len(sheet.rows), 3)
    return row


def period_columns(sight: Sight) -> list[int]:
    """Return the columns under the headers of periods."""
    periods = [columns for label, columns in sight.columns.items() if label[:1] == "2"]
    return sorted(column for columns in periods for column in columns)


def label_columns(sight: Sight) -> list[int]:
    """Return the columns under the other headers of ours."""
    return sorted(column for label in LABELS for column in sight.columns.get(label, []))


def _choose(rng: Random, items: Sequence[T]) -> T:
    if not items:
        raise NotPossible("there is no such cell")
    return rng.choice(items)
