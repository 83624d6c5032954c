"""References inside a formula's text: finding them, and rewriting them when rows, columns or cells
move.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from . import a1

REFERENCE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?<![\w.$'!])(?P<title>'(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?
    (?P<cells>\$?[A-Za-z]{1,3}\$?[0-9]+(?::\$?[A-Za-z]{1,3}\$?[0-9]+)?
        |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]+:\$?[0-9]+)
    (?![\w(.!])""",
    re.VERBOSE,
)
CORNER = re.compile(r"^(\$?)([A-Za-z]*)(\$?)([0-9]*)$")
BROKEN = "#REF!"

# Maps a span of one dimension to where it is after a change; None when nothing of it is left.
Span = Callable[[int, int], "tuple[int, int] | None"]


def rewrite(formula: str, own_title: str, changed_title: str, dimension: str, span: Span) -> str:
    """A formula after a structural change of the sheet `changed_title`."""

    def change(match: re.Match[str]) -> str:
        if match["text"]:
            return match[0]
        title = match["title"]
        about = title[:-1].strip("'").replace("''", "'") if title else own_title
        if about.lower() != changed_title.lower():
            return match[0]
        moved = _move(match["cells"], dimension, span)
        return BROKEN if moved is None else (title or "") + moved

    return REFERENCE.sub(change, formula)


def _move(cells: str, dimension: str, span: Span) -> str | None:
    corners = [CORNER.match(part) for part in cells.split(":")]
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        return cells
    rows = dimension == "ROWS"
    index = _row if rows else _column
    start, end = index(first), index(last)
    if start is None or end is None:
        return cells
    moved = span(min(start, end), max(start, end) + 1)
    if moved is None:
        return None
    placed = [_replaced(first, moved[0], rows), _replaced(last, moved[1] - 1, rows)]
    return ":".join(placed[: len(corners)])


def _row(corner: re.Match[str]) -> int | None:
    return int(corner[4]) - 1 if corner[4] else None


def _column(corner: re.Match[str]) -> int | None:
    return a1.column_index(corner[2]) if corner[2] else None


def _replaced(corner: re.Match[str], index: int, rows: bool) -> str:
    if rows:
        return f"{corner[1]}{corner[2]}{corner[3]}{index + 1}"
    return f"{corner[1]}{a1.column_name(index)}{corner[3]}{corner[4]}"


def offset(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads when its cell is copied that far; `$` holds a reference in place."""

    def change(match: re.Match[str]) -> str:
        if match["text"]:
            return match[0]
        parts = [_offset_corner(part, rows, columns) for part in match["cells"].split(":")]
        return (
            BROKEN
            if None in parts
            else (match["title"] or "") + ":".join(part or "" for part in parts)
        )

    return REFERENCE.sub(change, formula) if rows or columns else formula


def _offset_corner(text: str, rows: int, columns: int) -> str | None:
    corner = CORNER.match(text)
    if corner is None:
        return text
    fixed_column, letters, fixed_row, digits = corner.groups()
    if not letters:  # a whole row such as `$5`: its dollar is matched as the column's
        fixed_row, fixed_column = fixed_column, ""
    if letters and not fixed_column:
        moved = a1.column_index(letters) + columns
        letters = a1.column_name(moved) if moved >= 0 else ""
        if moved < 0:
            return None
    if digits and not fixed_row:
        digits = str(int(digits) + rows)
        if int(digits) < 1:
            return None
    return f"{fixed_column}{letters}{fixed_row}{digits}"


def renamed(formula: str, old: str, new: str) -> str:
    """A formula after a tab was renamed."""

    def change(match: re.Match[str]) -> str:
        title = match["title"]
        if (
            match["text"]
            or not title
            or title[:-1].strip("'").replace("''", "'").lower() != old.lower()
        ):
            return match[0]
        return f"{a1.quoted(new)}!{match['cells']}"

    return REFERENCE.sub(change, formula)
