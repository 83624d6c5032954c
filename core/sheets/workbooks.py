"""The workbooks that KPIs read tabs of, in a local file or at Google."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from core.errors import SettingsError, SourceError
from core.model import Tab
from core.sheets.address import book_text, is_workbook_path, spreadsheet_id
from core.sheets.tab_rows import RowCells, TabRows, parse_tab

TabCells = Mapping[str, list[RowCells]]


class Workbooks:
    """The workbooks of a run's tabs, local or at Google, each read once per run.

    `tabs` are all that the run will read, so that one request fetches those of a spreadsheet.
    """

    def __init__(
        self, root: Path, environment: Mapping[str, str], tabs: Iterable[Tab] = ()
    ) -> None:
        self._root = root
        self._environment = environment
        self._tabs = tuple(tabs)
        self._cells: dict[str, TabCells] = {}

    def read(self, tab: Tab) -> TabRows:
        """Return a tab's rows.

        Raises:
            SourceError: The variable is not set, or the workbook, the tab or its header does not
                exist.
        """
        place = self.place(tab)
        if not place:
            raise SourceError(
                f"{tab.workbook} is not set; put the workbook that has the tab {tab.title!r} into"
                " .env: the path of an .xlsx, or a spreadsheet's id or URL"
            )
        if place not in self._cells:
            self._cells[place] = self._fetch(tab, place)
        cells = self._cells[place]
        if tab.title not in cells:
            others = ", ".join(map(repr, cells)) or "none of the tabs that KPIs read"
            raise SourceError(
                f"{tab.workbook} ({_shown(place)}) has no tab {tab.title!r}; it has {others}"
            )
        return parse_tab(tab, cells[tab.title], f"{_shown(place)}, tab {tab.title!r}")

    def place(self, tab: Tab) -> str:
        """Return the path, id or URL that the tab's variable holds; empty if it is not set."""
        return self._environment.get(tab.workbook, "")

    def _fetch(self, tab: Tab, place: str) -> TabCells:
        if is_workbook_path(place):
            return read_workbook(self._root / Path(place).expanduser(), tab.workbook)
        book = spreadsheet_id(place)
        if not book:
            raise SourceError(
                f"{tab.workbook} is neither the path of an .xlsx nor a spreadsheet's id or URL; fix"
                " it in .env"
            )
        return self._fetch_spreadsheet(tab, book, place)

    def _fetch_spreadsheet(self, tab: Tab, book: str, place: str) -> TabCells:
        # Imported here because gspread is slow to import, and few runs read a spreadsheet.
        from core.sheets.client import open_client
        from core.sheets.google_tabs import fetch_tabs

        titles = {other.title for other in self._tabs if self.place(other) == place}
        try:
            client = open_client(self._environment, self._root, book, tab.workbook)
        except SettingsError as error:
            raise SourceError(f"{tab.workbook}: {error}") from None
        return fetch_tabs(client, titles | {tab.title})


def _shown(place: str) -> str:
    """Return a place without what else its URL may hold, such as a token."""
    return place if is_workbook_path(place) else book_text(spreadsheet_id(place))


def read_workbook(path: Path, variable: str) -> TabCells:
    """Return the cells of every tab of an `.xlsx` file; `variable` is the setting that names it.

    Raises:
        SourceError: The file does not exist or cannot be read.
    """
    # Imported here because openpyxl is slow to import, and few runs read a workbook.
    from core.sheets.xlsx_tabs import read_tabs

    return read_tabs(path, variable)
