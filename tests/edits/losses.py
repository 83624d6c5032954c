"""Nothing of a person's is lost: texts, numbers, formulas, notes, looks, and the tabs of their own.

Everything that a person types in a script is recognisable wherever it goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from operator import le
from typing import Any

from tests.edits.desk import Desk, Told
from tests.edits.sight import Cell, a1
from tests.edits.tap import Lines, Tap
from tests.sheets_emulator.model import Sheet, Workbook
from tests.spreadsheets import entered

Json = dict[str, Any]

OURS = "Scorecard: "
_TYPED = re.compile(r"\b7\d{5}\b|human")
_OUR_NUMBERS = (20_000, 300_000, 400_000)  # values end below the first; targets lie between


def is_human(value: Any) -> bool:
    """Return whether a person typed a value, as only people do in these scripts."""
    if isinstance(value, bool):
        return True
    if isinstance(value, str):
        return bool(_TYPED.search(value))
    if isinstance(value, int | float):
        values, first, last = _OUR_NUMBERS
        return value != int(value) or not (value < values or first <= value < last)
    return False


def find_losses(desk: Desk, tap: Tap, told: Told, *, overwrite: bool = False) -> Iterator[str]:
    """Yield what publishing took from people; `overwrite` may take values."""
    assert tap.before is not None
    for old in tap.before.sheets:
        new = desk.workbook.find_sheet(old.id)
        if new is None:
            yield f"lost tab: {old.title}"
        elif old.id not in desk.ours:
            if new != old:
                yield f"lost: {old.title} is a person's, and it was changed"
        elif new is not old:
            yield from _tab_losses(tap, told, old, new, overwrite)
    yield from _book_losses(tap.before, desk.workbook)


def _tab_losses(tap: Tap, told: Told, old: Sheet, new: Sheet, overwrite: bool) -> Iterator[str]:
    rows, columns = tap.lines_of(old.id)
    if (len(rows), len(columns)) != (len(new.rows), len(new.columns)):
        yield f"lost: {old.title} has another size than was asked for"
        return
    row_now, column_now = positions(rows), positions(columns)
    latest = {*_columns_of_news(old)}
    for row, cells in old.cells.items():
        for column in cells:
            if row not in row_now or column not in column_now:
                yield f"lost cell: {old.title}!{a1((row, column))} was deleted"
                continue
            cell = row_now[row], column_now[column]
            may_take = overwrite or column in latest
            for loss in _cell_losses(old.cell(row, column), new.cell(*cell), may_take):
                if not told.names(new.title, cell):
                    yield f"{loss} at {new.title}!{a1(cell)}"
    yield from _line_losses(old, new, row_now, column_now, told)


def _columns_of_news(sheet: Sheet) -> Iterator[int]:
    """Yield the columns that repeat numbers of others, those that people typed included."""
    yield from _columns_named(sheet, lambda label: label in ("Latest", "Change"))


def _columns_named(sheet: Sheet, is_name: Callable[[Any], bool]) -> Iterator[int]:
    for row in sheet.cells:
        for column in sheet.cells[row]:
            if is_name(entered(sheet, row, column)):
                yield column


def positions(lines: Lines) -> dict[int, int]:
    """Return where lines are now, by where they were."""
    return {before: now for now, before in enumerate(lines) if before is not None}


def _cell_losses(old: dict[str, Any], new: dict[str, Any], overwrite: bool) -> Iterator[str]:
    value = old.get("userEnteredValue", {})
    is_theirs = any(is_human(text) for text in value.values())
    if is_theirs and not overwrite and new.get("userEnteredValue", {}) != value:
        yield f"lost value: {value} became {new.get('userEnteredValue')}"
    there, here = old.get("note", ""), new.get("note", "")
    gone = _human_lines(there) - _human_lines(here)
    if gone:
        yield f"lost note: {sorted(gone)}"
    if here.count(OURS) > max(1, there.count(OURS)):
        yield f"doubled note: {here!r}"
    looks = old.get("userEnteredFormat", {}), new.get("userEnteredFormat", {})
    for kind in ("backgroundColor", "numberFormat"):
        if _is_human_look(looks[0].get(kind)) and looks[1].get(kind) != looks[0][kind]:
            yield f"lost {kind}: {looks[0][kind]}"
    if old.get("dataValidation") != new.get("dataValidation"):
        yield "lost validation"


def _human_lines(note: str) -> Counter[str]:
    return Counter(line for line in note.split("\n") if line.startswith("human"))


def _is_human_look(look: Any) -> bool:
    if not look:
        return False
    is_colour = "red" in look and round(look["red"] * 255) == 0x12
    return is_colour or "human" in look.get("pattern", "")


def _line_losses(
    old: Sheet, new: Sheet, rows: dict[int, int], columns: dict[int, int], told: Told
) -> Iterator[str]:
    # Columns for comments are hidden while they are empty, and shown again with the first text.
    commented = {*_columns_named(old, lambda label: str(label).startswith("Comments "))}
    for lines, there, now in (
        (old.rows, new.rows, rows),
        (old.columns, new.columns, columns),
    ):
        for index, line in enumerate(lines):
            is_gone = index in now and line.hidden and not there[now[index]].hidden
            is_told = f"{new.title}: shows the hidden" in told.text
            if is_gone and not is_told and index not in commented:
                yield f"lost hiding: line {index + 1} of {old.title}"
    for part in ("merges", "protected", "groups"):
        if len(getattr(old, part)) != len(getattr(new, part)):
            yield f"lost {part}: {old.title}"
    if (old.basic_filter is None) != (new.basic_filter is None):
        yield f"lost filter: {old.title}"
    if old.title != new.title or not all(map(le, _frozen(old), _frozen(new))):
        yield f"lost title or frozen lines: {old.title}"
    rules = [_TYPED.findall(str(sheet.conditional)) for sheet in (old, new)]
    if Counter(rules[0]) != Counter(rules[1]):
        yield f"lost conditional format: {old.title}"


def _frozen(sheet: Sheet) -> tuple[int, ...]:
    """Return how many lines are frozen; an insert among them adds to their number."""
    names = ("frozenRowCount", "frozenColumnCount")
    return tuple(sheet.grid.get(name, 0) for name in names)


def _book_losses(old: Workbook, new: Workbook) -> Iterator[str]:
    if [each["name"] for each in old.named] != [each["name"] for each in new.named]:
        yield "lost named range"
    order = [sheet.id for sheet in new.sheets if old.find_sheet(sheet.id)]
    if order != [sheet.id for sheet in old.sheets]:
        yield "lost order of tabs"


def changes(
    tap: Tap, old: Sheet, new: Sheet
) -> Iterator[tuple[Cell, dict[str, Any], dict[str, Any]]]:
    """Yield each cell of a tab whose value or note was changed: where it is now, and both."""
    rows, columns = tap.lines_of(old.id)
    for row, cells in {**dict.fromkeys(_rows_of(rows, old)), **new.cells}.items():
        there = rows[row] if row < len(rows) else None
        old_cells = old.cells.get(there, {}) if there is not None else {}
        names = {column for column, was in enumerate(columns) if was in old_cells}
        for column in sorted(names | {*(cells or {})}):
            was = columns[column] if column < len(columns) else None
            before = old_cells.get(was, {}) if was is not None else {}
            after = new.cell(row, column)
            if any(before.get(kind) != after.get(kind) for kind in ("userEnteredValue", "note")):
                yield (row, column), before, after


def _rows_of(rows: Lines, old: Sheet) -> Iterator[int]:
    yield from (now for now, was in enumerate(rows) if was in old.cells)


def value_of(cell: dict[str, Any]) -> Any:
    return next(iter(cell.get("userEnteredValue", {}).values()), None)


def numbers_in(sheet: Sheet, row: int) -> set[Any]:
    """Return the values in a row."""
    return {entered(sheet, row, column) for column in sheet.cells.get(row, {})}
