"""A plan in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.publish.google.changes import Plan, TabPlan, Write
from core.publish.google.positions import layout_of
from core.publish.google.sheet import Content, cell_name


def plan_lines(plan: Plan, *, cells: bool) -> Iterator[str]:
    """Yield a line for each thing that a publish changes or leaves to a person; each cell only
    where asked.
    """
    for title in plan.missing:
        yield f"{title}: the tab was deleted and stays away; --restore makes it again"
    for tab in plan.tabs:
        yield from _tab_lines(tab, cells=cells)


def _tab_lines(tab: TabPlan, *, cells: bool) -> Iterator[str]:
    if tab.now is None:
        yield (
            f"{tab.title}: new tab of {len(tab.wanted.rows)} rows and {len(tab.wanted.columns)}"
            " columns"
        )
    for insert in (*tab.rows, *tab.columns):
        yield f"{tab.title}: inserts {insert.key}"
    repaired = [*(tab.repaired_rows or {}).values(), *(tab.repaired_columns or {}).values()]
    if repaired or tab.repaired_tab:
        yield (
            f"{tab.title}: recognised by their labels and marked again:"
            f" {', '.join(repaired) or 'the tab'}"
        )
    if tab.writes:
        values, notes = (
            sum(write.sets_value for write in tab.writes),
            sum(write.sets_note for write in tab.writes),
        )
        yield f"{tab.title}: {values} values and {notes} notes in {len(tab.writes)} cells"
    if cells:
        layout = layout_of(tab, 0)
        for write in tab.writes:
            yield f"  {_write_line(cell_name(tab.title, layout.position(*write.place)), write)}"
    yield from _left_alone(tab)


def _left_alone(tab: TabPlan) -> Iterator[str]:
    for kept in tab.kept:
        theirs, ours = _text(kept.theirs), _text(kept.ours)
        yield f"{tab.title}: kept {kept.cell} as {theirs}, the scorecard has {ours}: {kept.reason}"
    for key in tab.missing:
        yield f"{tab.title}: {key} was deleted and stays away; --restore makes it again"
    for key in tab.barred:
        yield f"{tab.title}: {key} is not inserted, for a protected range keeps us out"
    for key in tab.retired:
        yield f"{tab.title}: {key} is retired; its row stays"
    for key in tab.revived:
        yield f"{tab.title}: {key} is back, in its old row"


def _write_line(cell: str, write: Write) -> str:
    parts = [f"{cell:14} {write.place[0]} · {write.place[1]}: "]
    if write.sets_value:
        parts.append(f"{_text(write.old.value)} → {_text(write.new.value)}")
    if write.sets_note:
        parts.append(
            f"{', ' if write.sets_value else ''}note {_first(write.old)} → {_first(write.new)}"
        )
    return "".join(parts)


def _text(value: object) -> str:
    if value is None:
        return "empty"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _first(content: Content) -> str:
    line = content.note.partition("\n")[0]
    return repr(line[:60]) if line else "none"


def plan_record(plan: Plan) -> dict[str, Any]:
    """Return a plan for JSON: every cell, old and new, and every change of structure."""
    return {
        "missing_tabs": list(plan.missing),
        "tabs": [_tab_record(tab) for tab in plan.tabs if not _is_idle(tab)],
    }


def _is_idle(tab: TabPlan) -> bool:
    return tab.is_empty and not (tab.kept or tab.missing or tab.barred)


def _tab_record(tab: TabPlan) -> dict[str, Any]:
    layout = layout_of(tab, 0)
    return {
        "tab": tab.title,
        "new": tab.now is None,
        "inserted_rows": [insert.key for insert in tab.rows],
        "inserted_columns": [insert.key for insert in tab.columns],
        "marked_again": [
            *(tab.repaired_rows or {}).values(),
            *(tab.repaired_columns or {}).values(),
        ],
        "cells": [
            {
                "cell": cell_name(tab.title, layout.position(*write.place)),
                "row": write.place[0],
                "column": write.place[1],
                "old": write.old.value,
                "new": write.new.value,
                "old_note": write.old.note,
                "new_note": write.new.note,
                "overwrites": write.overwrites,
            }
            for write in tab.writes
        ],
        "kept": [
            {"cell": kept.cell, "theirs": kept.theirs, "ours": kept.ours, "why": kept.reason}
            for kept in tab.kept
        ],
        "deleted": list(tab.missing),
        "barred": list(tab.barred),
        "retired": list(tab.retired),
        "revived": list(tab.revived),
    }
