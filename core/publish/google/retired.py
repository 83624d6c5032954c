"""Rows of KPIs that are retired, replaced or back, and the marks at their names. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from core.publish.google.changes import Write
from core.publish.google.keys import Keys
from core.publish.google.note import find_our_note, mark_note, renew_note
from core.publish.google.ranges import cell_name
from core.publish.google.sheet import EMPTY, Content, TabNow, Value
from core.publish.google.wanted import HEADER_ROWS, CellKey, Wanted
from core.publish.grid import NAME, NUMBER
from core.publish.notes import RETIRED

_REPLACED = f"{RETIRED}the scorecard has another row instead, so this one is no longer filled"


def notes_on_replaced_rows(
    wanted: Wanted, tab: TabNow, notes: Mapping[CellKey, str]
) -> Iterator[Write]:
    """Yield a note for each row of ours that the scorecard has no more: its KPI has another one."""
    if NAME not in tab.columns:
        return
    column = tab.columns.index(NAME)
    for row, key in enumerate(tab.rows):
        if not key or key in wanted.rows or key in HEADER_ROWS or tab.is_locked((row, column)):
            continue
        now = tab.at((row, column))
        note = renew_note(now.note, _REPLACED, notes.get((key, NAME)))
        if note != now.note:
            name = cell_name(tab.title, (row, column))
            new = replace(now, note=note)
            yield Write((key, NAME), name, now, new, is_ours=False, our_note=_REPLACED)


def labels_of_replaced_rows(
    wanted: Wanted, keys: Keys, published: Mapping[CellKey, Value]
) -> Iterator[Write]:
    """Yield number and name of such rows where their columns are inserted again."""
    labels = [label for label in (NUMBER, NAME) if label in keys.new]
    rows = {key for key in keys.tab.rows if key and key not in wanted.rows}
    for place in sorted(product(rows.difference(HEADER_ROWS), labels)):
        note = _REPLACED if place[1] == NAME else ""
        new = Content(published.get(place), mark_note(note))
        if new != EMPTY:
            yield Write(place, "", EMPTY, new, our_note=note)


def status_changes(
    wanted: Wanted, keys: Keys, writes: Sequence[Write]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rows whose name is now marked as retired, and those whose name no longer is."""
    retired: list[str] = []
    revived: list[str] = []
    for write in writes:
        row, column = write.place
        if column != NAME or row not in keys.row_index:
            continue
        is_retired, was_retired = _is_retired(wanted, row), _is_marked_retired(write.old)
        if is_retired and not was_retired:
            retired.append(row)
        if was_retired and not is_retired:
            revived.append(row)
    return tuple(retired), tuple(revived)


def _is_retired(wanted: Wanted, row: str) -> bool:
    look = wanted.rows.get(row)
    # The parts of a retired KPI have no mark of their own.
    return look is None or (look.is_retired and not look.is_breakdown)


def _is_marked_retired(name: Content) -> bool:
    return find_our_note(name.note).startswith(RETIRED)
