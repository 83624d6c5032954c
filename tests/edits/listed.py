"""A plan lists every format, formula, size, mark and rule that a publish changes.

The spreadsheet before and after is compared; how the publisher makes its list does not matter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.edits.desk import Desk, Told
from tests.edits.sight import Cell, a1
from tests.edits.tap import Lines, Tap
from tests.sheets_emulator.a1 import Rect, parse_cells
from tests.sheets_emulator.model import COLUMN_WIDTH, ROW_HEIGHT, Line, Sheet, new_sheet

Listed = dict[str, list[Rect]]  # ranges by kind

_SHEET = new_sheet(0, "", 0, 0)


def find_unlisted(desk: Desk, tap: Tap, plan: Told) -> Iterator[str]:
    """Yield the changes that a plan does not list, and the trends that it lists in vain."""
    assert tap.before is not None
    listed: dict[str, Listed] = defaultdict(lambda: defaultdict(list))
    for each in plan.details.get("effects", ()):
        listed[each["tab"]][each["kind"]].append(parse_cells(each["where"]) or Rect())
    if tap.before.metadata != desk.workbook.metadata and not listed[""]["mark"]:
        yield "unplanned: the spreadsheet has another mark"
    for new in desk.our_sheets():
        old = tap.before.find_sheet(new.id)
        if old is not new:
            rows, columns = tap.lines_of(new.id) if old else (_new(new.rows), _new(new.columns))
            change = _Change(old or _SHEET, new, rows, columns, listed[new.title])
            yield from (f"unplanned: {new.title}{fault}" for fault in change.faults())


def _new(lines: list[Line]) -> Lines:
    return [None] * len(lines)


class _Change:
    """A tab before and after, where each of its lines was, and what the plan lists."""

    def __init__(self, old: Sheet, new: Sheet, rows: Lines, columns: Lines, listed: Listed) -> None:
        self.old, self.new, self.listed = old, new, listed
        self.rows, self.columns = rows, columns

    def faults(self) -> Iterator[str]:
        for row in range(len(self.new.rows)):
            for column in {*self.new.cells.get(row, ()), *self._old_columns(row)}:
                yield from self._cell_faults((row, column))
        yield from self._trend_faults()
        for dimension in ("ROWS", "COLUMNS"):
            yield from self._line_faults(dimension)
        if self.old.metadata != self.new.metadata and not self._lists("mark"):
            yield " has another mark"
        rules = len(self.new.conditional) - len(self.old.conditional)
        if rules != len(self.listed.get("rule", ())):
            yield f" has {rules} conditional formats more"
        # A line that is inserted among frozen ones is frozen too.
        is_longer = bool(self.old.rows) and (None in self.rows or None in self.columns)
        if self.old.grid != self.new.grid and not (is_longer or self._lists("frozen")):
            yield f" has other properties: {self.new.grid}"

    def _old_columns(self, row: int) -> Iterator[int]:
        was = self.rows[row]
        before = self.old.cells.get(was, {}) if was is not None else {}
        yield from (now for now, then in enumerate(self.columns) if then in before)

    def _before(self, cell: Cell) -> dict[str, Any] | None:
        """Return a cell as it was; None if its row or its column is new."""
        row, column = self.rows[cell[0]], self.columns[cell[1]]
        return None if row is None or column is None else self.old.cell(row, column)

    def _cell_faults(self, cell: Cell) -> Iterator[str]:
        before, after = self._before(cell), self.new.cell(*cell)
        look = after.get("userEnteredFormat")
        # A new line looks like its neighbour in the columns of people.
        is_listed = self._holds("format", cell)
        if before is not None and before.get("userEnteredFormat") != look and not is_listed:
            yield f"!{a1(cell)} has another format"
        if before is None and _is_trend(after) and not self._holds("trend", cell):
            yield f"!{a1(cell)} has a formula"
        other_parts = {*(before or {}), *after} - {"userEnteredValue", "userEnteredFormat", "note"}
        for part in other_parts:
            if before is not None and before.get(part) != after.get(part):
                yield f"!{a1(cell)} has another {part}"

    def _trend_faults(self) -> Iterator[str]:
        for rect in self.listed.get("trend", ()):
            if not _is_trend(self.new.cell(rect.top or 0, rect.left or 0)):
                yield f" has no trend in {rect}"

    def _line_faults(self, dimension: str) -> Iterator[str]:
        places = self.rows if dimension == "ROWS" else self.columns
        lines = self.new.lines(dimension)
        for index, was in enumerate(places):
            old = self.old.lines(dimension)[was] if was is not None else None
            if not self.old.rows:
                old = Line(ROW_HEIGHT if dimension == "ROWS" else COLUMN_WIDTH)
            for kind in _kinds_of_change(old, lines[index], dimension):
                is_removed = kind == "mark" and self._lists("removed mark")
                if not is_removed and not self._spans(kind, dimension, index):
                    yield f" {dimension} {index + 1} has another {kind}"

    def _lists(self, kind: str) -> bool:
        return bool(self.listed.get(kind))

    def _holds(self, kind: str, cell: Cell) -> bool:
        for rect in self.listed.get(kind, ()):
            top, bottom, left, right = self.new.bounds(rect)
            if top <= cell[0] < bottom and left <= cell[1] < right:
                return True
        return False

    def _spans(self, kind: str, dimension: str, index: int) -> bool:
        """Return whether a listed range of whole rows or columns has one of them."""
        for rect in self.listed.get(kind, ()):
            sides = (rect.top, rect.bottom), (rect.left, rect.right)
            (start, end), (other, _) = sides if dimension == "ROWS" else sides[::-1]
            if start is not None and end is not None and other is None and start <= index < end:
                return True
        return False


def _kinds_of_change(old: Line | None, new: Line, dimension: str) -> Iterator[str]:
    marks = ([entry.value for entry in line.metadata] if line else [] for line in (old, new))
    if Counter(next(marks)) != Counter(next(marks)):
        yield "mark"
    if old is not None and old.size != new.size:
        yield "height" if dimension == "ROWS" else "width"
    if old is not None and old.hidden != new.hidden:
        yield "hidden" if new.hidden else "shown"


def _is_trend(cell: dict[str, Any]) -> bool:
    text = cell.get("userEnteredValue", {}).get("formulaValue", "")
    return re.match("=SPARKLINE", text) is not None
