"""Compares the keys of rows and columns with their labels. Pure.

What becomes of a row's metadata when people cut, copy or sort a part of it is not documented.
So a key counts only where its labels are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.publish.google.repair import (
    Labels,
    LineTexts,
    day_row,
    known_labels,
    label_columns,
    label_row,
    row_texts,
)
from core.publish.google.sheet import TabNow, Value, is_number
from core.publish.google.wanted import DAY_ROW, HEADER_ROWS, LABEL_ROW, CellKey, Wanted
from core.publish.grid import NAME

# Fewer numbers may be another row's by chance.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class LineKeys:
    """The keys of rows or columns, each where its labels are.

    `moved` are indexes that got the key of another line. `former` is the key that such a line had
    before, by the new one. `vacated` are indexes whose key is no longer theirs. `doubtful` are keys
    whose line is uncertain: the publish writes nothing to it.
    """

    keys: tuple[str, ...]
    moved: Mapping[int, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    vacated: frozenset[int] = frozenset()
    doubtful: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def agree_on_rows(wanted: Wanted, now: TabNow, published: Mapping[CellKey, Value]) -> LineKeys:
    """Return the keys of a tab's rows by their number and name."""
    columns = label_columns(now)
    if not columns:
        return LineKeys(now.rows)
    present = {key for key in now.rows if key}
    # A row pasted over another one may have left its own metadata behind.
    absent = {key for key in wanted.rows if key not in present and (key, NAME) in published}
    keys = (present | absent).difference(HEADER_ROWS)
    places = {key: [(key, label) for label in columns] for key in keys}
    labels = known_labels(places, wanted, published)
    filled = {row for (row, _), content in now.cells.items() if content.value not in (None, "")}

    def is_emptied(row: int) -> bool:
        return row not in filled and (now.rows[row], NAME) in published

    return _agree(now.rows, row_texts(now, columns.values()), labels, is_emptied)


def swapped_values(
    wanted: Wanted, now: TabNow, published: Mapping[CellKey, Value]
) -> dict[str, str]:
    """Return the rows that hold all numbers of another one, with that one's key.

    Labels and metadata were sorted, and the numbers beside them were not.
    """
    columns = [(index, key) for index, key in enumerate(now.columns) if key in wanted.periods]
    ours = [(index, key) for index, key in enumerate(now.rows) if key and key not in HEADER_ROWS]
    series = {key: tuple(published.get((key, column)) for _, column in columns) for _, key in ours}
    owners = Counter(series.values())
    by_series = {values: key for key, values in series.items() if owners[values] == 1}
    few: dict[str, str] = {}
    swapped: dict[str, str] = {}
    for row, key in ours:
        values = tuple(now.at((row, column)).value for column, _ in columns)
        owner = by_series.get(values, key)
        if owner != key:
            is_certain = sum(map(is_number, values)) >= _FEWEST
            (swapped if is_certain else few)[key] = owner
    # Few numbers are enough in a row whose own ones are in another row.
    elsewhere = {*swapped.values()}
    return swapped | {key: owner for key, owner in few.items() if key in elsewhere}


def agree_on_columns(wanted: Wanted, now: TabNow, published: Mapping[CellKey, Value]) -> LineKeys:
    """Return the keys of a tab's columns by their label and the day below it."""
    label, day = label_row(now), day_row(wanted, now)
    if label is None or day is None:
        return LineKeys(now.columns)
    texts: list[LineTexts] = [
        (now.at((label, column)).value, now.at((day, column)).value)
        for column in range(len(now.columns))
    ]
    places = {key: ((LABEL_ROW, key), (DAY_ROW, key)) for key in now.columns if key}
    labels = known_labels(places, wanted, published)
    return _agree(now.columns, texts, labels, lambda _: False)


def _agree(
    keys: Sequence[str],
    texts: Sequence[LineTexts],
    labels: Labels,
    is_emptied: Callable[[int], bool],
) -> LineKeys:
    owners = {pair: key for key, pairs in labels.items() for pair in pairs}
    astray = {
        key: index
        for index, key in enumerate(keys)
        if labels.get(key) and texts[index] not in labels[key]
    }
    if not astray:
        return LineKeys(tuple(keys))
    homes = dict(_homes(keys, texts, owners, astray))
    moved = {places[0]: key for key, places in homes.items() if len(places) == 1}
    doubtful = {key: places for key, places in homes.items() if len(places) > 1}
    left = {astray[key] for key in moved.values() if key in astray}
    vacated = left | {*astray.values()} & {*moved}
    for key, index in astray.items():
        if key in homes or index in moved:
            continue
        if is_emptied(index):
            vacated.add(index)
        elif texts[index] in owners:
            doubtful[key] = (index,)
    agreed = [
        moved.get(index, "" if index in vacated or key in doubtful else key)
        for index, key in enumerate(keys)
    ]
    former = {key: keys[index] for index, key in moved.items() if keys[index]}
    return LineKeys(tuple(agreed), moved, former, frozenset(vacated), doubtful)


def _homes(
    keys: Sequence[str],
    texts: Sequence[LineTexts],
    owners: Mapping[LineTexts, str],
    astray: Mapping[str, int],
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each stray key with the places of its labels that no other key holds rightly.

    A key that is nowhere is looked for among the lines of stray keys; `repair` does the others.
    """
    absent = {*owners.values()}.difference(keys)
    places: dict[str, list[int]] = {}
    for index, (key, pair) in enumerate(zip(keys, texts, strict=True)):
        owner = owners.get(pair)
        if owner is None:
            continue
        takes_over = key in astray and (owner in astray or owner in absent)
        if takes_over or (not key and owner in astray):
            places.setdefault(owner, []).append(index)
    for key in (*astray, *sorted(absent)):
        if key in places:
            yield key, tuple(places[key])
