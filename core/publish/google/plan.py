"""Plans a publish by comparing what is, what should be and what was last published. Pure.

The comparison is per cell. Each tab is matched by its key, its rows and columns by theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from core.publish.google.changes import (
    Adopted,
    Base,
    Kept,
    Notes,
    Plan,
    TabPlan,
    Write,
)
from core.publish.google.comments import comments_gone, merge_comments
from core.publish.google.decisions import CellState, decide, note_on_kept
from core.publish.google.keys import Keys, match_keys
from core.publish.google.line_marks import room_for_marks, rows_without_room
from core.publish.google.names import value_text
from core.publish.google.news import news_as_shown
from core.publish.google.note import mark_note
from core.publish.google.period_order import periods_to_show
from core.publish.google.repair import find_tab
from core.publish.google.retired import (
    labels_of_replaced_rows,
    notes_on_replaced_rows,
    status_changes,
)
from core.publish.google.sheet import EMPTY, BookNow, Content, TabNow, Value
from core.publish.google.titles import free_title
from core.publish.google.wanted import LABEL_ROW, CellKey, Wanted, is_comment
from core.publish.google.widening import widened_columns
from core.publish.google.withheld import has_news, withheld_lines
from core.publish.grid import LABELS, NAME, NEWS
from core.store import CellKeys

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TabBase:
    """What was last published to one tab: values, and our part of the notes as far as known."""

    values: Mapping[CellKey, Value]
    notes: Mapping[CellKey, str]


def make_plan(
    book: BookNow,
    wanted: Sequence[Wanted],
    base: Base,
    notes: Notes | None = None,
    *,
    overwrite: bool = False,
    restore: bool = False,
) -> Plan:
    """Compare a spreadsheet with what it should hold and with what was last published.

    A cell that holds neither what was last published nor what it should is a person's, and kept;
    `overwrite` takes it back. What a person deleted stays away until `restore`.
    """
    published = _by_tab(base)
    known_notes = _by_tab(notes or {})
    taken = {tab.title.casefold() for tab in book.tabs}
    plans: list[TabPlan] = []
    missing: list[str] = []
    withheld: list[str] = []
    for tab in wanted:
        now = book.tab(tab.key) or find_tab(book, tab)
        if now is None and tab.key in published and not restore:
            missing.append(tab.title)
            # The scorecard's own page shows the numbers of its charts.
            if not tab.charts and has_news(tab, published[tab.key]):
                withheld.append(tab.title)
            continue
        named = tab if now else replace(tab, title=free_title(tab, taken))
        taken.add(named.title.casefold())
        last = TabBase(published.get(tab.key, {}), known_notes.get(tab.key, {}))
        plans.append(plan_tab(named, now, last, overwrite=overwrite, restore=restore))
    if book.blank and plans:
        plans[0] = replace(plans[0], blank=book.blank)
    return Plan(tuple(plans), tuple(missing), tuple(withheld))


def _by_tab(cells: Mapping[CellKeys, T]) -> dict[str, dict[CellKey, T]]:
    tabs: dict[str, dict[CellKey, T]] = defaultdict(dict)
    for (tab, row, column), content in cells.items():
        tabs[tab][row, column] = content
    return tabs


def plan_tab(
    wanted: Wanted,
    now: TabNow | None,
    published: TabBase,
    *,
    overwrite: bool,
    restore: bool,
) -> TabPlan:
    """Return what has to be done to one tab."""
    if now is None:
        return _new_tab(wanted, published)
    keys = match_keys(wanted, now, published.values, restore=restore)
    comments = merge_comments(wanted, keys, published.values)
    decisions = [*_decide_all(wanted, keys, published, overwrite=overwrite), *comments.writes]
    writes = tuple(cell for cell in decisions if isinstance(cell, Write))
    kept = tuple(cell for cell in decisions if isinstance(cell, Kept))
    adopted = tuple(cell for cell in decisions if isinstance(cell, Adopted))
    retired, revived = status_changes(wanted, keys, writes)
    return TabPlan(
        wanted,
        keys.tab,
        rows=keys.new_rows,
        columns=keys.new_columns,
        repaired_rows=keys.repaired_rows,
        repaired_columns=keys.repaired_columns,
        repaired_tab=now.key != wanted.key,
        writes=writes,
        kept=kept,
        adopted=adopted,
        missing=keys.gone,
        withheld=tuple(withheld_lines(wanted, keys.gone, published.values)),
        barred=keys.barred,
        doubtful=_doubtful(wanted, keys),
        stale_marks=keys.stale_marks,
        unmarked=keys.unmarked,
        retired=retired,
        revived=revived,
        shown=periods_to_show(wanted, keys.tab, writes, published.values),
        comments=comments.seen,
        widened=dict(widened_columns(wanted, keys.tab)),
    )


def _new_tab(wanted: Wanted, published: TabBase) -> TabPlan:
    unmarked = rows_without_room(tuple(wanted.rows), wanted.columns, room_for_marks(0))
    gone = comments_gone(published.values)
    return TabPlan(wanted, None, writes=tuple(_fill(wanted)), unmarked=unmarked, comments=gone)


def _decide_all(
    wanted: Wanted, keys: Keys, published: TabBase, *, overwrite: bool
) -> Iterator[Write | Kept | Adopted]:
    """Yield the decisions about all cells but comments; news show what their periods show."""
    periods, news = _contents(wanted, keys, published.values)
    on_periods = [*_decisions(wanted, periods, keys, published, overwrite=overwrite)]
    shown = dict(news_as_shown(news, wanted.compared, on_periods))
    yield from on_periods
    yield from _decisions(wanted, shown, keys, published, overwrite=overwrite)
    yield from notes_on_replaced_rows(wanted, keys.tab, published.notes)
    yield from labels_of_replaced_rows(wanted, keys, published.values)


def _doubtful(wanted: Wanted, keys: Keys) -> dict[str, tuple[str, ...]]:
    """Return the cells with the labels of each key that is not certain."""
    column = keys.column_index.get(NAME, 0)
    header = keys.row_index.get(LABEL_ROW, 0)
    cells: dict[str, tuple[str, ...]] = {}
    for key, indexes in keys.doubtful.items():
        is_row = key in wanted.rows
        places = [(index, column) if is_row else (header, index) for index in indexes]
        cells[key] = tuple(map(keys.cell_name, places))
    return cells


def _fill(wanted: Wanted) -> Iterator[Write]:
    for place, content in wanted.cells.items():
        yield _first_write(place, content)


def _first_write(place: CellKey, content: Content) -> Write:
    new = replace(content, note=mark_note(content.note))
    return Write(place, "", EMPTY, new, our_note=content.note)


def _decisions(
    wanted: Wanted,
    contents: Mapping[CellKey, Content],
    keys: Keys,
    published: TabBase,
    *,
    overwrite: bool,
) -> Iterator[Write | Kept | Adopted]:
    """Yield the decisions about some cells, within the periods of this publish."""
    others = {*wanted.periods, *NEWS} - wanted.scope
    for place, content in contents.items():
        position = keys.position(place)
        if keys.is_new(place):
            yield _first_write(place, content)
        elif position is not None and place[1] not in others:
            cell = CellState(
                tab=keys.tab,
                place=place,
                position=position,
                name=keys.cell_name(position),
                wanted=content,
                was_published=place in published.values,
                published=published.values.get(place),
                our_note=published.notes.get(place),
            )
            former = keys.former_place(place)
            if former:
                cell = _with_former(cell, former, published, is_whole=place[0] in keys.swapped)
            yield from _decisions_on(wanted, cell, overwrite=overwrite)


def _with_former(
    cell: CellState, former: CellKey, published: TabBase, *, is_whole: bool
) -> CellState:
    """Return a cell that may hold what we published under the labels that it had.

    An empty one does only where its whole row holds what we published.
    """
    value, note = published.values.get(former), published.notes.get(former)
    if value is not None or is_whole:
        cell = replace(cell, formers=(value,))
    is_there = note and mark_note(note) in cell.now.note
    return replace(cell, our_note=note) if is_there else cell


def _decisions_on(
    wanted: Wanted, cell: CellState, *, overwrite: bool
) -> Iterator[Write | Kept | Adopted]:
    decision = decide(cell, overwrite=overwrite)
    if decision is not None:
        yield decision
    if isinstance(decision, Kept) and decision.is_persons:
        note = note_on_kept(cell, value_text(wanted, cell.place, cell.wanted.value))
        if note is not None:
            yield note


def _contents(
    wanted: Wanted, keys: Keys, published: Mapping[CellKey, Value]
) -> tuple[dict[CellKey, Content], dict[CellKey, Content]]:
    """Return what cells of ours should hold, and the same of the columns of the news.

    A published value that the store no longer has is taken out, and so is another row's.
    """
    contents = {cell: each for cell, each in wanted.cells.items() if not is_comment(cell)}
    swapped = {owner: row for row, owner in keys.swapped.items()}
    places = {*published, *((swapped.get(row, row), column) for row, column in published)}
    for row, column in places - {*wanted.cells}:
        if row in wanted.rows and (column in wanted.scope or column in LABELS):
            contents[row, column] = EMPTY
    news = {place: content for place, content in contents.items() if place[1] in NEWS}
    return {place: content for place, content in contents.items() if place not in news}, news
