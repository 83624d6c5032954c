"""Cells of spreadsheets as they were last written.

`scorecard_cell` holds what was written, `scorecard_cell_planned` what is being written, and
`scorecard_cell_overwritten` what a person had typed in cells that were taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.engines import Warehouse
from core.store.columns import make_columns
from core.store.publications import Publication, Publications
from core.store.tables import full_name, insert, read, update_on_conflict

SheetValue = float | str | bool | None
WrittenCell = tuple[str, str, str, SheetValue]  # keys of tab, row and column, and the value

_CELLS = "scorecard_cell"
_PLANNED = "scorecard_cell_planned"
_OVERWRITTEN = "scorecard_cell_overwritten"
_ON_CONFLICT = update_on_conflict(
    ("domain", "target", "tab_key", "row_key", "column_key"), ("number", "words", "marker")
)


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
    def content(self) -> WrittenCell:
        """The keys and the value."""
        value = self.words if self.number is None else self.number
        return self.tab_key, self.row_key, self.column_key, value


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
    warehouse: Warehouse, domain: str, tab: str, row: str, column: str
) -> list[PublishedCell]:
    """Return a cell as each spreadsheet of a domain has it, by spreadsheet."""
    return read(
        warehouse,
        PublishedCell,
        _CELLS,
        "WHERE domain = :domain AND tab_key = :tab AND row_key = :row AND column_key = :column "
        "ORDER BY target",
        {"domain": domain, "tab": tab, "row": row, "column": column},
    )


@dataclass(frozen=True, slots=True)
class PublishedCells:
    """The cells of one domain in one spreadsheet."""

    warehouse: Warehouse
    domain: str
    target: str

    def read(self) -> dict[tuple[str, str, str], SheetValue]:
        """Return the value last written to each cell, by the keys of tab, row and column."""
        found = read(
            self.warehouse,
            PublishedCell,
            _CELLS,
            "WHERE domain = :domain AND target = :target",
            {"domain": self.domain, "target": self.target},
        )
        written = (each.cell.content for each in found)
        return {(tab, row, column): value for tab, row, column, value in written}

    def first_publication_time(self) -> datetime | None:
        """Return when the spreadsheet was first filled."""
        first = Publications(self.warehouse).find_first(self.domain, self.target)
        return first.planned_at if first else None

    def add_plan(self, publication: Publication, cells: Sequence[WrittenCell]) -> None:
        """Store what is about to be sent, before it is sent."""
        planned = [_make_cell(publication.marker, cell) for cell in cells]
        with self.warehouse.transaction():
            Publications(self.warehouse).add(publication)
            insert(self.warehouse, _PLANNED, make_columns(planned))

    def read_planned(self) -> dict[str, list[WrittenCell]]:
        """Return the cells of publications whose end was not recorded, by mark, oldest first."""
        publications = Publications(self.warehouse).read_planned(self.domain, self.target)
        planned: dict[str, list[WrittenCell]] = {each.marker: [] for each in publications}
        found = read(
            self.warehouse,
            MarkedCell,
            _PLANNED,
            "WHERE marker = ANY(:markers::text[])",
            {"markers": list(planned)},
        )
        for cell in found:
            planned[cell.marker].append(cell.content)
        return planned

    def conclude(self, marker: str, *, applied: bool) -> None:
        """Store how a planned publication ended; if it was applied, its cells were written."""
        with self.warehouse.transaction():
            if applied:
                self.warehouse.execute(
                    f"INSERT INTO {full_name(_CELLS)} "
                    "SELECT :domain, :target, tab_key, row_key, column_key, number, words, marker "
                    f"FROM {full_name(_PLANNED)} WHERE marker = :marker {_ON_CONFLICT}",
                    {"domain": self.domain, "target": self.target, "marker": marker},
                )
            self.warehouse.execute(
                f"DELETE FROM {full_name(_PLANNED)} WHERE marker = :marker", {"marker": marker}
            )
            Publications(self.warehouse).conclude(marker, "applied" if applied else "given up")

    def adopt(self, cells: Sequence[WrittenCell], marker: str) -> None:
        """Store cells that already hold what they should as written by a publication."""
        ours = [_make_cell(marker, cell) for cell in cells]
        adopted = [PublishedCell(self.domain, self.target, cell) for cell in ours]
        insert(self.warehouse, _CELLS, make_columns(adopted), _ON_CONFLICT)

    def add_overwritten(self, cells: Sequence[OverwrittenCell]) -> None:
        """Store what a person had typed in cells that were taken back."""
        insert(self.warehouse, _OVERWRITTEN, make_columns(cells))


def _make_cell(marker: str, written: WrittenCell) -> MarkedCell:
    tab, row, column, value = written
    number = float(value) if isinstance(value, int | float) else None
    words = value if isinstance(value, str) else None
    return MarkedCell(marker, tab, row, column, number, words)
