"""A plan as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.publish.google.changes import Insert, Kept, Plan, TabPlan, Write
from core.publish.google.names import change_text, line_name, place_name, typed_text, value_text
from core.publish.google.period_order import keeps_other_order
from core.publish.google.positions import positions_of
from core.publish.google.ranges import cell_name
from core.publish.google.sheet import Content


def plan_lines(plan: Plan, *, cells: bool) -> Iterator[str]:
    """Yield a line for each thing that a publish changes or keeps; each cell only where asked."""
    for title in plan.missing:
        yield f"{title}: the tab was deleted and stays deleted; --restore brings it back"
    for tab in plan.tabs:
        yield from _structure_lines(tab)
        yield from _write_lines(tab, cells=cells)
        yield from _kept_lines(tab)
    yield from _order_lines(plan)


def _order_lines(plan: Plan) -> Iterator[str]:
    titles: dict[bool, list[str]] = {False: [], True: []}
    for tab in filter(keeps_other_order, plan.tabs):
        titles[tab.wanted.is_newest_first].append(tab.title)
    for wants_newest_first, kept in titles.items():
        if kept:
            order = "oldest first" if wants_newest_first else "newest first"
            fact = f"{', '.join(kept)}: periods stay {order}, as the tab began"
            remedy = "copy what people added, delete the tab and run scorecard publish --restore"
            yield f"{fact}; to change it, {remedy}"


def fault_lines(plan: Plan) -> Iterator[str]:
    """Yield a sentence for everything of ours that a publish cannot write."""
    for title in plan.withheld:
        fault = "the tab was deleted, and new values were not written"
        yield f"{title}: {fault}; run scorecard publish --restore"
    for tab in plan.tabs:
        cells = sum(kept.is_blocked for kept in tab.kept)
        if cells:
            fault = f"{cells} cells of ours are protected or merged and were not written"
            yield f"{tab.title}: {fault}; let the publishing account edit them, then publish again"
        if tab.withheld:
            verb = "were" if len(tab.withheld) > 1 else "was"
            fault = f"{_names(tab, tab.withheld)} {verb} deleted, and new values were not written"
            yield f"{tab.title}: {fault}; run scorecard publish --restore"
        for key, cells_of_it in tab.doubtful.items():
            yield _doubt_line(tab, key, cells_of_it)
        if tab.barred:
            fault = f"{len(tab.barred)} rows or columns were not inserted into a protected range"
            yield f"{tab.title}: {fault}; let the publishing account edit it, then publish again"


def _doubt_line(tab: TabPlan, key: str, cells: Sequence[str]) -> str:
    name = line_name(tab, key)
    if len(cells) > 1:
        fault = f"{name} is at {' and '.join(cells)}, and nothing was written to either"
        return f"{tab.title}: {fault}; delete all but one, then publish again"
    fault = f"{cells[0]} has the labels of another row, and {name} was not written"
    return f"{tab.title}: {fault}; put its labels back, then publish again"


def _structure_lines(tab: TabPlan) -> Iterator[str]:
    if tab.now is None:
        rows, columns = len(tab.wanted.rows), len(tab.wanted.columns)
        place = f", in place of the empty tab {tab.blank.title}" if tab.blank else ""
        yield f"{tab.title}: new tab of {rows} rows and {columns} columns{place}"
    if tab.shown:
        yield f"{tab.title}: shows the hidden {_names(tab, tab.shown)}"
    for insert in (*tab.rows, *tab.columns):
        yield f"{tab.title}: inserts {line_name(tab, insert.key)}"
    if tab.now and tab.now.renamed:
        names = _names(tab, [tab.now.rows[index] for index in tab.now.renamed])
        yield f"{tab.title}: renamed rows keep their place: {names}"
    if tab.repaired or tab.repaired_tab:
        names = _names(tab, tab.repaired) or "the tab"
        yield f"{tab.title}: recognised by their labels and marked again: {names}"


def _write_lines(tab: TabPlan, *, cells: bool) -> Iterator[str]:
    if not tab.writes:
        return
    values = sum(write.sets_value for write in tab.writes)
    notes = sum(write.sets_note for write in tab.writes)
    yield f"{tab.title}: {values} values and {notes} notes in {len(tab.writes)} cells"
    if cells:
        for cell, write in _writes_by_cell(tab):
            yield f"  {_write_line(tab, cell, write)}"


def _writes_by_cell(tab: TabPlan) -> Iterator[tuple[str, Write]]:
    """Yield each write with the name that its cell will have."""
    positions = positions_of(tab)
    for write in tab.writes:
        yield cell_name(tab.title, positions.position(*write.place)), write


def _write_line(tab: TabPlan, cell: str, write: Write) -> str:
    changes = []
    if write.sets_value:
        changes.append(change_text(tab.wanted, write.place, write.old.value, write.new.value))
    if write.sets_note:
        changes.append(f"note {_note_start(write.old)} → {_note_start(write.new)}")
    return f"{cell:14} {place_name(tab, write.place)}: {', '.join(changes)}"


def _kept_lines(tab: TabPlan) -> Iterator[str]:
    for kept in tab.kept:
        theirs = typed_text(tab.wanted, kept.place, kept.theirs)
        ours = value_text(tab.wanted, kept.place, kept.ours)
        place = f"{kept.cell} ({place_name(tab, kept.place)})"
        yield f"{tab.title}: kept {place} as {theirs}, the scorecard has {ours}: {kept.reason}"
    fates = (
        (tab.missing, "was deleted and stays deleted; --restore brings it back"),
        (tab.barred, "cannot be inserted: a protected range forbids it"),
        (tab.retired, "is retired; its row stays"),
        (tab.revived, "is back, in its old row"),
    )
    for keys, fate in fates:
        for key in keys:
            yield f"{tab.title}: {line_name(tab, key)} {fate}"


def _names(tab: TabPlan, keys: Iterable[str]) -> str:
    return ", ".join(line_name(tab, key) for key in keys)


def _note_start(content: Content) -> str:
    line = content.note.partition("\n")[0]
    return repr(line[:60]) if line else "none"


def plan_details(plan: Plan) -> dict[str, Any]:
    """Return a plan for JSON: each cell, old and new, and each change of structure."""
    return {
        "missing_tabs": list(plan.missing),
        "tabs": [_tab_details(tab) for tab in plan.tabs if not _is_idle(tab)],
    }


def _is_idle(tab: TabPlan) -> bool:
    return tab.is_empty and not (tab.kept or tab.missing or tab.barred or tab.doubtful)


def _tab_details(tab: TabPlan) -> dict[str, Any]:
    cells = [_write_details(tab, cell, write) for cell, write in _writes_by_cell(tab)]
    kept = [_kept_details(tab, cell) for cell in tab.kept]
    return {
        "tab": tab.title,
        "new": tab.now is None,
        "in_place_of": tab.blank.title if tab.blank else "",
        "names": _mentioned(tab),
        "inserted_rows": _keys(tab.rows),
        "inserted_columns": _keys(tab.columns),
        "marked_again": list(tab.repaired),
        "cells": cells,
        "kept": kept,
        "deleted": list(tab.missing),
        "barred": list(tab.barred),
        "retired": list(tab.retired),
        "revived": list(tab.revived),
    }


def _mentioned(tab: TabPlan) -> dict[str, str]:
    """Return the names of the rows and columns that a record has by their keys."""
    keys = [
        *_keys((*tab.rows, *tab.columns)),
        *tab.repaired,
        *tab.missing,
        *tab.barred,
        *tab.doubtful,
    ]
    return {key: line_name(tab, key) for key in (*keys, *tab.retired, *tab.revived)}


def _keys(inserts: Sequence[Insert]) -> list[str]:
    return [insert.key for insert in inserts]


def _write_details(tab: TabPlan, cell: str, write: Write) -> dict[str, Any]:
    row, column = write.place
    return {
        "cell": cell,
        "row": row,
        "column": column,
        "name": place_name(tab, write.place),
        "old": write.old.value,
        "new": write.new.value,
        "old_note": write.old.note,
        "new_note": write.new.note,
        "overwrites": write.overwrites,
    }


def _kept_details(tab: TabPlan, kept: Kept) -> dict[str, Any]:
    row, column = kept.place
    return {
        "cell": kept.cell,
        "row": row,
        "column": column,
        "name": place_name(tab, kept.place),
        "theirs": kept.theirs,
        "ours": kept.ours,
        "why": kept.reason,
    }
