"""Places of workbooks and spreadsheets, as settings hold them and as messages show them."""

from __future__ import annotations

import re

URL = "https://docs.google.com/spreadsheets/d/{}"

_READABLE = (".xlsx", ".xlsm")
_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
# Google's own ids. Any other text that could be an id could also be a token.
_PLAIN_ID = re.compile(r"1[A-Za-z0-9_-]{43}")
_URL = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")


def spreadsheet_id(place: str) -> str:
    """Return the id in a spreadsheet's URL or the id itself; empty where `place` is neither."""
    if match := _URL.search(place):
        return match[1]
    return place if _ID.fullmatch(place) else ""


def is_workbook_path(place: str, suffixes: tuple[str, ...] = _READABLE) -> bool:
    """Return whether a setting is plainly the path of a workbook."""
    return place.lower().endswith(suffixes) and "://" not in place and "\n" not in place


def book_text(book: str) -> str:
    """Return an id for people, or `?` where it may be a secret in the wrong variable."""
    return book if _PLAIN_ID.fullmatch(book) else "?"
