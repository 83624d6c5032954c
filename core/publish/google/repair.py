"""Recognises tabs, rows and columns that lost their metadata, by their labels. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

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

LineTexts = tuple[Value, ...]  # the labels of a row or column
Labels = Mapping[str, Collection[LineTexts]]

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
    return min((row for row, values in texts.items() if _are_labels(values)), default=None)


def _are_labels(texts: Collection[Value]) -> bool:
    """Return whether texts are our labels; a person may have typed over some of them."""
    found = {*LABELS} & {*texts}
    return found >= {NUMBER, NAME} or 2 * len(found) >= len(LABELS)


def label_columns(now: TabNow) -> dict[str, int]:
    """Return the columns by which rows are known, those of number and name, as far as there."""
    return {label: now.columns.index(label) for label in (NUMBER, NAME) if label in now.columns}


def row_texts(now: TabNow, columns: Collection[int]) -> list[LineTexts]:
    """Return the texts of each row in some columns."""
    return [
        tuple(now.at((row, column)).value for column in columns) for row in range(len(now.rows))
    ]


def known_labels(
    places: Mapping[str, Sequence[CellKey]],
    wanted: Wanted,
    published: Mapping[CellKey, Value],
) -> Labels:
    """Return the labels by which each key is known: those last published, and those wanted."""
    known: dict[str, set[LineTexts]] = {}
    for key, cells in places.items():
        texts = {tuple(published.get(cell) for cell in cells)}
        if key in wanted.rows or key in wanted.columns:
            texts.add(tuple(_text(wanted, *cell) for cell in cells))
        known[key] = {each for each in texts if any(text is not None for text in each)}
    owners = Counter(each for texts in known.values() for each in texts)
    # Labels that two lines share tell them apart no more.
    return {key: texts for key, texts in known.items() if all(owners[each] == 1 for each in texts)}


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


@dataclass(frozen=True, slots=True)
class FoundLines:
    """Keys of lines without metadata, by index; `doubtful` are those whose labels are repeated."""

    keys: Mapping[int, str] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def lost_columns(wanted: Wanted, now: TabNow) -> FoundLines:
    """Find columns that lost their metadata by their header: the label, and the day below it.

    Where a person deleted the days, labels that stand once are enough.
    """
    header, days = label_row(now), day_row(wanted, now)
    if header is None:
        return FoundLines()
    absent = [key for key in wanted.columns if key not in now.columns]
    by_texts: dict[LineTexts, str] = {}
    labels = Counter(_text(wanted, LABEL_ROW, key) for key in wanted.columns)
    for key in absent:
        label = _text(wanted, LABEL_ROW, key)
        if days is not None or labels[label] == 1:
            by_texts[label, None if days is None else _day(wanted, key)] = key
    texts: list[LineTexts] = []
    for column in range(len(now.columns)):
        day = now.at((days, column)).value if days is not None else None
        label = now.at((header, column)).value
        # The line below these is another one after each publish.
        texts.append((label, None if label in NEWS else day))
    return _matches(now.columns, texts, by_texts)


def _day(wanted: Wanted, column: str) -> Value:
    return None if column in NEWS else _text(wanted, DAY_ROW, column)


def lost_rows(
    wanted: Wanted, now: TabNow, published: Mapping[CellKey, Value] | None = None
) -> FoundLines:
    """Find rows that lost their metadata: header rows by their texts, KPIs by number and name."""
    columns, present = label_columns(now), frozenset(now.rows)
    if not columns or present >= wanted.rows.keys():
        return FoundLines()
    lines = [key for key in wanted.rows if key not in HEADER_ROWS]
    places = {key: [(key, label) for label in columns] for key in lines}
    by_texts: dict[LineTexts, str] = {}
    for key, labels in known_labels(places, wanted, published or {}).items():
        if key not in present:
            by_texts |= dict.fromkeys(labels, key)
    found = _matches(now.rows, row_texts(now, columns.values()), by_texts)
    return replace(found, keys={**_lost_header_rows(wanted, now), **found.keys})


def _lost_header_rows(wanted: Wanted, now: TabNow) -> dict[int, str]:
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
        if key not in now.rows and 0 <= row < len(now.rows) and not now.rows[row]
    }


def _row_above(now: TabNow, labels: int, start: str, usual: int) -> int:
    """Return the row above the labels with a text that begins so, or else the usual one."""
    for (row, _), content in now.cells.items():
        if row < labels and start and str(content.value).startswith(start):
            return row
    return usual


def _matches(
    keys: Sequence[str], texts: Sequence[LineTexts], by_texts: Mapping[LineTexts, str]
) -> FoundLines:
    """Return the lines without a key whose texts belong to one."""
    places: dict[str, list[int]] = {}
    for index, (key, each) in enumerate(zip(keys, texts, strict=True)):
        match = by_texts.get(each)
        if match and not key:
            places.setdefault(match, []).append(index)
    return FoundLines(
        {indexes[0]: key for key, indexes in places.items() if len(indexes) == 1},
        {key: tuple(indexes) for key, indexes in places.items() if len(indexes) > 1},
    )


def _text(wanted: Wanted, row: str, column: str) -> Value:
    return wanted.cells.get((row, column), EMPTY).value
