"""Matches the rows and columns of a tab with those that it should have. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.publish.google.changes import Insert
from core.publish.google.repair import lost_columns, lost_rows, with_keys
from core.publish.google.sheet import Position, TabNow, index_of
from core.publish.google.wanted import CellKey, Wanted


@dataclass(frozen=True, slots=True)
class Keys:
    """The fate of each row and column of a tab.

    `tab` has the keys that were found again, which `repaired_rows` and `repaired_columns` are.
    `new_rows` and `new_columns` are inserted; `new` are the keys of both. `gone` are rows and
    columns that a person deleted, `barred` those whose insertion a protected range forbids.
    """

    tab: TabNow
    row_index: Mapping[str, int]
    column_index: Mapping[str, int]
    repaired_rows: Mapping[int, str]
    repaired_columns: Mapping[int, str]
    new_rows: tuple[Insert, ...]
    new_columns: tuple[Insert, ...]
    gone: tuple[str, ...]
    barred: tuple[str, ...]
    new: frozenset[str]

    def is_new(self, place: CellKey) -> bool:
        """Return whether a cell comes into being with its row, its column or both."""
        row, column = place
        if row not in self.new and column not in self.new:
            return False
        has_row = row in self.new or row in self.row_index
        has_column = column in self.new or column in self.column_index
        return has_row and has_column

    def position(self, place: CellKey) -> Position | None:
        """Return where a cell is now, if its row and its column are there."""
        row, column = place
        if row not in self.row_index or column not in self.column_index:
            return None
        return self.row_index[row], self.column_index[column]


def match_keys(wanted: Wanted, now: TabNow, published: Collection[str], *, restore: bool) -> Keys:
    """Match keys; those that were published and are absent stay away until `restore`."""
    repaired_columns = lost_columns(wanted, now)
    tab = replace(now, columns=with_keys(now.columns, repaired_columns))
    # Rows are known by their texts in columns that are known.
    repaired_rows = lost_rows(wanted, tab)
    tab = replace(tab, rows=with_keys(tab.rows, repaired_rows))

    present = {*tab.rows, *tab.columns}
    absent = [key for key in (*wanted.rows, *wanted.columns) if key not in present]
    gone = () if restore else tuple(key for key in absent if key in published)
    due = {*absent} - {*gone}
    rows = list(_inserts(tuple(wanted.rows), tab.rows, due))
    columns = list(_inserts(wanted.columns, tab.columns, due))
    new_rows = tuple(insert for insert in rows if not tab.bars_row(insert.index))
    new_columns = tuple(insert for insert in columns if not tab.bars_column(insert.index))
    inserted = frozenset(insert.key for insert in (*new_rows, *new_columns))
    return Keys(
        tab=tab,
        row_index=index_of(tab.rows),
        column_index=index_of(tab.columns),
        repaired_rows=repaired_rows,
        repaired_columns=repaired_columns,
        new_rows=new_rows,
        new_columns=new_columns,
        gone=gone,
        barred=tuple(insert.key for insert in (*rows, *columns) if insert.key not in inserted),
        new=inserted,
    )


def _inserts(
    order: Sequence[str], present: Sequence[str], due: Collection[str]
) -> Iterator[Insert]:
    """Yield the place of each due key: behind the nearest one before it that is present.

    Keys without one before them go before the first one that is present, or to the end.
    """
    index = index_of(present)
    anchors = [key for key in order if key in index]
    place = index[anchors[0]] if anchors else len(present)
    for key in order:
        if key in index:
            place = index[key] + 1
        elif key in due:
            yield Insert(place, key)
