"""Tabs of an `.xlsx` file, with the values that its formulas had when it was saved."""

from __future__ import annotations

import warnings
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import SourceError
from core.sheets.tab_rows import RowCells

_DAMAGES = (BadZipFile, InvalidFileException, KeyError, ParseError, ValueError, TypeError)


def read_tabs(path: Path, variable: str) -> dict[str, list[RowCells]]:
    """Return the cells of every tab; `variable` is the setting that names the file.

    Raises:
        SourceError: The file does not exist or cannot be read.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of features that a reader of values does not need.
            warnings.simplefilter("ignore")
            return _read_cells(path)
    except FileNotFoundError:
        raise SourceError(
            f"{variable}: {path} does not exist; fix the path in .env, or put the workbook there"
        ) from None
    except (OSError, *_DAMAGES) as error:
        raise SourceError(f"{variable}: {path} is not a readable .xlsx workbook: {error}") from None


def _read_cells(path: Path) -> dict[str, list[RowCells]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    tabs: dict[str, list[RowCells]] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        tabs[sheet.title] = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    book.close()
    return tabs
