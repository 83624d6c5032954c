"""Matches the rows and columns of a tab with those that it should have. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from core.publish.google.agreement import agree_on_columns, agree_on_rows, swapped_values
from core.publish.google.changes import Insert
from core.publish.google.comment_columns import is_comment_column
from core.publish.google.line_marks import LONG_ROW, room_for_marks, rows_without_room
from core.publish.google.period_order import columns_in_order_of
from core.publish.google.ranges import cell_name
from core.publish.google.repair import lost_columns, lost_rows, with_keys
from core.publish.google.sheet import Position, TabNow, Value, index_of
from core.publish.google.wanted import CellKey, Wanted
from core.publish.grid import LABELS


@dataclass(frozen=True)
class Keys:
    """The fate of each row and column of a tab.

    `tab` has the keys where they are found, `repaired_rows` and `repaired_columns` those that have
    to be marked again. `former` is the key that such a line had before, `swapped` by a row's key
    that of the row whose values it holds, and `stale_marks` is the metadata on lines that are no
    longer ours. `doubtful` keys are at several places, or at one that is labelled as another.
    `unmarked` are rows whose marks do not fit. `new_rows` and `new_columns` are inserted;
    `new` are the keys of both. `gone` are rows and columns that a person deleted, `barred` those
    whose insertion a protected range forbids.
    """

    tab: TabNow
    repaired_rows: Mapping[int, str]
    repaired_columns: Mapping[int, str]
    former: Mapping[str, str] = field(default_factory=dict)
    swapped: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    stale_marks: tuple[int, ...] = ()
    new_rows: tuple[Insert, ...] = ()
    new_columns: tuple[Insert, ...] = ()
    gone: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    unmarked: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()

    @cached_property
    def row_index(self) -> Mapping[str, int]:
        """The index of each row of ours."""
        return index_of(self.tab.rows)

    @cached_property
    def column_index(self) -> Mapping[str, int]:
        """The index of each column of ours."""
        return index_of(self.tab.columns)

    def is_new(self, place: CellKey) -> bool:
        """Return whether a cell comes into being with its row, its column or both."""
        row, column = place
        if row not in self.new and column not in self.new:
            return False
        has_row = row in self.new or row in self.row_index
        has_column = column in self.new or column in self.column_index
        return has_row and has_column

    def former_place(self, place: CellKey) -> CellKey | None:
        """Return the keys of a cell's row and column when they had other labels, if they had."""
        row, column = place
        if row in self.swapped and column not in LABELS:
            return self.swapped[row], column
        former = self.former.get(row, row), self.former.get(column, column)
        return former if former != place else None

    def position(self, place: CellKey) -> Position | None:
        """Return where a cell is now, if its row and its column are there."""
        row, column = place
        if row not in self.row_index or column not in self.column_index:
            return None
        return self.row_index[row], self.column_index[column]

    def cell_name(self, position: Position) -> str:
        """Return a cell as people see it once rows and columns are inserted: `sc2026!AV12`."""
        row, column = position
        row += sum(insert.index <= row for insert in self.new_rows)
        column += sum(insert.index <= column for insert in self.new_columns)
        return cell_name(self.tab.title, (row, column))


def match_keys(
    wanted: Wanted, now: TabNow, published: Mapping[CellKey, Value], *, restore: bool
) -> Keys:
    """Match keys; those that were published and are absent stay away until `restore`.

    Keys that were lost are found by their labels, and the others count only where their labels are.
    """
    lost = lost_columns(wanted, now)
    tab = replace(now, columns=with_keys(now.columns, lost.keys))
    columns = agree_on_columns(wanted, tab, published)
    tab = replace(tab, columns=columns.keys)
    # Rows are known by their texts in columns that are known.
    rows = agree_on_rows(wanted, tab, published)
    tab = replace(tab, rows=rows.keys)
    found = lost_rows(wanted, tab, published)
    lost_keys = {index: key for index, key in found.keys.items() if key not in rows.doubtful}
    tab = replace(tab, rows=with_keys(tab.rows, lost_keys))
    doubtful = {**found.doubtful, **rows.doubtful}
    vacated = rows.vacated | _unkeyed(now.rows, doubtful)
    others = [now.other_row_marks.get(index, ()) for index in sorted(vacated)]
    keys = Keys(
        tab=tab,
        repaired_rows={**rows.moved, **lost_keys},
        repaired_columns={**lost.keys, **columns.moved},
        former={**rows.former, **columns.former},
        swapped=swapped_values(wanted, tab, published),
        doubtful={**lost.doubtful, **columns.doubtful, **doubtful},
        stale_marks=(
            *_marks_at(now.row_marks, vacated),
            *chain(*others),
            *_marks_at(now.column_marks, columns.vacated),
        ),
    )
    known = {key for place in published for key in place}
    return _with_room(_with_inserts(wanted, keys, known, restore=restore))


