"""Spreadsheets, local and at Google: where they are, how to reach them, and what their tabs hold.

It knows no scorecard.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.sheets.address import URL, spreadsheet_id
from core.sheets.auth import account_of
from core.sheets.workbooks import Workbooks, spellings

if TYPE_CHECKING:
    from core.sheets.client import SheetsClient

__all__ = [
    "URL",
    "SheetsClient",
    "Workbooks",
    "account_of",
    "open_client",
    "spellings",
    "spreadsheet_id",
]


def open_client(
    environment: Mapping[str, str], root: Path, book: str, variable: str
) -> SheetsClient:
    """Return a client for a spreadsheet, with the credentials and the endpoint that the environment
    names.

    Raises:
        SettingsError: There are no usable credentials.
    """
    from core.sheets import client

    return client.open_client(environment, root, book, variable)
