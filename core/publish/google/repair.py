"""Recognises tabs, rows and columns that lost their metadata, by their labels. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from core.publish.google.sheet import EMPTY, BookNow, TabNow, Value
from core.publish.google.wanted import DAY_ROW, HEADER_ROWS, LABEL_ROW, Wanted
from core.publish.grid import NAME, NUMBER

TextPair = tuple[Value, Value]


def find_tab(book: BookNow, wanted: Wanted) -> TabNow | None:
    """Return the tab that lost its metadata but still has its title and our labels."""
    for tab in book.tabs:
        if tab.title == wanted.title and not tab.key:
            return tab if _row_of_labels(tab) is not None else None
    return None


def _label_row(now: TabNow) -> int | None:
    """Return the row that holds our labels, by its key or else by its texts."""
    return now.rows.index(LABEL_ROW) if LABEL_ROW in now.rows else _row_of_labels(now)


def _row_of_labels(now: TabNow) -> int | None:
    texts: dict[int, set[Value]] = {}
    for (row, _), content in now.cells.items():
        texts.setdefault(row, set()).add(content.value)
    return min((row for row, values in texts.items() if {NUMBER, NAME} <= values), default=None)


def with_keys(keys: Sequence[str], repaired: Mapping[int, str]) -> tuple[str, ...]:
    """Return keys with those filled in that were found again."""
    return tuple(repaired.get(index, key) for index, key in enumerate(keys))


def lost_columns(wanted: Wanted, now: TabNow) -> dict[int, str]:
    """Find columns that lost their metadata by their header: the label, and the day below it."""
    header = _label_row(now)
    if header is None:
        return {}
    absent = [key for key in wanted.columns if key not in now.columns]
    by_texts = {(_text(wanted, LABEL_ROW, key), _text(wanted, DAY_ROW, key)): key for key in absent}
    texts = [
        (now.at((header, column)).value, now.at((header + 1, column)).value)
        for column in range(len(now.columns))
    ]
    return _matches(now.columns, texts, by_texts)


def lost_rows(wanted: Wanted, now: TabNow) -> dict[int, str]:
    """Find rows that lost their metadata: header rows by their place, KPIs by number and name."""
    if NUMBER not in now.columns or NAME not in now.columns:
        return {}
    absent = [key for key in wanted.rows if key not in now.rows]
    return _lost_header_rows(now, absent) | _lost_kpi_rows(wanted, now, absent)


def _lost_header_rows(now: TabNow, absent: Collection[str]) -> dict[int, str]:
    """Find header rows, which are together, two of them above the labels."""
    labels = _label_row(now)
    if labels is None:
        return {}
    expected = enumerate(HEADER_ROWS, labels - HEADER_ROWS.index(LABEL_ROW))
    free = {row for row, key in enumerate(now.rows) if not key}
    return {row: key for row, key in expected if row in free and key in absent}


def _lost_kpi_rows(wanted: Wanted, now: TabNow, absent: Collection[str]) -> dict[int, str]:
    number, name = now.columns.index(NUMBER), now.columns.index(NAME)
    lines = [key for key in absent if key not in HEADER_ROWS]
    by_texts = {(_text(wanted, key, NUMBER), _text(wanted, key, NAME)): key for key in lines}
    texts = [
        (now.at((row, number)).value, now.at((row, name)).value) for row in range(len(now.rows))
    ]
    return _matches(now.rows, texts, by_texts)


def _matches(
    keys: Sequence[str], texts: Sequence[TextPair], by_texts: Mapping[TextPair, str]
) -> dict[int, str]:
    """Return the indexes without a key whose texts belong to one, each key at its first place."""
    found: dict[int, str] = {}
    for index, (key, pair) in enumerate(zip(keys, texts, strict=True)):
        match = by_texts.get(pair)
        if match and not key and match not in found.values():
            found[index] = match
    return found


def _text(wanted: Wanted, row: str, column: str) -> Value:
    return wanted.cells.get((row, column), EMPTY).value
