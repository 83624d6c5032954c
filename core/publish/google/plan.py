"""What a publish would change, and what it leaves to people: a pure three-way comparison, cell by
cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from core.publish.google.changes import Base, Insert, Kept, Plan, TabPlan, Write, same
from core.publish.google.repair import lost_columns, lost_rows, recognised, with_keys
from core.publish.google.sheet import (
    EMPTY,
    BookNow,
    Content,
    Position,
    TabNow,
    Value,
    cell_name,
    join_note,
    split_note,
)
from core.publish.google.wanted import HEADER_ROWS, NAME, CellKey, Wanted
from core.publish.grid import LABELS

_RETIRED = "retired: "
_NO_LONGER = f"{_RETIRED}the scorecard has another row instead, so this one is no longer filled"


def make_plan(
    book: BookNow,
    wanted: Sequence[Wanted],
    base: Base,
    *,
    overwrite: bool = False,
    restore: bool = False,
) -> Plan:
    """Compare what stands in the book, what was last published, and what should stand there.

    A cell that holds neither what was last published nor what should stand there is a person's, and
    kept; `overwrite` takes it back. What a person deleted stays away until `restore`.
    """
    by_tab: dict[str, dict[CellKey, Value]] = {}
    for (key, row, column), value in base.items():
        by_tab.setdefault(key, {})[row, column] = value
    taken = {tab.title.casefold() for tab in book.tabs}
    plans, missing = [], []
    for tab in wanted:
        now = book.tab(tab.key) or recognised(book, tab)
        if now is None and tab.key in by_tab and not restore:
            missing.append(tab.title)
            continue
        named = tab if now else replace(tab, title=_free_title(tab, taken))
        taken.add(named.title.casefold())
        plans.append(
            plan_tab(named, now, by_tab.get(tab.key, {}), overwrite=overwrite, restore=restore)
        )
    return Plan(tuple(plans), tuple(missing))


def _free_title(tab: Wanted, taken: Collection[str]) -> str:
    """Return a title that no tab has: a person's may have ours, or another domain's in the same
    spreadsheet.
    """
    domain = tab.key.partition("/")[0]
    numbered = (f"{tab.title} {domain} {number}" for number in range(2, len(taken) + 3))
    titles = (tab.title, f"{tab.title} {domain}", *numbered)
    return next(title for title in titles if title.casefold() not in taken)


def plan_tab(
    wanted: Wanted,
    now: TabNow | None,
    base: Mapping[CellKey, Value],
    *,
    overwrite: bool,
    restore: bool,
) -> TabPlan:
    """Return what has to be done to one tab."""
    if now is None:
        filled = tuple(
            Write(place, "", EMPTY, _whole(content)) for place, content in wanted.cells.items()
        )
        return TabPlan(wanted, None, writes=filled)
    columns = lost_columns(wanted, now)
    keyed = replace(now, columns=with_keys(now.columns, columns))
    rows = lost_rows(wanted, keyed)
    keyed = replace(keyed, rows=with_keys(keyed.rows, rows))
    known = {key for place in base for key in place}
    absent = [
        key
        for key in (*wanted.rows, *wanted.columns)
        if key not in keyed.rows and key not in keyed.columns
    ]
    gone = [] if restore else [key for key in absent if key in known]
    all_rows = list(_inserts(tuple(wanted.rows), keyed.rows, {*absent} - {*gone}))
    all_columns = list(_inserts(wanted.columns, keyed.columns, {*absent} - {*gone}))
    new_rows = tuple(insert for insert in all_rows if not keyed.bars_row(insert.index))
    new_columns = tuple(insert for insert in all_columns if not keyed.bars_column(insert.index))
    new = {insert.key for insert in (*new_rows, *new_columns)}
    writes, kept, adopted = _cells(wanted, keyed, base, new, overwrite=overwrite)
    writes += _orphans(wanted, keyed)
    return TabPlan(
        wanted,
        keyed,
        rows=new_rows,
        columns=new_columns,
        repaired_rows=rows,
        repaired_columns=columns,
        repaired_tab=now.key != wanted.key,
        writes=tuple(writes),
        kept=tuple(kept),
        missing=tuple(gone),
        barred=tuple(insert.key for insert in (*all_rows, *all_columns) if insert.key not in new),
        retired=tuple(
            write.place[0] for write in writes if _turns(write, new) and not _was_retired(write)
        ),
        revived=tuple(
            write.place[0] for write in writes if _turns(write, new) and _was_retired(write)
        ),
        adopted=tuple(adopted),
    )


def _inserts(
    order: Sequence[str], present: Sequence[str], new: Collection[str]
) -> Iterator[Insert]:
    """Yield where new keys go: behind the nearest one before them that is there, wherever a person
    moved it.
    """
    index = {key: position for position, key in enumerate(present) if key}
    for place, key in enumerate(order):
        if key in new:
            before = next(
                (index[other] for other in reversed(order[:place]) if other in index), None
            )
            after = next((index[other] for other in order[place:] if other in index), len(present))
            yield Insert(before + 1 if before is not None else after, key)


def _cells(
    wanted: Wanted,
    now: TabNow,
    base: Mapping[CellKey, Value],
    new: Collection[str],
    *,
    overwrite: bool,
) -> tuple[list[Write], list[Kept], list[tuple[CellKey, Value]]]:
    writes: list[Write] = []
    kept: list[Kept] = []
    adopted: list[tuple[CellKey, Value]] = []
    row_at = {key: index for index, key in enumerate(now.rows) if key}
    column_at = {key: index for index, key in enumerate(now.columns) if key}
    beyond = {*wanted.periods} - wanted.scope
    for place, content in _contents(wanted, base):
        row, column = place
        if row in new or column in new:
            if (row in new or row in row_at) and (column in new or column in column_at):
                writes.append(Write(place, "", EMPTY, _whole(content)))
        elif row in row_at and column in column_at and column not in beyond:
            position = row_at[row], column_at[column]
            outcome = _cell(place, position, now, content, base, overwrite=overwrite)
            if isinstance(outcome, Kept):
                kept.append(outcome)
                writes += _telling(outcome, now.at(position), content)
            elif outcome is not None:
                writes.append(outcome)
            elif place not in base or not same(base[place], content.value):
                adopted.append((place, content.value))
    return writes, kept, adopted


def _contents(wanted: Wanted, base: Mapping[CellKey, Value]) -> Iterator[tuple[CellKey, Content]]:
    yield from wanted.cells.items()
    # A value that the store no longer has is taken out where we had written it.
    for place in base:
        if (
            place not in wanted.cells
            and place[0] in wanted.rows
            and (place[1] in wanted.scope or place[1] in LABELS)
        ):
            yield place, EMPTY


def _cell(
    place: CellKey,
    position: Position,
    now: TabNow,
    content: Content,
    base: Mapping[CellKey, Value],
    *,
    overwrite: bool,
) -> Write | Kept | None:
    there = now.at(position)
    equal = same(there.value, content.value) and not there.is_formula
    new = Content(content.value, join_note(split_note(there.note)[0], content.note))
    if equal and there.note == new.note:
        return None
    name = cell_name(now.title, position)
    if now.is_locked(position) or now.is_hidden_by_merge(position):
        reason = (
            "a protected range keeps us out"
            if now.is_locked(position)
            else "a merged cell covers it"
        )
        return Kept(place, name, there.value, content.value, reason)
    is_ours = place in base and same(there.value, base[place]) and not there.is_formula
    is_free = place not in base and there.value is None
    if equal or is_ours or is_free:
        return Write(place, name, there, new)
    if overwrite:
        return Write(place, name, there, new, overwrites=True)
    reason = "a person typed over it" if place in base else "a person wrote it"
    return Kept(place, name, there.value, content.value, reason)


def _telling(kept: Kept, there: Content, content: Content) -> Iterator[Write]:
    """Yield the note for a cell that a person took: a label's stays as it is, at a number what the
    scorecard has.
    """
    if not kept.reason.startswith("a person"):
        return
    ours = content.note
    if not isinstance(content.value, str):
        found = "no value" if content.value is None else f"{content.value:.12g}"
        ours = f"kept as typed; the scorecard has {found}"
    note = join_note(split_note(there.note)[0], ours)
    if note != there.note:
        yield Write(kept.place, kept.cell, there, replace(there, note=note), is_ours=False)


def _orphans(wanted: Wanted, now: TabNow) -> Iterator[Write]:
    """Yield a note for each row of ours that the scorecard no longer has: its KPI counts something
    else now.
    """
    column = now.columns.index(NAME) if NAME in now.columns else None
    for index, key in enumerate(now.rows):
        if column is not None and key and key not in wanted.rows and key not in HEADER_ROWS:
            there = now.at((index, column))
            note = join_note(split_note(there.note)[0], _NO_LONGER)
            if note != there.note and not now.is_locked((index, column)):
                name = cell_name(now.title, (index, column))
                yield Write((key, NAME), name, there, replace(there, note=note), is_ours=False)


def _turns(write: Write, new: Collection[str]) -> bool:
    """Whether a row there is has become a retired one, or is one no more."""
    is_retired = split_note(write.new.note)[1].startswith(_RETIRED)
    return (
        write.place[1] == NAME and write.place[0] not in new and is_retired != _was_retired(write)
    )


def _was_retired(write: Write) -> bool:
    return split_note(write.old.note)[1].startswith(_RETIRED)


def _whole(content: Content) -> Content:
    return replace(content, note=join_note("", content.note))
