"""The places where a stored value was published: cells of spreadsheets, and workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.engines import Database
from core.model import Row
from core.publish import row_key, tab_key
from core.sheets import spreadsheet_id
from core.store import Publication, Publications, find_published_cells


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place where a value was published.

    Attributes:
        target: A spreadsheet's id, or the path of a workbook.
        published_at: When the value was written; None, as the next three, if it was there already.
        command: The command that published.
        published_by: The user who ran the command.
        host: The machine on which it ran.
        number: The number in the spreadsheet's cell; None in a workbook, which is always written
            from the store as a whole.
        words: The words in the spreadsheet's cell, if it has no number.
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
        """Whether the target is a spreadsheet, whose cells are stored one by one."""
        return bool(spreadsheet_id(self.target))


def find_appearances(database: Database, row: Row) -> Iterator[Appearance]:
    """Yield the places where a row's value was published, spreadsheets before workbooks."""
    yield from _in_spreadsheets(database, row)
    yield from _in_workbooks(database, row)


def _in_spreadsheets(database: Database, row: Row) -> Iterator[Appearance]:
    publications = Publications(database)
    tab = tab_key(row.domain, row.period)
    cells = find_published_cells(database, row.domain, tab, row_key(row), row.period.label)
    for published in cells:
        cell = published.cell
        publication = publications.find(cell.marker)
        yield _appearance(published.target, publication, cell.number, cell.words)


def _in_workbooks(database: Database, row: Row) -> Iterator[Appearance]:
    """Yield the first writing of each workbook since the value was computed."""
    seen = set()
    for publication in Publications(database).read_applied(row.domain, row.computed_at):
        target = publication.target
        if target not in seen and not spreadsheet_id(target):
            seen.add(target)
            yield _appearance(target, publication)


def _appearance(
    target: str,
    publication: Publication | None,
    number: float | None = None,
    words: str | None = None,
) -> Appearance:
    if publication is None:
        return Appearance(target, None, None, None, None, number, words)
    return Appearance(
        target=target,
        published_at=publication.planned_at,
        command=publication.command,
        published_by=publication.published_by,
        host=publication.host,
        number=number,
        words=words,
    )
