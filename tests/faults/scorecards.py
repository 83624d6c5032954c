"""The scorecards of the company: a spreadsheet of success, and the workbook of leadership."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.runs import workbook_at
from tests.sheets_emulator import Emulator
from tests.spreadsheets import ACCOUNT, picture

# Runs that were killed leave other ids than one run that was not. The lines that a note has for
# nothing but another run are left out.
_RUN_ID = re.compile(r"\d{8}T\d{6}Z-[a-z]+-[0-9a-f]{6}")
_OF_A_RUN = re.compile(r"^(Scorecard: )?(data up to|refreshed) .*$\n?", re.MULTILINE)

Shown = dict[str, Any]


@dataclass(frozen=True)
class Scorecards:
    """What readers of a project see; `book` is the spreadsheet on the emulator."""

    root: Path
    emulator: Emulator
    book: str

    def shown(self) -> Shown:
        """Return all that readers see: cells, formats and notes of the tabs, without runs."""
        shown: Shown = {}
        for path in sorted((self.root / "var").glob("*.xlsx")):
            for sheet in workbook_at(path).worksheets:
                shown[f"{path.name} {sheet.title}"] = [
                    (cell.coordinate, _plain(cell.value), _plain(getattr(cell.comment, "text", "")))
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.value is not None
                ]
        sheets = self.emulator.workbook(self.book).sheets
        for sheet, seen in zip(sheets, picture(sheets), strict=True):
            seen["cells"] = dict(_cells(seen["cells"]))
            shown[f"spreadsheet {sheet.title}"] = seen
        return shown


def _cells(rows: Any) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    """Yield the cells that hold something besides runs, by row and column."""
    for row, cells in rows.items():
        for column, cell in cells.items():
            if plain := _without_runs(cell):
                yield (row, column), plain


def _without_runs(cell: dict[str, Any]) -> dict[str, Any]:
    plain = {key: _plain(value) if key == "note" else value for key, value in cell.items()}
    text = plain.get("userEnteredValue", {}).get("stringValue", "")
    if _RUN_ID.search(text):
        plain["userEnteredValue"] = {"stringValue": _plain(text)}
    return {key: value for key, value in plain.items() if value}


def _plain(value: Any) -> str:
    text = str(value).partition(" · run")[0]
    return _RUN_ID.sub("RUN", _OF_A_RUN.sub("", text)).strip()


@contextmanager
def open_scorecards(root: Path) -> Iterator[Scorecards]:
    """Share a spreadsheet with the project, in its `.env`."""
    with Emulator() as emulator:
        book = emulator.create("Success", writers=(ACCOUNT,))
        (root / "key.json").write_text(json.dumps(emulator.service_account(ACCOUNT)))
        lines = (
            f"SUCCESS_SHEET={book}",
            "GOOGLE_CREDENTIALS=key.json",
            f"GOOGLE_SHEETS_ENDPOINT={emulator.url}",
        )
        (root / ".env").write_text("\n".join((*lines, "")))
        yield Scorecards(root, emulator, book)


def different_tabs(actual: Shown, wanted: Shown) -> list[str]:
    """Return for each tab that differs how it does."""
    tabs = [tab for tab in sorted({*actual, *wanted}) if actual.get(tab) != wanted.get(tab)]
    return [f"{tab} shows {_first_difference(actual.get(tab), wanted.get(tab))}" for tab in tabs]


def _first_difference(actual: Any, wanted: Any) -> str:
    if isinstance(actual, dict) and isinstance(wanted, dict):
        for key in sorted({*actual, *wanted}, key=str):
            if actual.get(key) != wanted.get(key):
                return f"{key}: {_first_difference(actual.get(key), wanted.get(key))}"
    if isinstance(actual, list) and isinstance(wanted, list):
        for number, (one, other) in enumerate(zip(actual, wanted, strict=False)):
            if one != other:
                return f"at {number} {one!r} instead of {other!r}"
        return f"{len(actual)} instead of {len(wanted)}: {actual[-1:]} and {wanted[-1:]}"
    return f"{actual!r:.600} instead of {wanted!r:.600}"