def _with_room(keys: Keys) -> Keys:
    """Leave out marks that do not fit; long marks of earlier versions make room."""
    tab = keys.tab
    new_columns = [insert.key for insert in keys.new_columns]
    columns = [*keys.repaired_columns.values(), *new_columns]
    new_rows = [insert.key for insert in keys.new_rows]
    rows = [*keys.repaired_rows.values(), *new_rows]
    room = room_for_marks(tab.metadata_size)
    unmarked = rows_without_room(rows, columns, room)
    if not unmarked:
        return keys
    if tab.long_marks:
        return _with_short_marks(keys)
    repaired = {index: key for index, key in keys.repaired_rows.items() if key not in unmarked}
    return replace(keys, repaired_rows=repaired, unmarked=unmarked)


def _with_short_marks(keys: Keys) -> Keys:
    """Replace the long marks of rows by short ones, which make room for some 2,000 rows."""
    tab = keys.tab
    rows = {index: tab.rows[index] for index in tab.long_marks if tab.rows[index]}
    freed = sum(len(LONG_ROW) + len(tab.rows[index]) for index in tab.long_marks)
    shorter = replace(tab, long_marks=frozenset(), metadata_size=max(tab.metadata_size - freed, 0))
    stale = {*keys.stale_marks, *_marks_at(tab.row_marks, tab.long_marks)}
    return _with_room(
        replace(
            keys,
            tab=shorter,
            repaired_rows={**rows, **keys.repaired_rows},
            stale_marks=tuple(sorted(stale)),
        )
    )


def _unkeyed(keys: Sequence[str], doubtful: Mapping[str, tuple[int, ...]]) -> set[int]:
    """Return the doubtful rows without a key: a copy's mark must not decide later on."""
    indexes = {index for places in doubtful.values() for index in places}
    return {index for index in indexes if index < len(keys) and not keys[index]}


def _marks_at(marks: Mapping[int, int], indexes: Collection[int]) -> list[int]:
    """Return the metadata that marks some rows or columns."""
    return [marks[index] for index in sorted(indexes) if index in marks]


def _with_inserts(wanted: Wanted, keys: Keys, published: Collection[str], *, restore: bool) -> Keys:
    tab = keys.tab
    present = {*tab.rows, *tab.columns, *keys.doubtful}
    due_columns = [key for key in wanted.columns if _is_due(wanted, key)]
    absent = [key for key in (*wanted.rows, *due_columns) if key not in present]
    # A column for comments comes back, since the store has what people typed there.
    stays_away = {*published} - wanted.kept
    gone = () if restore else tuple(key for key in absent if key in stays_away)
    due = {*absent} - {*gone}
    rows = list(_inserts(tuple(wanted.rows), tab.rows, due))
    columns = list(_inserts(columns_in_order_of(wanted, tab), tab.columns, due))
    new_rows = tuple(insert for insert in rows if not tab.bars_row(insert.index))
    new_columns = tuple(insert for insert in columns if not tab.bars_column(insert.index))
    inserted = frozenset(insert.key for insert in (*new_rows, *new_columns))
    return replace(
        keys,
        new_rows=new_rows,
        new_columns=new_columns,
        gone=gone,
        barred=tuple(insert.key for insert in (*rows, *columns) if insert.key not in inserted),
        new=inserted,
    )


def _is_due(wanted: Wanted, column: str) -> bool:
    """Return whether a column belongs into the tab; one for comments may go while it is empty."""
    return not is_comment_column(column) or column in wanted.kept


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
