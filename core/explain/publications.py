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
from core.store import SCHEMA, read


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
    found = read(
        warehouse,
        "SELECT c.target, p.planned_at, p.command, p.published_by, p.host, c.number, c.words FROM"
        f" {SCHEMA}.scorecard_cell c LEFT JOIN {SCHEMA}.scorecard_publication p ON p.marker ="
        " c.marker WHERE c.domain = :domain AND c.tab_key = :tab AND c.row_key = :row AND"
        " c.column_key = :column ORDER BY 1",
        {
            "domain": row.domain,
            "tab": tab_key(row.domain, row.period),
            "row": row_key(row),
            "column": row.period.label,
        },
    )
    return (Appearance(*each) for each in found.rows)


def _workbooks(warehouse: Warehouse, row: Row) -> Iterator[Appearance]:
    """Yield the first writing of each workbook since the value was computed."""
    found = read(
        warehouse,
        "SELECT target, planned_at, command, published_by, host FROM"
        f" {SCHEMA}.scorecard_publication WHERE domain = :domain AND outcome = 'applied' AND"
        " planned_at >= :since::timestamptz ORDER BY planned_at",
        {"domain": row.domain, "since": row.computed_at},
    )
    first: dict[str, Appearance] = {}
    for each in (Appearance(*parts) for parts in found.rows):
        if not each.is_spreadsheet:
            first.setdefault(each.target, each)
    yield from first.values()
