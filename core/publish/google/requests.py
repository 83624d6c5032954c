"""A plan as the requests of one `batchUpdate`, in an order in which no index shifts under a later one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.publish.google import looks
from core.publish.google.plan import Insert, Plan, TabPlan, Write
from core.publish.google.sheet import (
    COLUMN,
    EMPTY,
    PUBLICATION,
    ROW,
    TAB,
    Content,
    Position,
    column_letters,
    join_note,
)
from core.publish.google.wanted import HEADER_ROWS, NUMBER, TREND, Wanted

Request = dict[str, Any]

SPARE_ROWS = 20
ROWS_A_REQUEST = 40


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each row and column of ours is once all inserts are made."""

    sheet_id: int
    rows: Mapping[str, int]
    columns: Mapping[str, int]

    def position(self, row: str, column: str) -> Position:
        """Return a cell's row and column index."""
        return self.rows[row], self.columns[column]


def layout_of(plan: TabPlan, new_id: int) -> Layout:
    """Return the layout that a tab will have; `new_id` is the id it gets where it has to be made."""
    if plan.now is None:
        rows = {key: index for index, key in enumerate(plan.wanted.rows)}
        return Layout(new_id, rows, {key: index for index, key in enumerate(plan.wanted.columns)})
    return Layout(plan.now.sheet_id, _final(plan.now.rows, plan.rows), _final(plan.now.columns, plan.columns))


def _final(keys: Sequence[str], inserts: Sequence[Insert]) -> dict[str, int]:
    merged: list[str] = []
    for index in range(len(keys) + 1):
        merged += [insert.key for insert in inserts if insert.index == index]
        merged += keys[index : index + 1]
    return {key: index for index, key in enumerate(merged) if key}


