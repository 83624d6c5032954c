"""A tab of a spreadsheet as rows of text, its header found by the columns a KPI declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from core.errors import SettingsError, SourceError
from core.model import Tab, snake_case
from core.sheets.address import spreadsheet_id

HEADER_SEARCH_ROWS = 50
_LONGEST_PLAIN = 1e15  # beyond it, Python writes whole floats with an exponent

RowCells = Sequence[object]


@dataclass(frozen=True, slots=True)
class TabRows:
    """`columns` in declared order, and for each row its number in the sheet and its cells as text
    or None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]


def spellings(tab: Tab) -> dict[str, tuple[str, ...]]:
    """Return the headers by which each column of the query may be known."""
    if isinstance(tab.columns, Mapping):
        return {
            name: (found,) if isinstance(found, str) else tuple(found)
            for name, found in tab.columns.items()
        }
    return {snake_case(header): (header,) for header in tab.columns}


def parse_tab(tab: Tab, cells: Iterable[RowCells], place: str) -> TabRows:
    """Find the header among the first rows and return what stands below it; wholly blank rows are
    left out.

    Raises:
        SourceError: No row has all declared columns, or a column's headers stand there twice.
    """
    wanted = spellings(tab)
    positions: list[int] | None = None
    best: tuple[int, list[str]] = (0, list(wanted))
    found: list[tuple[int, tuple[str | None, ...]]] = []
    for number, row in enumerate(cells, 1):
        if positions is not None:
            texts = tuple(
                text_of(row[position]) if position < len(row) else None for position in positions
            )
            if any(texts):
                found.append((number, texts))
        elif number <= HEADER_SEARCH_ROWS:
            lacking = _lacking(wanted, row)
            if not lacking:
                positions = _positions(wanted, row, f"{place}, row {number}")
            elif len(lacking) < len(best[1]):
                best = number, lacking
    if positions is None:
        near = (
            f"row {best[0]} lacks {', '.join(best[1])}"
            if best[0]
            else f"none has {', '.join(wanted)}"
        )
        raise SourceError(
            f"{place}: no header row among the first {HEADER_SEARCH_ROWS}: {near}; mend the tab or"
            " columns="
        )
    return TabRows(tuple(wanted), tuple(found))


def _lacking(wanted: Mapping[str, tuple[str, ...]], row: RowCells) -> list[str]:
    headers = {_plain(cell) for cell in row}
    return [
        " or ".join(map(repr, names))
        for names in wanted.values()
        if not headers & {_plain(name) for name in names}
    ]


def _positions(wanted: Mapping[str, tuple[str, ...]], row: RowCells, place: str) -> list[int]:
    positions = []
    for names in wanted.values():
        plain = {_plain(name) for name in names}
        matches = [position for position, cell in enumerate(row) if _plain(cell) in plain]
        if len(matches) > 1:
            raise SourceError(
                f"{place}: the header {' or '.join(map(repr, names))} stands there twice;"
                " rename one"
            )
        positions += matches
    return positions


def _plain(cell: object) -> str:
    return " ".join((text_of(cell) or "").casefold().split())


def text_of(cell: object) -> str | None:  # noqa: PLR0911 -- a case a type
    """Return a cell as text: ISO dates, numbers as short as they can be, `TRUE`/`FALSE`; None where
    it is blank.
    """
    match cell:
        case None:
            return None
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return (
                str(int(cell)) if cell.is_integer() and abs(cell) < _LONGEST_PLAIN else repr(cell)
            )
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


class Workbooks:
    """The workbooks that a run's tabs stand in, local or at Google, each read once a run.

    `tabs` are all that the run will read, so that a spreadsheet's come in one request.
    """

    def __init__(
        self, root: Path, environment: Mapping[str, str], tabs: Iterable[Tab] = ()
    ) -> None:
        self._root = root
        self._environment = environment
        self._tabs = tuple(tabs)
        self._read: dict[str, Mapping[str, list[RowCells]]] = {}

    def read(self, tab: Tab) -> TabRows:
        """Return a tab's rows.

        Raises:
            SourceError: The variable is not set, or the workbook, the tab or its header is not
                there.
        """
        place = self.place(tab)
        if not place:
            raise SourceError(
                f"{tab.workbook} is not set; put the workbook that has the tab {tab.title!r} into"
                " .env: the path of an .xlsx, or a spreadsheet's id or URL"
            )
        if place not in self._read:
            self._read[place] = self._fetch(tab, place)
        tabs = self._read[place]
        if tab.title not in tabs:
            others = ", ".join(map(repr, tabs)) or "none of those that are read"
            raise SourceError(f"{tab.workbook} ({place}) has no tab {tab.title!r}; it has {others}")
        return parse_tab(tab, tabs[tab.title], f"{place}, tab {tab.title!r}")

    def place(self, tab: Tab) -> str:
        """Return what the tab's variable names: a path, or a spreadsheet's id or URL; empty where
        it is not set.
        """
        return self._environment.get(tab.workbook, "")

    def _fetch(self, tab: Tab, place: str) -> Mapping[str, list[RowCells]]:
        path = self._root / Path(place).expanduser()
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            return _load(path, tab.workbook)
        book = spreadsheet_id(place)
        if not book:
            raise SourceError(
                f"{tab.workbook}={place!r} is neither an .xlsx nor a spreadsheet's id or URL; mend"
                " it in .env"
            )
        from core.sheets.client import open_client
        from core.sheets.google_tabs import fetch_tabs

        titles = {
            tab.title,
            *(
                other.title
                for other in self._tabs
                if self._environment.get(other.workbook) == place
            ),
        }
        try:
            client = open_client(self._environment, self._root, book, tab.workbook)
        except SettingsError as error:
            raise SourceError(f"{tab.workbook}: {error}") from None
        return fetch_tabs(client, titles)


def _load(path: Path, variable: str) -> dict[str, list[RowCells]]:
    import warnings
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # Of features that a reader of values does not need.
            warnings.simplefilter("ignore")
            return _cells(path)
    except FileNotFoundError:
        raise SourceError(
            f"{variable}: {path} does not exist; mend the path in .env, or put the workbook there"
        ) from None
    except (
        OSError,
        BadZipFile,
        InvalidFileException,
        KeyError,
        ParseError,
        ValueError,
        TypeError,
    ) as error:
        raise SourceError(f"{variable}: {path} is no readable .xlsx workbook: {error}") from None


def _cells(path: Path) -> dict[str, list[RowCells]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    tabs: dict[str, list[RowCells]] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        tabs[sheet.title] = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    book.close()
    return tabs
