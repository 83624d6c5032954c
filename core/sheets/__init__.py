"""Spreadsheets, local and at Google: addresses, connections, and the rows of their tabs.

It knows nothing of scorecards.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.sheets.address import URL, book_text, is_workbook_path, spreadsheet_id
from core.sheets.auth import account_of, has_google_credentials
from core.sheets.patience import Attempts
from core.sheets.tab_rows import spellings
from core.sheets.workbooks import Workbooks, read_workbook

if TYPE_CHECKING:
    from core.sheets.client import SheetsClient

__all__ = [
    "URL",
    "Attempts",
    "SheetsClient",
    "Workbooks",
    "account_of",
    "book_text",
    "has_google_credentials",
    "is_workbook_path",
    "open_client",
    "read_workbook",
    "spellings",
    "spreadsheet_id",
]


def open_client(
    environment: Mapping[str, str], root: Path, book: str, variable: str
) -> SheetsClient:
    """Return a client for a spreadsheet, with the credentials and endpoint of the environment.

    Raises:
        SettingsError: There are no usable credentials.
    """
    # Imported here because gspread and google-auth are slow to import.
    from core.sheets import client

    return client.open_client(environment, root, book, variable)
