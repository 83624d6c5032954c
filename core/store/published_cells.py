"""Cells of spreadsheets as they were last written.

`scorecard_cell` holds what was written, `scorecard_note` our part of the notes,
`scorecard_cell_planned` what is being written, and `scorecard_cell_overwritten` what a person had
typed in cells that were taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.engines import Database
from core.store.columns import make_columns
from core.store.publications import Publication, Publications
from core.store.published_tabs import PublishedTabs
from core.store.tables import full_name, insert, read, update_on_conflict

SheetValue = float | str | bool | None
CellKeys = tuple[str, str, str]  # of tab, row and column

_CELLS = "scorecard_cell"
_NOTES = "scorecard_note"
_PLANNED = "scorecard_cell_planned"
_OVERWRITTEN = "scorecard_cell_overwritten"
_KEY = ("domain", "target", "tab_key", "row_key", "column_key")
_ON_CONFLICT = update_on_conflict(_KEY, ("number", "words", "marker"))
_OF_PLACE = "WHERE domain = :domain AND target = :target"
_ON_NOTE_CONFLICT = update_on_conflict(_KEY, ("note",))


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell of ours as a publication writes it.

    `note` is our part of its note, None where the note stays. `sets_value` is not set where only a
    note is put on a person's cell. `position` are the indexes of row and column, from 0, once all
    rows and columns are inserted; None if it is unknown.
    """

    keys: CellKeys
    value: SheetValue = None
    note: str | None = None
    sets_value: bool = True
    position: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """What the publication `marker` writes to a cell: a number, words, or neither to empty it."""

    marker: str
    tab_key: str
    row_key: str
    column_key: str
    number: float | None
    words: str | None

    @property
    def keys(self) -> CellKeys:
        """The keys of tab, row and column."""
        return self.tab_key, self.row_key, self.column_key

    @property
    def value(self) -> SheetValue:
        """The number or the words."""
        return self.words if self.number is None else self.number


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell that a publication is about to write, and where."""

    cell: MarkedCell
    note: str | None
    sets_value: bool
    row_index: int | None
    column_index: int | None

    @property
    def written(self) -> WrittenCell:
        """The cell as it is written."""
        position = None
        if self.row_index is not None and self.column_index is not None:
            position = self.row_index, self.column_index
        return WrittenCell(self.cell.keys, self.cell.value, self.note, self.sets_value, position)


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """Our part of the note of a cell of a domain in a spreadsheet."""

    domain: str
    target: str
    tab_key: str
    row_key: str
    column_key: str
    note: str


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """A cell of a domain in a spreadsheet, as a publication last wrote it."""

    domain: str
    target: str
    cell: MarkedCell


@dataclass(frozen=True, slots=True)
class OverwrittenCell:
    """A cell that was taken back: what a person had typed there, and what is computed."""

    marker: str
    cell: str
    row_key: str
    column_key: str
    typed: str
    computed: str
    overwritten_at: datetime


def find_published_cells(
    database: Database, domain: str, tab: str, row: str, column: str
) -> list[PublishedCell]:
    """Return a cell as each spreadsheet of a domain has it, by spreadsheet."""
    return read(
        database,
        PublishedCell,
        _CELLS,
        "WHERE domain = :domain AND tab_key = :tab AND row_key = :row AND column_key = :column "
        "ORDER BY target",
        {"domain": domain, "tab": tab, "row": row, "column": column},
    )


@dataclass(frozen=True, slots=True)
class PublishedCells:
    """The cells of one domain in one spreadsheet."""

    database: Database
    domain: str
    target: str

    def read(self) -> dict[CellKeys, SheetValue]:
        """Return the value last written to each cell."""
        found = read(self.database, PublishedCell, _CELLS, _OF_PLACE, self._place)
        return {each.cell.keys: each.cell.value for each in found}

    def read_notes(self) -> dict[CellKeys, str]:
        """Return our part of each note as it was last written, as far as that is known."""
        found = read(self.database, PublishedNote, _NOTES, _OF_PLACE, self._place)
        return {(each.tab_key, each.row_key, each.column_key): each.note for each in found}

    @property
    def tabs(self) -> PublishedTabs:
        """The tabs that hold them."""
        return PublishedTabs(self.database, self.domain, self.target)

    @property
    def _place(self) -> dict[str, str]:
        return {"domain": self.domain, "target": self.target}

    def first_publication_time(self) -> datetime | None:
        """Return when the spreadsheet was first filled."""
        first = Publications(self.database).find_first(self.domain, self.target)
        return first.planned_at if first else None

    def last_publication_time(self) -> datetime | None:
        """Return when the spreadsheet was last written, or found to have news."""
        return Publications(self.database).newest_time(self.domain, self.target)

    def add_reading(self, publication: Publication) -> None:
        """Store a publication that wrote nothing."""
        Publications(self.database).add(publication)

    def add_plan(self, publication: Publication, cells: Sequence[WrittenCell]) -> None:
        """Store what is about to be sent, before it is sent."""
        planned = [_plan_cell(publication.marker, cell) for cell in cells]
        with self.database.transaction():
            Publications(self.database).add(publication)
            insert(self.database, _PLANNED, make_columns(planned))

    def read_planned(self) -> dict[str, list[WrittenCell]]:
        """Return the cells of publications whose end was not recorded, by mark, oldest first."""
        publications = Publications(self.database).read_planned(self.domain, self.target)
        planned: dict[str, list[WrittenCell]] = {each.marker: [] for each in publications}
        found = read(
            self.database,
            PlannedCell,
            _PLANNED,
            "WHERE marker = ANY(:markers::text[])",
            {"markers": list(planned)},
        )
        for each in found:
            planned[each.cell.marker].append(each.written)
        return planned

    def conclude(self, marker: str, *, applied: bool) -> None:
        """Store how a planned publication ended; if it was applied, its cells were written."""
        with self.database.transaction():
            if applied:
                self._accept(marker)
            self.database.execute(
                f"DELETE FROM {full_name(_PLANNED)} WHERE marker = :marker", {"marker": marker}
            )
            Publications(self.database).conclude(marker, "applied" if applied else "given up")

    def _accept(self, marker: str) -> None:
        """Store what a publication planned as written."""
        planned = f"FROM {full_name(_PLANNED)} WHERE marker = :marker"
        place = {**self._place, "marker": marker}
        self.database.execute(
            f"INSERT INTO {full_name(_CELLS)} "
            "SELECT :domain, :target, tab_key, row_key, column_key, number, words, marker "
            f"{planned} AND sets_value {_ON_CONFLICT}",
            place,
        )
        self.database.execute(
            f"INSERT INTO {full_name(_NOTES)} "
            "SELECT :domain, :target, tab_key, row_key, column_key, note "
            f"{planned} AND note IS NOT NULL {_ON_NOTE_CONFLICT}",
            place,
        )

    def adopt(self, cells: Sequence[WrittenCell], marker: str) -> None:
        """Store cells that already hold what they should as written by a publication."""
        adopted: list[PublishedCell] = []
        notes: list[PublishedNote] = []
        for each in cells:
            if each.sets_value:
                adopted.append(PublishedCell(self.domain, self.target, _make_cell(marker, each)))
            if each.note is not None:
                notes.append(PublishedNote(self.domain, self.target, *each.keys, each.note))
        insert(self.database, _CELLS, make_columns(adopted), _ON_CONFLICT)
        insert(self.database, _NOTES, make_columns(notes), _ON_NOTE_CONFLICT)

    def add_overwritten(self, cells: Sequence[OverwrittenCell]) -> None:
        """Store what a person had typed in cells that were taken back."""
        insert(self.database, _OVERWRITTEN, make_columns(cells))


def _make_cell(marker: str, written: WrittenCell) -> MarkedCell:
    value = written.value
    number = float(value) if isinstance(value, int | float) else None
    words = value if isinstance(value, str) else None
    return MarkedCell(marker, *written.keys, number, words)


def _plan_cell(marker: str, written: WrittenCell) -> PlannedCell:
    row, column = written.position or (None, None)
    return PlannedCell(_make_cell(marker, written), written.note, written.sets_value, row, column)
