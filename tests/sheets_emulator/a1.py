"""A1 notation, and the rectangles it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import Json, invalid

MAX_COLUMNS = 18_278  # ZZZ
CELL = re.compile(r"^\$?([A-Za-z]{0,3})\$?([0-9]{0,8})$")
PLAIN_TITLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
LOOKS_LIKE_CELL = re.compile(r"^([A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*)$")


@dataclass(frozen=True)
class Rect:
    """Rows and columns of one sheet: zero-based, half open; None is unbounded."""

    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    @property
    def is_cell(self) -> bool:
        """One single cell, which in values.update is an anchor rather than a limit."""
        bounded = self.top is not None and self.left is not None
        return bounded and self.bottom == (self.top or 0) + 1 and self.right == (self.left or 0) + 1

    def bounds(self, rows: int, columns: int) -> tuple[int, int, int, int]:
        """(top, bottom, left, right) with the open sides filled from the grid's size."""
        return (
            self.top or 0,
            rows if self.bottom is None else self.bottom,
            self.left or 0,
            columns if self.right is None else self.right,
        )


def column_name(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(name: str) -> int:
    """A → 0, AA → 26."""
    value = 0
    for letter in name.upper():
        value = value * 26 + ord(letter) - 64
    return value - 1


def cell_name(row: int, column: int) -> str:
    return f"{column_name(column)}{row + 1}"


def quoted(title: str) -> str:
    """A sheet's title as it stands before the `!`: in quotes unless it is one plain word."""
    if PLAIN_TITLE.match(title) and not LOOKS_LIKE_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def range_name(title: str, top: int, bottom: int, left: int, right: int) -> str:
    """Sheet1!A1:B2; one cell has no colon."""
    first, last = cell_name(top, left), cell_name(max(bottom - 1, top), max(right - 1, left))
    return f"{quoted(title)}!{first}" if first == last else f"{quoted(title)}!{first}:{last}"


def split_title(text: str) -> tuple[str | None, str | None]:
    """Split `'My tab'!A1` into title and cells; either may be missing."""
    if text.startswith("'"):
        end = re.match(r"^'((?:[^']|'')*)'(?:!(.*))?$", text, re.DOTALL)
        if not end:
            return None, None
        return end.group(1).replace("''", "'"), end.group(2)
    if "!" in text:
        title, _, cells = text.rpartition("!")
        return title, cells
    return None, text


def _corner(text: str) -> tuple[int | None, int | None] | None:
    """(row, column) of `B2`, `B` or `2`."""
    match = CELL.match(text)
    if not match or not text.strip("$"):
        return None
    letters, digits = match.groups()
    if digits and int(digits) == 0:
        return None
    return (int(digits) - 1 if digits else None, column_index(letters) if letters else None)


def parse_cells(cells: str) -> Rect | None:
    """`A1:B2`, `A1`, `A:B`, `2:3`, `A1:C`; corners in any order. None when it is not a range."""
    parts = cells.split(":")
    corners = [_corner(part) for part in parts]
    if len(parts) > 2 or any(corner is None for corner in corners):
        return None
    first = corners[0] or (None, None)
    last = corners[-1] or (None, None)
    if len(parts) == 1 and None in first:
        return None
    rows = _span(first[0], last[0])
    columns = _span(first[1], last[1])
    return Rect(rows[0], rows[1], columns[0], columns[1])


def _span(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    if first is None or last is None:
        start = first if first is not None else last
        return start, None
    return min(first, last), max(first, last) + 1


def unparsable(text: str) -> Exception:
    return invalid(f"Unable to parse range: {text}")


def rect_of(grid_range: Json) -> Rect:
    """The rectangle of a GridRange."""
    return Rect(
        grid_range.get("startRowIndex"),
        grid_range.get("endRowIndex"),
        grid_range.get("startColumnIndex"),
        grid_range.get("endColumnIndex"),
    )


def grid_range_of(sheet_id: int, rect: Rect) -> Json:
    """The GridRange of a rectangle; sheet 0 is a default and left out."""
    sides = {
        "startRowIndex": rect.top,
        "endRowIndex": rect.bottom,
        "startColumnIndex": rect.left,
        "endColumnIndex": rect.right,
    }
    answer: Json = {"sheetId": sheet_id} if sheet_id else {}
    return answer | {key: value for key, value in sides.items() if value is not None}
