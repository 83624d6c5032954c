"""A plan says what a publish then does: values, notes, rows, columns, and all beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.edits.desk import Desk, Told
from tests.edits.listed import find_unlisted
from tests.edits.losses import changes, value_of
from tests.edits.sight import a1
from tests.edits.tap import Tap
from tests.sheets_emulator.model import Sheet


def find_deviations(desk: Desk, tap: Tap, plan: Told) -> Iterator[str]:
    """Yield the differences between a plan and what was changed."""
    assert tap.before is not None
    planned = {tab["tab"]: tab for tab in plan.details.get("tabs", ())}
    for new in desk.our_sheets():
        tab = planned.get(new.title, {})
        old = tap.before.find_sheet(new.id)
        if old is None:
            if not tab.get("new"):
                yield f"unplanned: the tab {new.title}"
        elif old is not new:
            yield from _tab_deviations(tap, old, new, tab)
        elif any(tab.get(kind) for kind in ("cells", "inserted_rows", "inserted_columns")):
            yield f"not done: the plan for {new.title}"
    yield from find_unlisted(desk, tap, plan)


def _tab_deviations(tap: Tap, old: Sheet, new: Sheet, tab: dict[str, Any]) -> Iterator[str]:
    lines = dict(zip(("inserted_rows", "inserted_columns"), tap.lines_of(old.id), strict=True))
    for kind, found in lines.items():
        if found.count(None) != len(tab.get(kind, ())):
            yield f"unplanned: {found.count(None)} {kind}, and the plan has {tab.get(kind)}"
    planned = {cell["cell"].rsplit("!")[-1]: cell for cell in tab.get("cells", ())}
    done: dict[str, tuple[Any, str]] = {}
    for cell, was, now in changes(tap, old, new):
        if not _is_formula(value_of(now)) or was.get("note") != now.get("note"):
            done[a1(cell)] = value_of(now), now.get("note", "")
    for name, (value, note) in done.items():
        if name not in planned:
            yield f"unplanned: {new.title}!{name} became {value!r} with the note {note!r}"
        elif (planned[name]["new"], planned[name]["new_note"]) != (value, note):
            yield f"not as planned: {new.title}!{name} became {value!r} with the note {note!r}"
    for name, cell in planned.items():
        is_change = cell["old"] != cell["new"] or cell["old_note"] != cell["new_note"]
        if is_change and name not in done and not _is_formula(cell["new"]):
            yield f"not done: {new.title}!{name} was to become {cell['new']!r}"


def _is_formula(value: Any) -> bool:
    """Return whether a value is a formula, which moves along with rows and columns."""
    return isinstance(value, str) and value.startswith("=")
