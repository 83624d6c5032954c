"""A plan in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.publish.google.plan import Plan, TabPlan, Write
from core.publish.google.requests import layout_of
from core.publish.google.sheet import Content, cell_name


def plan_lines(plan: Plan, *, cells: bool) -> Iterator[str]:
    """Yield a line for each thing that a publish changes or leaves to a person; each cell only where asked."""
    for title in plan.missing:
        yield f"{title}: the tab was deleted and stays away; --restore makes it again"
    for tab in plan.tabs:
        yield from _tab_lines(tab, cells=cells)


def _tab_lines(tab: TabPlan, *, cells: bool) -> Iterator[str]:
    title = tab.now.title if tab.now else tab.wanted.title
    if tab.now is None:
        yield f"{title}: new tab of {len(tab.wanted.rows)} rows and {len(tab.wanted.columns)} columns"
    for insert in (*tab.rows, *tab.columns):
        yield f"{title}: inserts {insert.key}"
    repaired = [*(tab.repaired_rows or {}).values(), *(tab.repaired_columns or {}).values()]
    if repaired or tab.repaired_tab:
        yield f"{title}: recognised by their labels and marked again: {', '.join(repaired) or 'the tab'}"
    if tab.writes:
        values, notes = sum(write.sets_value for write in tab.writes), sum(write.sets_note for write in tab.writes)
        yield f"{title}: {values} values and {notes} notes in {len(tab.writes)} cells"
    for write in tab.writes if cells else ():
        yield "  " + _write_line(tab, write)
    for kept in tab.kept:
        yield f"{title}: kept {kept.cell} as {_text(kept.theirs)}, the scorecard has {_text(kept.ours)}: {kept.reason}"
    for key in tab.missing:
        yield f"{title}: {key} was deleted and stays away; --restore makes it again"
    for key in tab.retired:
        yield f"{title}: {key} is {'retired' if tab.wanted.rows[key].is_retired else 'back'}; its row stays"


def _write_line(tab: TabPlan, write: Write) -> str:
    parts = [f"{name_of(tab, write):14} {write.place[0]} · {write.place[1]}: "]
    if write.sets_value:
        parts.append(f"{_text(write.old.value)} → {_text(write.new.value)}")
    if write.sets_note:
        parts.append(f"{', ' if write.sets_value else ''}note {_first(write.old)} → {_first(write.new)}")
    return "".join(parts)


def name_of(tab: TabPlan, write: Write) -> str:
    """Return where a cell will stand once the plan is carried out."""
    title = tab.now.title if tab.now else tab.wanted.title
    return cell_name(title, layout_of(tab, 0).position(*write.place))


def _text(value: object) -> str:
    if value is None:
        return "empty"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _first(content: Content) -> str:
    line = content.note.partition("\n")[0]
    return repr(line[:60]) if line else "none"


def plan_record(plan: Plan) -> dict[str, Any]:
    """Return a plan for JSON: every cell, old and new, and every change of structure."""
    return {"missing_tabs": list(plan.missing), "tabs": [_tab_record(tab) for tab in plan.tabs if not _is_idle(tab)]}


def _is_idle(tab: TabPlan) -> bool:
    return tab.is_empty and not (tab.kept or tab.missing)


def _tab_record(tab: TabPlan) -> dict[str, Any]:
    return {
        "tab": tab.now.title if tab.now else tab.wanted.title,
        "new": tab.now is None,
        "inserted_rows": [insert.key for insert in tab.rows],
        "inserted_columns": [insert.key for insert in tab.columns],
        "marked_again": [*(tab.repaired_rows or {}).values(), *(tab.repaired_columns or {}).values()],
        "cells": [
            {
                "cell": name_of(tab, write),
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
            {"cell": kept.cell, "theirs": kept.theirs, "ours": kept.ours, "why": kept.reason} for kept in tab.kept
        ],
        "deleted": list(tab.missing),
        "retired": list(tab.retired),
    }
