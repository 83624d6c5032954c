"""Compares the comments in a tab with those of the store. Pure.

The cells belong to people. What a person typed since the last publish goes to the store; a cell is
written only where it is empty and lacks what the store has, or where a race put a value of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.model import clean_text
from core.publish.google.changes import SeenComment, SeenComments, Write, same_value
from core.publish.google.comment_columns import (
    comment_column,
    commented_period,
    is_comment_column,
    with_comment_columns,
)
from core.publish.google.keys import Keys
from core.publish.google.sheet import EMPTY, Content, Position, TabNow, Value, is_number
from core.publish.google.wanted import (
    HEADER_ROWS,
    LABEL_ROW,
    CellKey,
    Wanted,
    comment_headers,
    is_comment,
)


def with_known_columns(wanted: Wanted, published: Mapping[CellKey, Value]) -> Wanted:
    """Return a tab with the columns for comments that it got before, also those left empty."""
    if wanted.comments is None:
        return wanted
    known = {column for row, column in published if row == LABEL_ROW and is_comment_column(column)}
    commented = {commented_period(key) for key in known | wanted.kept}
    cells = dict(wanted.cells)
    for period in sorted(commented):
        cells.update(comment_headers(period))
    others = [key for key in wanted.columns if not is_comment_column(key)]
    columns = tuple(with_comment_columns(others, commented))
    return replace(wanted, columns=columns, cells=cells)


@dataclass(frozen=True, slots=True)
class MergedComments:
    """What a tab says that the store does not know, and what it lacks."""

    seen: SeenComments = field(default_factory=SeenComments)
    writes: tuple[Write, ...] = ()


def merge_comments(
    wanted: Wanted, keys: Keys, published: Mapping[CellKey, Value]
) -> MergedComments:
    """Compare each cell for comments with what it last held, and with the texts of the store."""
    if wanted.comments is None:
        return MergedComments()
    seen: list[SeenComment] = []
    writes: list[Write] = []
    for place in sorted({*_places(keys.tab), *wanted.comments}):
        texts, position = wanted.comments.get(place, ()), keys.position(place)
        if position is None:
            writes += _restored(place, texts) if keys.is_new(place) else ()
            continue
        cell = _Cell(keys.tab, place, position, published.get(place), texts)
        if cell.is_typed:
            text = cell.text
            seen.append(SeenComment(place, keys.cell_name(position), text, text != cell.stored))
        elif cell.lacks_text:
            new = replace(cell.now, value=cell.stored or None, is_formula=False)
            writes.append(Write(place, keys.cell_name(position), cell.now, new))
    lost = tuple(sorted(_lost(keys, published)))
    hidden, revealed = _hidden(wanted, keys), tuple(_revealed(wanted, keys, seen, published))
    return MergedComments(SeenComments(tuple(seen), lost, hidden, revealed), tuple(writes))


def comments_gone(published: Mapping[CellKey, Value]) -> SeenComments:
    """Return that a tab is gone, with all cells for comments in it."""
    lost = [place for place, value in published.items() if is_comment(place) and value is not None]
    return SeenComments(lost=tuple(sorted(lost)))


def _places(tab: TabNow) -> Iterator[CellKey]:
    """Yield the cells for comments that are there."""
    columns = [key for key in tab.columns if is_comment_column(key)]
    for row in tab.rows:
        if row.count("/") > 1 and row not in HEADER_ROWS:
            yield from ((row, column) for column in columns)


def _restored(place: CellKey, texts: Sequence[str]) -> Iterator[Write]:
    if texts and texts[-1]:
        yield Write(place, "", EMPTY, Content(texts[-1]))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell for comments: as it is, as it last was, and the texts of the store for it."""

    tab: TabNow
    place: CellKey
    position: Position
    published: Value
    texts: Sequence[str]

    @property
    def now(self) -> Content:
        return self.tab.at(self.position)

    @property
    def text(self) -> str:
        """The text that people see."""
        if isinstance(self.now.value, str) and not self.now.is_formula:
            return clean_text(self.now.value)
        return clean_text(self.tab.shown.get(self.position, ""))

    @property
    def stored(self) -> str:
        return self.texts[-1] if self.texts else ""

    @property
    def is_ours(self) -> bool:
        """True if it holds what we wrote there, because it was moved while we did."""
        is_known = isinstance(self.published, str) and self.published in self.texts
        is_same = same_value(self.now.value, self.published) and self.published is not None
        return is_same and not is_known and (is_number(self.published) or bool(self.texts))

    @property
    def is_typed(self) -> bool:
        """True if a person changed it since the last publish."""
        if self.is_ours:
            return False
        is_unknown = bool(self.text) and not self.texts
        return is_unknown or self.text != (self.published or "")

    @property
    def lacks_text(self) -> bool:
        """True if the store has a text for it and no person has typed one."""
        is_open = not self.tab.is_locked(self.position)
        is_empty = self.now.value is None and bool(self.stored)
        is_shown = not self.tab.is_hidden_by_merge(self.position)
        return is_open and is_shown and (is_empty or self.is_ours)


def _lost(keys: Keys, published: Mapping[CellKey, Value]) -> Iterator[CellKey]:
    """Yield the cells whose row or column has been deleted."""
    for place, value in published.items():
        is_sure = not {*place} & {*keys.doubtful}
        if value is not None and is_comment(place) and is_sure and keys.position(place) is None:
            yield place


def _hidden(wanted: Wanted, keys: Keys) -> tuple[str, ...]:
    """Return the empty columns to hide, once another period gets a column for comments."""
    if not any(is_comment_column(insert.key) for insert in keys.new_columns):
        return ()
    tab = keys.tab
    header = {tab.rows.index(row) for row in HEADER_ROWS if row in tab.rows}
    filled = {column for row, column in tab.cells if row not in header}
    return tuple(
        key
        for index, key in enumerate(tab.columns)
        if is_comment_column(key) and key not in wanted.kept and index not in filled
        if not tab.keeps_column(index)
    )


def _revealed(
    wanted: Wanted,
    keys: Keys,
    seen: Sequence[SeenComment],
    published: Mapping[CellKey, Value],
) -> Iterator[str]:
    """Yield the columns that have their first text since they may have been hidden."""
    newest = comment_column(wanted.compared[0]) if wanted.compared else ""
    filled = {place[1] for place, text in published.items() if text and is_comment(place)}
    for column in dict.fromkeys(each.place[1] for each in seen if each.text):
        is_kept = keys.tab.keeps_column(keys.column_index[column])
        if column not in filled and column != newest and not is_kept:
            yield column
