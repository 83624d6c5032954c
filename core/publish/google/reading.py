"""Reads a domain's tabs from a spreadsheet, and of other tabs no more than titles and marks.

Where the titles of our tabs are as they were, one request is enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gspread.utils import absolute_range_name

from core.errors import RefusedError
from core.publish.google.answers import FIELDS, OVERVIEW, Json, read_book
from core.publish.google.blank import EVERYTHING, may_be_blank
from core.publish.google.wanted import Wanted
from core.store import PublishedTab

if TYPE_CHECKING:
    from core.sheets import SheetsClient

_MOST_READS = 3


@dataclass(frozen=True)
class TabReader:
    """Reads the tabs of one domain; `known` are its tabs as they were last seen.

    `fields` are `FIELDS`, or more.
    """

    client: SheetsClient
    domain: str
    known: Sequence[PublishedTab]
    fields: str = FIELDS

    def read(self, wanted: Collection[Wanted]) -> Json:
        """Return an answer to `FIELDS` in which only our tabs have contents.

        Raises:
            PublishError: The spreadsheet cannot be read.
        """
        return self._read_known({tab.key for tab in wanted}) or self._search(wanted)

    def _read_known(self, keys: Collection[str]) -> Json | None:
        """Return the tabs under the titles last seen; None unless each of them is there."""
        titles = [tab.title for tab in self.known if tab.tab_key in keys]
        if len(titles) < len(keys):
            return None
        try:
            answer = self._get(titles)
        except RefusedError:
            # A title is another one, or its tab is gone.
            return None
        found = {(tab.key, tab.sheet_id) for tab in read_book(_without_contents(answer)).tabs}
        expected = {(tab.tab_key, tab.sheet_id) for tab in self.known if tab.tab_key in keys}
        return answer if expected <= found else None

    def _search(self, wanted: Collection[Wanted]) -> Json:
        """Look through all tabs without their contents, then read ours."""
        for attempt in range(1, _MOST_READS + 1):
            overview = self.client.get(OVERVIEW)
            if may_be_blank(overview) and not self.known:
                return self.client.get(EVERYTHING)
            titles = _titles_of_ours(overview, self.domain, wanted)
            try:
                return _merge(overview, self._get(titles)) if titles else overview
            except RefusedError:
                # A tab was renamed or deleted in between.
                if attempt == _MOST_READS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _get(self, titles: Iterable[str]) -> dict[str, Any]:
        return self.client.get(self.fields, [absolute_range_name(title) for title in titles])


def _without_contents(answer: Json) -> Json:
    """Return an answer without cells, which take long to read."""
    sheets = [
        {name: part for name, part in sheet.items() if name != "data"}
        for sheet in answer.get("sheets", ())
    ]
    return {**answer, "sheets": sheets}


def _titles_of_ours(overview: Json, domain: str, wanted: Iterable[Wanted]) -> list[str]:
    """Return the titles of marked tabs of ours, and of those that may have lost their mark."""
    tabs = read_book(overview).tabs
    found = {tab.key for tab in tabs}
    lost = {tab.title for tab in wanted if tab.key not in found}
    return [
        tab.title
        for tab in tabs
        if tab.key.startswith(f"{domain}/") or (not tab.key and tab.title in lost)
    ]


def _merge(overview: Json, ours: Json) -> dict[str, Any]:
    """Return the newer answer, with the tabs that only the overview has."""
    with_contents = {_sheet_id(sheet): sheet for sheet in ours.get("sheets", ())}
    sheets = [with_contents.get(_sheet_id(sheet), sheet) for sheet in overview["sheets"]]
    return {**ours, "sheets": sheets}


def _sheet_id(sheet: Json) -> int:
    return int(sheet["properties"].get("sheetId", 0))
