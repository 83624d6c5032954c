"""Where a stored value was published: the cells of spreadsheets, and workbooks written after it was
computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.engines import Warehouse
from core.model import Row
from core.publish import row_key, tab_key
from core.sheets import spreadsheet_id
from core.store import Publications, find_published_cells


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place where a value was published, `target` a spreadsheet's id or the path of a workbook.

    `number` or `words` is what the spreadsheet's cell was given; None for a workbook, which is
    written whole from the store. `published_at` and the rest are None where a cell held the value
    already.
    """

    target: str
    published_at: datetime | None
    command: str | None
    published_by: str | None
    host: str | None
    number: float | None = None
    words: str | None = None

    @property
    def is_spreadsheet(self) -> bool:
        """Whether the target is a spreadsheet, of which each cell is on record."""
        return bool(spreadsheet_id(self.target))


def appearances_of(warehouse: Warehouse, row: Row) -> tuple[Appearance, ...]:
    """Return where a row's value stands, spreadsheets before workbooks."""
    return (*_cells(warehouse, row), *_workbooks(warehouse, row))


def _cells(warehouse: Warehouse, row: Row) -> Iterator[Appearance]:
    tab, publications = tab_key(row.domain, row.period), Publications(warehouse)
    for found in find_published_cells(warehouse, row.domain, tab, row_key(row), row.period.label):
        cell, publication = found.cell, publications.find(found.cell.marker)
        yield Appearance(
            target=found.target,
            published_at=publication.planned_at if publication else None,
            command=publication.command if publication else None,
            published_by=publication.published_by if publication else None,
            host=publication.host if publication else None,
            number=cell.number,
            words=cell.words,
        )


def _workbooks(warehouse: Warehouse, row: Row) -> Iterator[Appearance]:
    """Yield the first writing of each workbook since the value was computed."""
    first: dict[str, Appearance] = {}
    for each in Publications(warehouse).read_applied(row.domain, row.computed_at):
        appearance = Appearance(
            each.target, each.planned_at, each.command, each.published_by, each.host
        )
        if not appearance.is_spreadsheet:
            first.setdefault(each.target, appearance)
    yield from first.values()
