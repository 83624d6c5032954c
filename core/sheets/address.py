"""The id and the URL of a spreadsheet."""

from __future__ import annotations

import re

URL = "https://docs.google.com/spreadsheets/d/{}"

_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
_URL = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")


def spreadsheet_id(place: str) -> str:
    """Return the id in a spreadsheet's URL or the id itself; empty where `place` is neither."""
    if match := _URL.search(place):
        return match[1]
    return place if _ID.fullmatch(place) else ""
