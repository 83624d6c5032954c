"""What a publish would change, and what it leaves to people: a pure three-way comparison, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.publish.google.repair import lost_columns, lost_rows, recognised, with_keys
from core.publish.google.sheet import EMPTY, BookNow, Content, Position, TabNow, Value, cell_name, join_note, split_note
from core.publish.google.wanted import HEADER_ROWS, NAME, Place, Wanted

RELATIVE_TOLERANCE = 1e-9

# What was last written to a cell, by tab, row and column key.
Base = Mapping[tuple[str, str, str], Value]


@dataclass(frozen=True, slots=True)
class Write:
    """One cell to write; `old` and `new` whole, with the person's part of the note in both.

    `overwrites` a person's value; `is_ours` unless only a note is put on a person's.
    """

    place: Place
    cell: str
    old: Content
    new: Content
    overwrites: bool = False
    is_ours: bool = True

    @property
    def sets_value(self) -> bool:
        """Whether the value changes, and not the note alone."""
        return not same(self.old.value, self.new.value) or self.old.is_formula

    @property
    def sets_note(self) -> bool:
        """Whether the note changes."""
        return self.old.note != self.new.note


@dataclass(frozen=True, slots=True)
class Kept:
    """One cell left to a person, and why."""

    place: Place
    cell: str
    theirs: Value
    ours: Value
    reason: str


@dataclass(frozen=True, slots=True)
class Insert:
    """A row or column to insert before `index`, as the tab stands now."""

    index: int
    key: str


@dataclass(frozen=True, slots=True)
class TabPlan:
    """Everything about one tab. `now` is None where it has to be made."""

    wanted: Wanted
    now: TabNow | None
    rows: tuple[Insert, ...] = ()
    columns: tuple[Insert, ...] = ()
    repaired_rows: Mapping[int, str] | None = None
    repaired_columns: Mapping[int, str] | None = None
    repaired_tab: bool = False
    writes: tuple[Write, ...] = ()
    kept: tuple[Kept, ...] = ()
    missing: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    adopted: tuple[tuple[Place, Value], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be sent."""
        changes = (self.rows, self.columns, self.repaired_rows, self.repaired_columns, self.writes, self.retired)
        return self.now is not None and not self.repaired_tab and not any(changes)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a publish would do. `missing` are tabs that a person deleted."""

    tabs: tuple[TabPlan, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be sent."""
        return all(tab.is_empty for tab in self.tabs)


