"""Recognises tabs, rows and columns that lost their metadata, by their labels. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from core.publish.google.sheet import EMPTY, BookNow, TabNow, Value
from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    LABEL_ROW,
    REFRESHED,
    CellKey,
    Wanted,
)
from core.publish.grid import LABELS, NAME, NEWS, NUMBER

TextPair = tuple[Value, Value]

# Rows that a person may have inserted between the labels and the days.
_MOST_INSERTED = 10


def find_tab(book: BookNow, wanted: Wanted) -> TabNow | None:
    """Return the tab that lost its metadata but is ours by its title and its contents."""
    for tab in book.tabs:
        if tab.title == wanted.title and not tab.key:
            return tab if _is_ours(wanted, tab) else None
    return None


def _is_ours(wanted: Wanted, tab: TabNow) -> bool:
    """Return whether a tab has our headers, and our heading or most of our rows.

    A person's tab may have the same title, and that of another scorecard the same headers.
    """
    labels = _row_of_labels(tab)
    if labels is None:
        return False
    texts = {content.value for (row, _), content in tab.cells.items() if row == labels}
    periods = [_text(wanted, LABEL_ROW, period) for period in wanted.periods]
    if not {*LABELS} - {*NEWS} <= texts or 2 * len(texts & {*periods}) < len(periods):
        return False
    above = {content.value for (row, _), content in tab.cells.items() if row < labels}
    return _text(wanted, HEADING, NUMBER) in above or _has_most_rows(wanted, tab, labels)


def _has_most_rows(wanted: Wanted, tab: TabNow, labels: int) -> bool:
    """Return whether most rows below the headers are ours, by number and name."""
    header = {tab.at((labels, column)).value: column for column in range(len(tab.columns))}
    ours = {(_text(wanted, row, NUMBER), _text(wanted, row, NAME)) for row in wanted.rows}
    pairs = set()
    for row in range(labels + 1, len(tab.rows)):
        pair = tab.at((row, header[NUMBER])).value, tab.at((row, header[NAME])).value
        if all(pair):
            pairs.add(pair)
    return 2 * len(pairs & ours) > len(pairs)


def label_row(now: TabNow) -> int | None:
    """Return the row that holds our labels, by its key or else by its texts."""
    return now.rows.index(LABEL_ROW) if LABEL_ROW in now.rows else _row_of_labels(now)


def _row_of_labels(now: TabNow) -> int | None:
    texts: dict[int, set[Value]] = {}
    for (row, _), content in now.cells.items():
        texts.setdefault(row, set()).add(content.value)
    return min((row for row, values in texts.items() if {NUMBER, NAME} <= values), default=None)


def day_row(wanted: Wanted, now: TabNow) -> int | None:
    """Return the row that holds the days, by its key or else by its texts below the labels."""
    if DAY_ROW in now.rows:
        return now.rows.index(DAY_ROW)
    labels = label_row(now)
    if labels is None:
        return None
    days = {_text(wanted, DAY_ROW, period) for period in wanted.periods}
    for row in range(labels + 1, min(labels + 1 + _MOST_INSERTED, len(now.rows))):
        texts = {now.at((row, column)).value for column in range(len(now.columns))}
        if days & texts:
            return row
    return None


def with_keys(keys: Sequence[str], repaired: Mapping[int, str]) -> tuple[str, ...]:
    """Return keys with those filled in that were found again."""
    return tuple(repaired.get(index, key) for index, key in enumerate(keys))


def lost_columns(wanted: Wanted, now: TabNow) -> dict[int, str]:
    """Find columns that lost their metadata by their header: the label, and the day below it.

    Where a person deleted the days, labels that stand once are enough.
    """
    header, days = label_row(now), day_row(wanted, now)
    if header is None:
        return {}
    absent = [key for key in wanted.columns if key not in now.columns]
    by_texts = {(_text(wanted, LABEL_ROW, key), _day(wanted, key)): key for key in absent}
    if days is None:
        labels = Counter(_text(wanted, LABEL_ROW, key) for key in wanted.columns)
        by_texts = {
            (label, None): key for (label, _), key in by_texts.items() if labels[label] == 1
        }
    texts = []
    for column in range(len(now.columns)):
        day = now.at((days, column)).value if days is not None else None
        label = now.at((header, column)).value
        # The line below these is another one after each publish.
        texts.append((label, None if label in NEWS else day))
    return _matches(now.columns, texts, by_texts)


def _day(wanted: Wanted, column: str) -> Value:
    return None if column in NEWS else _text(wanted, DAY_ROW, column)


def row_texts(now: TabNow) -> list[TextPair]:
    """Return number and name of each row of a tab that has both columns."""
    number, name = now.columns.index(NUMBER), now.columns.index(NAME)
    return [
        (now.at((row, number)).value, now.at((row, name)).value) for row in range(len(now.rows))
    ]


def lost_rows(
    wanted: Wanted, now: TabNow, published: Mapping[CellKey, Value] | None = None
) -> dict[int, str]:
    """Find rows that lost their metadata: header rows by their texts, KPIs by number and name."""
    if NUMBER not in now.columns or NAME not in now.columns:
        return {}
    present = frozenset(now.rows)
    absent = [key for key in wanted.rows if key not in present]
    lines = [key for key in absent if key not in HEADER_ROWS]
    return _lost_header_rows(wanted, now, absent) | _lost_kpi_rows(
        wanted, now, lines, published or {}
    )


def _lost_header_rows(wanted: Wanted, now: TabNow, absent: Collection[str]) -> dict[int, str]:
    labels = label_row(now)
    if labels is None:
        return {}
    days = day_row(wanted, now)
    places = {
        HEADING: _row_above(now, labels, str(_text(wanted, HEADING, NUMBER)), labels - 2),
        # Its text is another one after each publish, but for the first word.
        REFRESHED: _row_above(
            now, labels, str(_text(wanted, REFRESHED, NUMBER)).split(" ")[0], labels - 1
        ),
        LABEL_ROW: labels,
        DAY_ROW: labels + 1 if days is None else days,
    }
    return {
        row: key
        for key, row in places.items()
        if key in absent and 0 <= row < len(now.rows) and not now.rows[row]
    }


def _row_above(now: TabNow, labels: int, start: str, usual: int) -> int:
    """Return the row above the labels with a text that begins so, or else the usual one."""
    for (row, _), content in now.cells.items():
        if row < labels and start and str(content.value).startswith(start):
            return row
    return usual


def _lost_kpi_rows(
    wanted: Wanted,
    now: TabNow,
    lines: Collection[str],
    published: Mapping[CellKey, Value],
) -> dict[int, str]:
    by_texts = {(published.get((key, NUMBER)), published.get((key, NAME))): key for key in lines}
    by_texts |= {(_text(wanted, key, NUMBER), _text(wanted, key, NAME)): key for key in lines}
    by_texts.pop((None, None), None)
    return _matches(now.rows, row_texts(now), by_texts)


def _matches(
    keys: Sequence[str], texts: Sequence[TextPair], by_texts: Mapping[TextPair, str]
) -> dict[int, str]:
    """Return the indexes without a key whose texts belong to one, each key at its first place."""
    found: dict[str, int] = {}
    for index, (key, pair) in enumerate(zip(keys, texts, strict=True)):
        match = by_texts.get(pair)
        if match and not key:
            found.setdefault(match, index)
    return {index: key for key, index in found.items()}


def _text(wanted: Wanted, row: str, column: str) -> Value:
    return wanted.cells.get((row, column), EMPTY).value
