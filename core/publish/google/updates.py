"""Contents of cells as requests: values, notes and trends. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.publish.google.changes import Write
from core.publish.google.note import mark_note
from core.publish.google.positions import Positions
from core.publish.google.ranges import column_letters, grid_range
from core.publish.google.sheet import EMPTY, Box, Content, Position
from core.publish.google.wanted import HEADER_ROWS, Wanted
from core.publish.grid import TREND
from core.publish.theme import TREND as TREND_INK

ApiRequest = dict[str, Any]

ROWS_PER_REQUEST = 40
FEW_COLUMNS = 8

_VALUE, _NOTE = "userEnteredValue", "note"
_WHOLE = f"{_VALUE},{_NOTE}"


def content_requests(wanted: Wanted, positions: Positions) -> Iterator[ApiRequest]:
    """Yield the whole content of a new tab, but for its trends."""
    keys = list(wanted.rows)
    trend = wanted.columns.index(TREND)
    sides = ((0, wanted.columns[:trend]), (trend + 1, wanted.columns[trend + 1 :]))
    for top in range(0, len(keys), ROWS_PER_REQUEST):
        rows = keys[top : top + ROWS_PER_REQUEST]
        for left, columns in sides:
            cells = [_new_cells(wanted, row, columns) for row in rows]
            yield _update(positions.sheet_id, (top, left), cells, _WHOLE)


def _new_cells(wanted: Wanted, row: str, columns: Iterable[str]) -> list[dict[str, Any]]:
    return [_new_cell(wanted, row, column) for column in columns]


def _new_cell(wanted: Wanted, row: str, column: str) -> dict[str, Any]:
    content = wanted.cells.get((row, column), EMPTY)
    return _cell(Content(content.value, mark_note(content.note)), _WHOLE)


def trend_requests(
    wanted: Wanted, positions: Positions, rows: Iterable[str]
) -> Iterator[ApiRequest]:
    """Yield the trend of each row, and of a header row its label; none without any period."""
    if TREND not in positions.columns or not any(
        key in positions.columns for key in wanted.periods
    ):
        return
    for row in rows:
        cell = _new_cell(wanted, row, TREND)
        if row not in HEADER_ROWS and wanted.charts:
            continue
        if row not in HEADER_ROWS:
            cell = {_VALUE: {"formulaValue": trend_formula(wanted, positions, row)}}
        yield _update(positions.sheet_id, positions.position(row, TREND), [[cell]], _VALUE)


def trend_formula(wanted: Wanted, positions: Positions, row: str) -> str:
    """Return a line over a row's periods; the sheet adjusts its range when columns move.

    Time goes from left to right in it, also where the newest period is on the left.
    """
    columns = [positions.columns[key] for key in wanted.periods if key in positions.columns]
    number = positions.rows[row] + 1
    span = f"{column_letters(min(columns))}{number}:{column_letters(max(columns))}{number}"
    # Commas and points mean other things in other locales; semicolons work in all of them.
    names = '"charttype";"color";"linewidth";"empty";"nan"'
    settings = f'"line";"{TREND_INK}";2;"ignore";"ignore"'
    if columns[0] > columns[-1]:
        names, settings = f'{names};"rtl"', f"{settings};TRUE()"
    return f"=SPARKLINE({span};HSTACK({{{names}}};{{{settings}}}))"


@dataclass(frozen=True, slots=True)
class _CellRun:
    """Neighbouring cells of one line, a row or a column, in which the same fields change."""

    line: int
    start: int
    fields: str
    contents: tuple[Content, ...]


def write_requests(positions: Positions, writes: Sequence[Write]) -> Iterator[ApiRequest]:
    """Yield a request for each run of cells in which the same changes: value, note or both.

    The runs of a Monday go down a few columns. Where many columns change, runs go along rows, so
    that a payload that has to be split is split between KPIs.
    """
    go_along_rows = len({write.place[1] for write in writes}) > FEW_COLUMNS
    placed: dict[Position, Write] = {}
    for write in writes:
        row, column = positions.position(*write.place)
        placed[(row, column) if go_along_rows else (column, row)] = write
    for run in _runs(placed):
        cells = [_cell(content, run.fields) for content in run.contents]
        if go_along_rows:
            yield _update(positions.sheet_id, (run.line, run.start), [cells], run.fields)
        else:
            column_cells = [[cell] for cell in cells]
            yield _update(positions.sheet_id, (run.start, run.line), column_cells, run.fields)


def _runs(placed: Mapping[Position, Write]) -> Iterator[_CellRun]:
    """Yield the runs of writes that are placed by their line and their index in it."""
    lines: dict[tuple[int, str], dict[int, Content]] = defaultdict(dict)
    for (line, index), write in placed.items():
        lines[line, _fields(write)][index] = write.new
    for (line, fields), contents in sorted(lines.items(), key=lambda item: item[0]):
        if not fields:  # an inserted cell that stays empty
            continue
        for start, end in _neighbours(sorted(contents)):
            run = tuple(contents[index] for index in range(start, end))
            yield _CellRun(line, start, fields, run)


def _neighbours(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of consecutive indexes, half-open."""
    start = indexes[0]
    for index, following in pairwise(indexes):
        if following != index + 1:
            yield start, index + 1
            start = following
    yield start, indexes[-1] + 1


def _fields(write: Write) -> str:
    fields = []
    if write.sets_value:
        fields.append(_VALUE)
    if write.sets_note:
        fields.append(_NOTE)
    return ",".join(fields)


def _cell(content: Content, fields: str) -> dict[str, Any]:
    """Return a cell with those of its fields that change; a field that is left out is emptied."""
    cell: dict[str, Any] = {}
    if _VALUE in fields and content.value is not None:
        cell[_VALUE] = entered_value(content)
    if _NOTE in fields and content.note:
        cell[_NOTE] = content.note
    return cell


def entered_value(content: Content) -> dict[str, Any]:
    """Return a value for `userEnteredValue`. Text is a string, which never becomes a formula."""
    match content.value:
        case None:
            return {}
        case bool():
            return {"boolValue": content.value}
        case int() | float():
            return {"numberValue": content.value}
    return {"stringValue": content.value}


def _update(
    sheet_id: int, start: Position, rows: Sequence[Sequence[dict[str, Any]]], fields: str
) -> ApiRequest:
    top, left = start
    box = Box(top, left, top + len(rows), left + len(rows[0]))
    return {
        "updateCells": {
            "range": grid_range(sheet_id, box),
            "rows": [{"values": list(row)} for row in rows],
            "fields": fields,
        }
    }