def same(one: Value, other: Value) -> bool:
    """Return whether two values are the same, but for the noise of floats; nothing and empty text are."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=RELATIVE_TOLERANCE)
    return (one or None) == (other or None) if not {type(one), type(other)} & {int, float} else False


def make_plan(
    book: BookNow, wanted: Sequence[Wanted], base: Base, *, overwrite: bool = False, restore: bool = False
) -> Plan:
    """Compare what stands in the book, what was last published, and what should stand there.

    A cell that holds neither what was last published nor what should stand there is a person's, and kept; `overwrite`
    takes it back. What a person deleted stays away until `restore`.
    """
    published = {key[0] for key in base}
    plans, missing = [], []
    for tab in wanted:
        now = book.tab(tab.key) or recognised(book, tab)
        if now is None and tab.key in published and not restore:
            missing.append(tab.title)
        else:
            tab_base = {(row, column): value for (key, row, column), value in base.items() if key == tab.key}
            plans.append(plan_tab(tab, now, tab_base, overwrite=overwrite, restore=restore))
    return Plan(tuple(plans), tuple(missing))


def plan_tab(
    wanted: Wanted, now: TabNow | None, base: Mapping[Place, Value], *, overwrite: bool, restore: bool
) -> TabPlan:
    """Return what has to be done to one tab."""
    if now is None:
        filled = tuple(Write(place, "", EMPTY, _whole(content)) for place, content in wanted.cells.items())
        return TabPlan(wanted, None, writes=filled)
    columns = lost_columns(wanted, now)
    now = replace(now, columns=with_keys(now.columns, columns))
    rows = lost_rows(wanted, now)
    now = replace(now, rows=with_keys(now.rows, rows))
    known_rows, known_columns = {row for row, _ in base}, {column for _, column in base}
    absent_rows = [key for key in wanted.rows if key not in now.rows]
    absent_columns = [key for key in wanted.columns if key not in now.columns]
    gone = [key for key in (*absent_rows, *absent_columns) if key in known_rows | known_columns and not restore]
    new_rows = [key for key in absent_rows if key not in gone]
    new_columns = [key for key in absent_columns if key not in gone]
    writes, kept, adopted = _cells(wanted, now, base, {*new_rows, *new_columns}, overwrite=overwrite)
    return TabPlan(
        wanted,
        now,
        rows=tuple(_row_inserts(wanted, now, new_rows)),
        columns=tuple(_inserts(wanted.columns, now.columns, new_columns)),
        repaired_rows=rows,
        repaired_columns=columns,
        repaired_tab=now.key != wanted.key,
        writes=tuple(writes),
        kept=tuple(kept),
        missing=tuple(gone),
        retired=tuple(_newly_retired(wanted, writes)),
        adopted=tuple(adopted),
    )


def _inserts(order: Sequence[str], present: Sequence[str], new: Collection[str]) -> Iterator[Insert]:
    """Yield where new keys go: behind the nearest one before them that is there, wherever a person moved it."""
    index = {key: position for position, key in enumerate(present) if key}
    for place, key in enumerate(order):
        if key in new:
            before = next((index[other] for other in reversed(order[:place]) if other in index), None)
            after = next((index[other] for other in order[place:] if other in index), len(present))
            yield Insert(before + 1 if before is not None else after, key)


def _row_inserts(wanted: Wanted, now: TabNow, new: Collection[str]) -> Iterator[Insert]:
    order = [*HEADER_ROWS, *sorted(key for key in wanted.rows if key not in HEADER_ROWS)]
    yield from _inserts(order, now.rows, new)


def _cells(
    wanted: Wanted, now: TabNow, base: Mapping[Place, Value], new: Collection[str], *, overwrite: bool
) -> tuple[list[Write], list[Kept], list[tuple[Place, Value]]]:
    writes: list[Write] = []
    kept: list[Kept] = []
    adopted: list[tuple[Place, Value]] = []
    row_at = {key: index for index, key in enumerate(now.rows) if key}
    column_at = {key: index for index, key in enumerate(now.columns) if key}
    # A value that the store no longer has is taken out where we had written it.
    emptied = {place: EMPTY for place in base if place[0] in wanted.rows and place[1] in wanted.scope}
    for place, content in {**emptied, **wanted.cells}.items():
        row, column = place
        if row in new or column in new:
            if (row in new or row in row_at) and (column in new or column in column_at):
                writes.append(Write(place, "", EMPTY, _whole(content)))
        elif row in row_at and column in column_at:
            position = row_at[row], column_at[column]
            outcome = _cell(place, position, now, content, base, overwrite=overwrite)
            if isinstance(outcome, Kept):
                kept.append(outcome)
                writes += _telling(outcome, now.at(position), place, content)
            elif outcome is not None:
                writes.append(outcome)
            elif place not in base or not same(base[place], content.value):
                adopted.append((place, content.value))
    return writes, kept, adopted


def _cell(
    place: Place, position: Position, now: TabNow, content: Content, base: Mapping[Place, Value], *, overwrite: bool
) -> Write | Kept | None:
    there, name = now.at(position), cell_name(now.title, position)
    human, _ = split_note(there.note)
    new = Content(content.value, join_note(human, content.note))
    equal = same(there.value, content.value) and not there.is_formula
    if equal and there.note == new.note:
        return None
    if now.is_locked(position):
        return Kept(place, name, there.value, content.value, "a protected range keeps us out")
    if now.is_hidden_by_merge(position):
        return Kept(place, name, there.value, content.value, "a merged cell covers it")
    is_ours = place in base and same(there.value, base[place]) and not there.is_formula
    is_free = place not in base and there.value is None
    if equal or is_ours or is_free:
        return Write(place, name, there, new)
    if overwrite:
        return Write(place, name, there, new, overwrites=True)
    reason = "a person typed over it" if place in base else "a person wrote it"
    return Kept(place, name, there.value, content.value, reason)


def _telling(kept: Kept, there: Content, place: Place, content: Content) -> Iterator[Write]:
    """Yield the note that tells a reader what the scorecard would show in a cell that a person took."""
    if place[0] in HEADER_ROWS or not kept.reason.startswith("a person") or not isinstance(content.value, float | int):
        return
    human, _ = split_note(there.note)
    note = join_note(human, f"kept as typed; the scorecard computes {content.value:.12g}")
    if note != there.note:
        yield Write(place, kept.cell, there, replace(there, note=note), is_ours=False)


def _newly_retired(wanted: Wanted, writes: Sequence[Write]) -> Iterator[str]:
    noted = {write.place for write in writes if write.sets_note}
    return (key for key, look in wanted.rows.items() if look.is_retired and (key, NAME) in noted)


def _whole(content: Content) -> Content:
    return replace(content, note=join_note("", content.note))
