"""Rows, columns and tabs whose metadata died, found again by their labels. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.publish.google.sheet import EMPTY, BookNow, TabNow, Value
from core.publish.google.wanted import DAY_ROW, HEADER_ROWS, LABEL_ROW, NAME, NUMBER, Wanted


def recognised(book: BookNow, wanted: Wanted) -> TabNow | None:
    """Return the tab that lost its metadata but still has its title and our labels."""
    named = next((tab for tab in book.tabs if tab.title == wanted.title and not tab.key), None)
    return named if named and _label_row(named) is not None else None


def _label_row(now: TabNow) -> int | None:
    rows: dict[int, set[Value]] = {}
    for (row, _), content in now.cells.items():
        rows.setdefault(row, set()).add(content.value)
    return next((row for row in sorted(rows) if {NUMBER, NAME} <= rows[row]), None)


def with_keys(keys: Sequence[str], repaired: Mapping[int, str]) -> tuple[str, ...]:
    """Return keys with those filled in that were found again."""
    return tuple(repaired.get(index, key) for index, key in enumerate(keys))


def lost_columns(wanted: Wanted, now: TabNow) -> dict[int, str]:
    """Find columns whose metadata died by their header: the label, and the day below it."""
    header = now.rows.index(LABEL_ROW) if LABEL_ROW in now.rows else _label_row(now)
    if header is None:
        return {}
    absent = (key for key in wanted.columns if key not in now.columns)
    texts = {(_value(wanted, LABEL_ROW, key), _value(wanted, DAY_ROW, key)): key for key in absent}
    found: dict[int, str] = {}
    for index, key in enumerate(now.columns):
        name = texts.get((now.at((header, index)).value, now.at((header + 1, index)).value))
        if name and not key and name not in found.values():
            found[index] = name
    return found


def lost_rows(wanted: Wanted, now: TabNow) -> dict[int, str]:
    """Find rows whose metadata died: KPIs by number and name, header rows by where they stand."""
    if NUMBER not in now.columns or NAME not in now.columns:
        return {}
    number, name = now.columns.index(NUMBER), now.columns.index(NAME)
    absent = [key for key in wanted.rows if key not in now.rows]
    found: dict[int, str] = {}
    header = now.rows.index(LABEL_ROW) if LABEL_ROW in now.rows else _label_row(now)
    if header is not None:
        places = zip(range(header - 2, header + 2), HEADER_ROWS, strict=True)
        found |= {
            row: key for row, key in places if key in absent and row >= 0 and not now.rows[row]
        }
    texts = {
        (_value(wanted, key, NUMBER), _value(wanted, key, NAME)): key
        for key in absent
        if key not in HEADER_ROWS
    }
    for index, key in enumerate(now.rows):
        match = texts.get((now.at((index, number)).value, now.at((index, name)).value))
        if match and not key and match not in found.values():
            found[index] = match
    return found


def _value(wanted: Wanted, row: str, column: str) -> Value:
    return wanted.cells.get((row, column), EMPTY).value
