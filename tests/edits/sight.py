"""A tab as a person reads it: rows and columns by their labels, whatever else is there.

What people type over a label says in brackets what was there, so that a row is still known by it.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from tests.edits.company import Company, Series
from tests.sheets_emulator.model import Sheet
from tests.spreadsheets import entered, letters

LABELS = ("No", "KPI", "Latest", "Change", "Target", "Trend", "Unit", "Owner")
MONTHS = tuple(calendar.month_abbr[month] for month in range(1, 13))
_HINT = re.compile(r"human \d+ \((.*)\)")
_MOST_BETWEEN = 12  # rows that people put between the two lines of a header
_FEWEST_LABELS = 4

Cell = tuple[int, int]


@dataclass(frozen=True)
class Sight:
    """Rows by series and columns by label or period.

    `guesses` are the series that each row's labels allow, where they say anything.
    """

    header: int
    first: int
    rows: dict[Series, list[int]]
    guesses: dict[int, set[Series]]
    columns: dict[str, list[int]]

    def cells(self, series: Series, label: str) -> list[Cell]:
        """Return the cells under the labels of a series and of a column."""
        rows, columns = self.rows.get(series, []), self.columns.get(label, [])
        return [(row, column) for row in rows for column in columns]

    def only(self, series: Series, label: str) -> Cell | None:
        """Return the cell under two labels, if there is just one."""
        cells = self.cells(series, label)
        return cells[0] if len(cells) == 1 else None

    def period_at(self, column: int) -> str:
        """Return the period at a column, "" for another one."""
        labels = (label for label, columns in self.columns.items() if column in columns)
        return next((label for label in labels if label[:1] == "2"), "")


def read(value: Any) -> Any:
    """Return what a label says, or what it said before a person typed over it."""
    found = _HINT.fullmatch(value) if isinstance(value, str) else None
    return found.group(1) if found else value


def at(sheet: Sheet, row: int, column: int) -> Any:
    return read(entered(sheet, row, column))


def look(sheet: Sheet, company: Company, year: str) -> Sight | None:
    """Read a tab; None where a person can no longer find its header."""
    header = _line_with(sheet, {*LABELS, *MONTHS}, range(len(sheet.rows)))
    if header is None:
        return None
    below = range(header + 1, min(header + _MOST_BETWEEN, len(sheet.rows)))
    days = _line_with(sheet, {day_text(year, month) for month in range(1, 13)}, below)
    columns = _columns(sheet, header, days, year)
    first = (header if days is None else days) + 1
    rows: dict[Series, list[int]] = defaultdict(list)
    guesses: dict[int, set[Series]] = {}
    for row in range(first, len(sheet.rows)):
        if row not in sheet.cells:
            continue
        number, name = (_label(sheet, row, columns.get(label)) for label in ("No", "KPI"))
        found = _series(company, number, name)
        if number is not None or name is not None:
            guesses[row] = found
        if len(found) == 1 and (_is_name(company, name) or "KPI" not in columns):
            rows[found.copy().pop()].append(row)
    return Sight(header, first, dict(rows), guesses, columns)


def _line_with(sheet: Sheet, texts: set[str], rows: range) -> int | None:
    """Return the topmost row with the most of some texts."""
    counts = {}
    for row in rows:
        found = {at(sheet, row, column) for column in sheet.cells.get(row, {})}
        counts[row] = len({text for text in found if isinstance(text, str)} & texts)
    best = max(counts, key=lambda row: (counts[row], -row), default=None)
    return best if best is not None and counts[best] >= _FEWEST_LABELS else None


def day_text(year: str, month: int) -> str:
    return f"{calendar.monthrange(int(year), month)[1]} {calendar.month_abbr[month]}"


def _columns(sheet: Sheet, header: int, days: int | None, year: str) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = defaultdict(list)
    for column in range(len(sheet.columns)):
        text = at(sheet, header, column)
        if text in MONTHS:
            month = MONTHS.index(text) + 1
            if days is None or at(sheet, days, column) == day_text(year, month):
                columns[f"{year}-{month:02}"].append(column)
        elif isinstance(text, str):
            columns[text].append(column)
    return dict(columns)


def _is_name(company: Company, name: Any) -> bool:
    return any(name in names for names in company.names.values())


def _label(sheet: Sheet, row: int, columns: list[int] | None) -> Any:
    return at(sheet, row, columns[0]) if columns else None


def _series(company: Company, number: Any, name: Any) -> set[Series]:
    """Return the series that a row's labels allow; one that is empty or unknown allows each."""
    found = {*company.names}
    same_number = {key for key in found if str(key[0]) == str(number).removesuffix(".0")}
    same_name = {key for key, names in company.names.items() if name in names}
    if not same_number and not same_name:
        return set()
    return (same_number or found) & (same_name or found)


def a1(cell: Cell) -> str:
    """Return a cell's name: (6, 2) is C7."""
    return f"{letters(cell[1])}{cell[0] + 1}"