def requests_for(plan: Plan, marker: str, old_markers: Iterable[int], new_ids: Mapping[str, int]) -> list[Request]:
    """Return all requests of a plan, the publication's marker last; none for an empty plan."""
    if plan.is_empty:
        return []
    requests: list[Request] = []
    for tab in plan.tabs:
        layout = layout_of(tab, new_ids.get(tab.wanted.key, 0))
        requests += _new_tab(tab.wanted, layout) if tab.now is None else _changes(tab, layout)
    for old in old_markers:
        lookup = {"developerMetadataLookup": {"metadataId": old}}
        requests.append({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    requests.append(_metadata(PUBLICATION, marker, {"spreadsheet": True}))
    return requests


def _metadata(key: str, value: str, location: Mapping[str, Any]) -> Request:
    metadata = {"metadataKey": key, "metadataValue": value, "location": location, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def _dimension(sheet_id: int, dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}


def _mark(layout: Layout, rows: Iterable[str], columns: Iterable[str]) -> Iterator[Request]:
    for key in rows:
        index = layout.rows[key]
        yield _metadata(ROW, key, {"dimensionRange": _dimension(layout.sheet_id, "ROWS", index, index + 1)})
    for key in columns:
        index = layout.columns[key]
        yield _metadata(COLUMN, key, {"dimensionRange": _dimension(layout.sheet_id, "COLUMNS", index, index + 1)})


def _new_tab(wanted: Wanted, layout: Layout) -> Iterator[Request]:
    size = {"rowCount": len(wanted.rows) + SPARE_ROWS, "columnCount": len(wanted.columns)}
    frozen = {"frozenRowCount": len(HEADER_ROWS), "frozenColumnCount": looks.FROZEN_COLUMNS}
    yield {
        "addSheet": {"properties": {"sheetId": layout.sheet_id, "title": wanted.title, "gridProperties": size | frozen}}
    }
    yield _metadata(TAB, wanted.key, {"sheetId": layout.sheet_id})
    yield from looks.dimensions(wanted, layout.sheet_id)
    yield from looks.formats(wanted, layout.sheet_id, layout.rows, layout.columns)
    keys = list(wanted.rows)
    for top in range(0, len(keys), ROWS_A_REQUEST):
        some = keys[top : top + ROWS_A_REQUEST]
        cells = [[_cell(wanted, layout, row, column) for column in wanted.columns] for row in some]
        yield _update(layout.sheet_id, (top, 0), cells, "userEnteredValue,note")
    yield from _mark(layout, wanted.rows, wanted.columns)


def _cell(wanted: Wanted, layout: Layout, row: str, column: str) -> dict[str, Any]:
    if column == TREND and row not in HEADER_ROWS:
        return {"userEnteredValue": {"formulaValue": trend_formula(wanted, layout, row)}}
    content = wanted.cells.get((row, column), EMPTY)
    return _whole(Content(content.value, join_note("", content.note)), "userEnteredValue,note")


def value(content: Content) -> dict[str, Any]:
    """Return a value for `userEnteredValue`. Text goes as a string, which never becomes a formula."""
    match content.value:
        case None:
            return {}
        case bool():
            return {"boolValue": content.value}
        case int() | float():
            return {"numberValue": content.value}
    return {"stringValue": content.value}


def trend_formula(wanted: Wanted, layout: Layout, row: str) -> str:
    """Return a line over the year's periods of a row; the sheet itself keeps its range right when columns move."""
    periods = [layout.columns[key] for key in wanted.columns if key in wanted.periods and key in layout.columns]
    number = layout.rows[row] + 1
    span = f"{column_letters(min(periods))}{number}:{column_letters(max(periods))}{number}"
    return f'=SPARKLINE({span},{{"charttype","line";"color","{looks.TREND_COLOUR}";"linewidth",1.5;"empty","ignore"}})'


def _changes(tab: TabPlan, layout: Layout) -> Iterator[Request]:
    assert tab.now is not None
    wanted, sheet_id = tab.wanted, layout.sheet_id
    yield from _inserts(sheet_id, "ROWS", tab.rows, len(tab.now.rows))
    yield from _inserts(sheet_id, "COLUMNS", tab.columns, len(tab.now.columns))
    if tab.repaired_tab:
        yield _metadata(TAB, wanted.key, {"sheetId": sheet_id})
    new_rows, new_columns = [insert.key for insert in tab.rows], [insert.key for insert in tab.columns]
    repaired_rows, repaired_columns = (tab.repaired_rows or {}).values(), (tab.repaired_columns or {}).values()
    yield from _mark(layout, [*new_rows, *repaired_rows], [*new_columns, *repaired_columns])
    some_rows = {key: layout.rows[key] for key in new_rows}
    some_columns = {key: layout.columns[key] for key in new_columns}
    others = {key: index for key, index in layout.rows.items() if key in wanted.rows and key not in some_rows}
    yield from looks.formats(wanted, sheet_id, some_rows, layout.columns)
    yield from looks.formats(wanted, sheet_id, others, some_columns)
    for row in (row for row in new_rows if row not in HEADER_ROWS and TREND in layout.columns):
        formula = {"userEnteredValue": {"formulaValue": trend_formula(wanted, layout, row)}}
        yield _update(sheet_id, layout.position(row, TREND), [[formula]], "userEnteredValue")
    yield from _writes(layout, tab.writes)
    for row in (row for row in tab.retired if row in layout.rows):
        yield looks.grey(sheet_id, layout.rows[row], max(layout.columns.values()) + 1, layout.columns.get(NUMBER, 0))


def _inserts(sheet_id: int, dimension: str, inserts: Sequence[Insert], count: int) -> Iterator[Request]:
    # From the far end, so that each index is still what it was when the plan was made.
    for index in sorted({insert.index for insert in inserts}, reverse=True):
        number = sum(insert.index == index for insert in inserts)
        if index >= count:
            yield {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": number}}
        else:
            span = _dimension(sheet_id, dimension, index, index + number)
            yield {"insertDimension": {"range": span, "inheritFromBefore": index > 0}}


def _writes(layout: Layout, writes: Iterable[Write]) -> Iterator[Request]:
    """Yield a request for each run of cells below one another in which the same changes: value, note or both."""
    placed: dict[tuple[int, str], dict[int, Write]] = {}
    for write in writes:
        row, column = layout.position(*write.place)
        placed.setdefault((column, _fields(write)), {})[row] = write
    for (column, fields), found in sorted(placed.items()):
        for run in _runs(sorted(found)):
            cells = [[_whole(found[row].new, fields)] for row in run]
            yield _update(layout.sheet_id, (run[0], column), cells, fields)


def _fields(write: Write) -> str:
    return ",".join(("userEnteredValue",) * write.sets_value + ("note",) * write.sets_note)


def _whole(content: Content, fields: str) -> dict[str, Any]:
    cell: dict[str, Any] = {}
    if "userEnteredValue" in fields and content.value is not None:
        cell["userEnteredValue"] = value(content)
    if "note" in fields and content.note:
        cell["note"] = content.note
    return cell


def _runs(rows: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for row in rows:
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _update(sheet_id: int, start: Position, rows: Sequence[Sequence[Mapping[str, Any]]], fields: str) -> Request:
    box = {
        "sheetId": sheet_id,
        "startRowIndex": start[0],
        "endRowIndex": start[0] + len(rows),
        "startColumnIndex": start[1],
        "endColumnIndex": start[1] + len(rows[0]),
    }
    return {"updateCells": {"range": box, "rows": [{"values": list(row)} for row in rows], "fields": fields}}
