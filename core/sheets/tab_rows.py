"""The cells of a tab as rows of text, below the header with the columns that a KPI declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from itertools import islice

from core.errors import SourceError
from core.model import Tab, snake_case

HEADER_SEARCH_ROWS = 50
_ALIKE = 0.75  # of 1, for headers that a message names
_LONGEST_PLAIN = 1e15  # beyond it, Python writes whole floats with an exponent

RowCells = Sequence[object]
Texts = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class TabRows:
    """`columns` in declared order; each row as its number in the sheet and its cells as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Texts], ...]


def spellings(tab: Tab) -> dict[str, tuple[str, ...]]:
    """Return the columns of the query, each with the headers it may have in the tab."""
    if not isinstance(tab.columns, Mapping):
        return {snake_case(header): (header,) for header in tab.columns}
    headers_of: dict[str, tuple[str, ...]] = {}
    for column, headers in tab.columns.items():
        headers_of[column] = (headers,) if isinstance(headers, str) else tuple(headers)
    return headers_of


def parse_tab(tab: Tab, cells: Iterable[RowCells], place: str) -> TabRows:
    """Find the header among the first rows and return the rows below it, without blank ones.

    Raises:
        SourceError: No row has all declared columns, or a column's header occurs twice.
    """
    columns = spellings(tab)
    numbered = enumerate(cells, 1)
    positions = _find_header(columns, numbered, place)
    rows: list[tuple[int, Texts]] = []
    for number, row in numbered:
        texts = tuple(_text_at(row, position) for position in positions)
        if any(texts):
            rows.append((number, texts))
    return TabRows(tuple(columns), tuple(rows))


def _text_at(row: RowCells, position: int) -> str | None:
    return text_of(row[position]) if position < len(row) else None


def _find_header(
    columns: Mapping[str, tuple[str, ...]], numbered: Iterator[tuple[int, RowCells]], place: str
) -> list[int]:
    """Take rows up to the header, and return the position of each column in it."""
    nearest = f"none has {', '.join(columns)}"
    fewest = len(columns)
    cells = dict[str, str]()
    for number, row in islice(numbered, HEADER_SEARCH_ROWS):
        missing = _missing_headers(columns, row)
        cells |= {_folded(cell): str(cell).strip() for cell in row if isinstance(cell, str)}
        if not missing:
            return _positions(columns, row, f"{place}, row {number}")
        if len(missing) < fewest:
            fewest = len(missing)
            nearest = f"row {number} lacks {', '.join(missing)}"
    raise SourceError(
        f"{place}: no header row among the first {HEADER_SEARCH_ROWS}:"
        f" {nearest}{_near_cells(columns, cells)}; fix the tab or columns="
    )


def _near_cells(columns: Mapping[str, tuple[str, ...]], cells: Mapping[str, str]) -> str:
    """Return in brackets the cells that are like headers which no row has; empty for none."""
    near = dict[str, None]()
    for headers in columns.values():
        folded = [_folded(header) for header in headers]
        if not any(header in cells for header in folded):
            matches = (get_close_matches(header, cells, 1, _ALIKE) for header in folded)
            near.update(dict.fromkeys(repr(cells[match]) for found in matches for match in found))
    return f" (near: {', '.join(near)})" if near else ""


def _missing_headers(columns: Mapping[str, tuple[str, ...]], row: RowCells) -> list[str]:
    present = {_folded(cell) for cell in row}
    return [
        _alternatives(headers)
        for headers in columns.values()
        if present.isdisjoint(map(_folded, headers))
    ]


def _positions(columns: Mapping[str, tuple[str, ...]], row: RowCells, place: str) -> list[int]:
    positions = []
    for headers in columns.values():
        folded = {_folded(header) for header in headers}
        matches = [position for position, cell in enumerate(row) if _folded(cell) in folded]
        if len(matches) > 1:
            raise SourceError(
                f"{place}: the header {_alternatives(headers)} occurs twice; rename one"
            )
        positions += matches
    return positions


def _alternatives(headers: Iterable[str]) -> str:
    return " or ".join(map(repr, headers))


def _folded(cell: object) -> str:
    """Return a header without regard to capitals, spaces and line breaks."""
    return " ".join((text_of(cell) or "").casefold().split())


def text_of(cell: object) -> str | None:  # noqa: PLR0911 -- one case per type
    """Return a cell as text: ISO dates, shortest numbers, `TRUE`/`FALSE`; None for a blank one."""
    match cell:
        case None:
            return None
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            is_plain = cell.is_integer() and abs(cell) < _LONGEST_PLAIN
            return str(int(cell)) if is_plain else repr(cell)
        case datetime():
            seconds = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
            return str(seconds.date() if seconds.time() == time() else seconds)
        case date() | time():
            return cell.isoformat()
        case timedelta():
            minutes, second = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
    text = str(cell)
    return text if text.strip() else None
