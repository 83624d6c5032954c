"""Published cells verified: what readers see, beside the store and the record of publications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.engines import Database
from core.errors import PublishError
from core.model import Key, Row, same_number
from core.publish import Order, Scorecard, ShownCell, read_shown, row_key, tab_key
from core.store import CellKeys, ReplacedRows, Restatements, SheetValue, Store

CellTruth = Literal["same", "not published", "edited", "unexplained"]
CELL_TRUTHS: tuple[CellTruth, ...] = ("same", "not published", "edited", "unexplained")


@dataclass(frozen=True, slots=True)
class VerifiedCell:
    """A published cell, and whether it shows what is stored.

    `truth` is `same`; `not published` if the stored value changed since it was written; `edited`
    if a person changed the cell; or `unexplained` if it shows what was written, the store has
    another value, and no change is on record.
    """

    cell: ShownCell
    truth: CellTruth

    @property
    def is_error(self) -> bool:
        """Whether it differs without a change on record."""
        return self.truth == "unexplained"


@dataclass(frozen=True, slots=True)
class VerifiedPlace:
    """The cells of a domain's workbook or spreadsheet; `error` is why it cannot be read."""

    domain: str
    place: str
    cells: tuple[VerifiedCell, ...] = ()
    faults: tuple[str, ...] = ()
    error: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it cannot be read, or a cell differs without a change on record."""
        return bool(self.error) or any(each.is_error for each in self.cells)


def verify_place(scorecard: Scorecard, order: Order) -> VerifiedPlace:
    """Compare what the place of a domain shows now with the store; write nothing."""
    domain, database = scorecard.domain, scorecard.database
    try:
        place = read_shown(scorecard, order)
    except PublishError as error:
        return VerifiedPlace(domain, "", error=str(error))
    rows = rows_by_cell(domain, Store(database).rows(domain))
    cells = CellVerifier(database, domain, rows).verify(place.cells)
    return VerifiedPlace(domain, place.place, tuple(cells), place.faults)


@dataclass
class CellVerifier:
    """Compares published cells of a domain with its stored rows and their changes."""

    database: Database
    domain: str
    rows: Mapping[CellKeys, Row]

    def __post_init__(self) -> None:
        self._changes: dict[datetime, set[Key]] = {}

    def verify(self, cells: Iterable[ShownCell]) -> Iterator[VerifiedCell]:
        """Yield the verification of each cell."""
        for cell in cells:
            yield VerifiedCell(cell, self._judge(cell))

    def _judge(self, cell: ShownCell) -> CellTruth:
        if _is_same(cell.shown, cell.stored):
            return "same"
        if not cell.is_ours:
            return "edited"
        row = self.rows.get(cell.keys)
        # The total of a breakdown and the text of an absent value are not stored.
        if row is None or cell.published_at is None or self._has_changed(row, cell.published_at):
            return "not published"
        is_number = isinstance(cell.shown, int | float) and isinstance(cell.stored, int | float)
        return "unexplained" if is_number else "not published"

    def _has_changed(self, row: Row, since: datetime) -> bool:
        """Return whether a change of a row's value after an instant is on record."""
        if row.computed_at > since:
            return True
        if since not in self._changes:
            replaced = ReplacedRows(self.database).read_after(self.domain, since)
            restated = Restatements(self.database).read_since([self.domain], since)
            self._changes[since] = {each.row.key for each in replaced}
            self._changes[since] |= {each.key for each in restated}
        return row.key in self._changes[since]


def rows_by_cell(domain: str, rows: Iterable[Row]) -> dict[CellKeys, Row]:
    """Return stored rows by the keys of the cells that show them."""
    return {(tab_key(domain, row.period), row_key(row), row.period.label): row for row in rows}


def _is_same(one: SheetValue, other: SheetValue) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return same_number(one, other)
    return (one or None) == (other or None)
