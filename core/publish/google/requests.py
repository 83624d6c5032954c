"""A plan as the requests of one `batchUpdate`, in an order in which no index shifts under a later
one. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.publish.google import formats
from core.publish.google.changes import Insert, Plan, TabPlan, Write
from core.publish.google.positions import Layout, NewTab, layout_of
from core.publish.google.sheet import (
    COLUMN,
    EMPTY,
    PUBLICATION,
    ROW,
    TAB,
    Content,
    Position,
    TabNow,
    column_letters,
    join_note,
    tab_mark,
)
from core.publish.google.wanted import HEADER_ROWS, TREND, Wanted

ApiRequest = dict[str, Any]

SPARE_ROWS = 20
ROWS_A_REQUEST = 40
FEW_COLUMNS = 8


def requests_for(
    plan: Plan, marker: str, old_markers: Iterable[int], new: Mapping[str, NewTab]
) -> list[ApiRequest]:
    """Return all requests of a plan, the publication's marker last; none for an empty plan.

    Tabs, rows, columns and their marks come before any content, so that those sent in several
    requests, and broken off after the first, are found again.
    """
    if plan.is_empty:
        return []
    structure: list[ApiRequest] = []
    contents: list[ApiRequest] = []
    for tab in plan.tabs:
        place = new.get(tab.wanted.key, NewTab(0))
        layout = layout_of(tab, place.sheet_id)
        if tab.now is None:
            structure += _new_tab(tab.wanted, layout, place.index)
            contents += _new_contents(tab.wanted, layout)
        else:
            structure += _changes(tab, tab.now, layout)
            contents += _writes(layout, tab.writes)
    for old in old_markers:
        lookup = {"developerMetadataLookup": {"metadataId": old}}
        contents.append({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    return [*structure, *contents, _metadata(PUBLICATION, marker, {"spreadsheet": True})]


def _metadata(key: str, value: str, location: Mapping[str, Any]) -> ApiRequest:
    metadata = {
        "metadataKey": key,
        "metadataValue": value,
        "location": location,
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def _dimension(sheet_id: int, dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}


def _mark(layout: Layout, rows: Iterable[str], columns: Iterable[str]) -> Iterator[ApiRequest]:
    for key in rows:
        index = layout.rows[key]
        yield _metadata(
            ROW, key, {"dimensionRange": _dimension(layout.sheet_id, "ROWS", index, index + 1)}
        )
    for key in columns:
        index = layout.columns[key]
        yield _metadata(
            COLUMN,
            key,
            {"dimensionRange": _dimension(layout.sheet_id, "COLUMNS", index, index + 1)},
        )


def _new_tab(wanted: Wanted, layout: Layout, index: int | None) -> Iterator[ApiRequest]:
    size = {"rowCount": len(wanted.rows) + SPARE_ROWS, "columnCount": len(wanted.columns)}
    properties: dict[str, Any] = {
        "sheetId": layout.sheet_id,
        "title": wanted.title,
        "gridProperties": size | formats.GRID,
        **({} if index is None else {"index": index}),
    }
    yield {"addSheet": {"properties": properties}}
    yield _metadata(TAB, tab_mark(wanted.key, layout.sheet_id), {"sheetId": layout.sheet_id})
    yield from _mark(layout, wanted.rows, wanted.columns)
    yield from formats.sizes(wanted, layout.sheet_id)
    yield from formats.formats(wanted, layout.sheet_id, layout.rows, layout.columns)
    yield from formats.rules(wanted, layout.sheet_id)
    yield from _trends(wanted, layout, wanted.rows)


def _new_contents(wanted: Wanted, layout: Layout) -> Iterator[ApiRequest]:
    keys = list(wanted.rows)
    trend = wanted.columns.index(TREND)
    for top in range(0, len(keys), ROWS_A_REQUEST):
        some = keys[top : top + ROWS_A_REQUEST]
        for left, columns in (
            (0, wanted.columns[:trend]),
            (trend + 1, wanted.columns[trend + 1 :]),
        ):
            cells = [[_cell(wanted, row, column) for column in columns] for row in some]
            yield _update(layout.sheet_id, (top, left), cells, "userEnteredValue,note")


def _cell(wanted: Wanted, row: str, column: str) -> dict[str, Any]:
    content = wanted.cells.get((row, column), EMPTY)
    return _whole(Content(content.value, join_note("", content.note)), "userEnteredValue,note")


def _trends(wanted: Wanted, layout: Layout, rows: Iterable[str]) -> Iterator[ApiRequest]:
    for row in (row for row in rows if TREND in layout.columns):
        cell = _cell(wanted, row, TREND)
        if row not in HEADER_ROWS:
            cell = {"userEnteredValue": {"formulaValue": trend_formula(wanted, layout, row)}}
        yield _update(layout.sheet_id, layout.position(row, TREND), [[cell]], "userEnteredValue")


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
    """Return a line over the year's periods of a row; the sheet itself keeps its range right when
    columns move.
    """
    periods = [
        layout.columns[key]
        for key in wanted.columns
        if key in wanted.periods and key in layout.columns
    ]
    number = layout.rows[row] + 1
    span = f"{column_letters(min(periods))}{number}:{column_letters(max(periods))}{number}"
    # Commas and decimal points mean other things in other locales; semicolons are understood in
    # all.
    names, settings = (
        '"charttype";"color";"linewidth";"empty"',
        f'"line";"{formats.TREND_COLOUR}";2;"ignore"',
    )
    return f"=SPARKLINE({span};HSTACK({{{names}}};{{{settings}}}))"


def _changes(tab: TabPlan, now: TabNow, layout: Layout) -> Iterator[ApiRequest]:
    wanted, sheet_id = tab.wanted, layout.sheet_id
    yield from _inserts(sheet_id, "ROWS", tab.rows, len(now.rows))
    yield from _inserts(sheet_id, "COLUMNS", tab.columns, len(now.columns))
    if tab.repaired_tab:
        yield _metadata(TAB, tab_mark(wanted.key, sheet_id), {"sheetId": sheet_id})
    new_rows, new_columns = (
        [insert.key for insert in tab.rows],
        [insert.key for insert in tab.columns],
    )
    repaired_rows, repaired_columns = (
        (tab.repaired_rows or {}).values(),
        (tab.repaired_columns or {}).values(),
    )
    yield from _mark(layout, [*new_rows, *repaired_rows], [*new_columns, *repaired_columns])
    some_rows = {key: layout.rows[key] for key in new_rows}
    some_columns = {key: layout.columns[key] for key in new_columns}
    others = {
        key: index
        for key, index in layout.rows.items()
        if key in wanted.rows and key not in some_rows
    }
    ours = {key: index for key, index in layout.columns.items() if key in wanted.columns}
    for index in some_rows.values():
        yield formats.height(sheet_id, index, index + 1)
    yield from formats.formats(wanted, sheet_id, some_rows, ours)
    yield from formats.formats(wanted, sheet_id, others, some_columns)
    yield from _trends(wanted, layout, new_rows)
    for row in (*tab.retired, *tab.revived):
        free = {
            key: index
            for key, index in ours.items()
            if key in now.columns and not tab.is_locked(row, key)
        }
        yield from formats.ink(
            wanted, sheet_id, (row, layout.rows[row]), free, is_retired=row in tab.retired
        )


def _inserts(
    sheet_id: int, dimension: str, inserts: Sequence[Insert], count: int
) -> Iterator[ApiRequest]:
    # From the far end, so that each index is still what it was when the plan was made.
    for index in sorted({insert.index for insert in inserts}, reverse=True):
        number = sum(insert.index == index for insert in inserts)
        if index >= count:
            yield {
                "appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": number}
            }
        else:
            span = _dimension(sheet_id, dimension, index, index + number)
            yield {"insertDimension": {"range": span, "inheritFromBefore": index > 0}}


def _writes(layout: Layout, writes: Sequence[Write]) -> Iterator[ApiRequest]:
    """Yield a request for each run of cells in which the same changes: value, note or both.

    A Monday's runs go down a few columns; where many columns change, they go along rows, so that
    what has to be sent in several requests comes apart between KPIs.
    """
    along = len({write.place[1] for write in writes}) > FEW_COLUMNS
    placed: dict[tuple[int, str], dict[int, Write]] = {}
    for write in writes:
        row, column = layout.position(*write.place)
        line, index = (row, column) if along else (column, row)
        placed.setdefault((line, _fields(write)), {})[index] = write
    for (line, fields), found in sorted(placed.items()):
        for run in _runs(sorted(found)):
            cells = [_whole(found[index].new, fields) for index in run]
            if along:
                yield _update(layout.sheet_id, (line, run[0]), [cells], fields)
            else:
                yield _update(layout.sheet_id, (run[0], line), [[cell] for cell in cells], fields)


def _fields(write: Write) -> str:
    return ",".join(("userEnteredValue",) * write.sets_value + ("note",) * write.sets_note)


def _whole(content: Content, fields: str) -> dict[str, Any]:
    cell: dict[str, Any] = {}
    if "userEnteredValue" in fields and content.value is not None:
        cell["userEnteredValue"] = value(content)
    if "note" in fields and content.note:
        cell["note"] = content.note
    return cell


def _runs(indexes: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indexes:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _update(
    sheet_id: int, start: Position, rows: Sequence[Sequence[Mapping[str, Any]]], fields: str
) -> ApiRequest:
    box = {
        "sheetId": sheet_id,
        "startRowIndex": start[0],
        "endRowIndex": start[0] + len(rows),
        "startColumnIndex": start[1],
        "endColumnIndex": start[1] + len(rows[0]),
    }
    return {
        "updateCells": {
            "range": box,
            "rows": [{"values": list(row)} for row in rows],
            "fields": fields,
        }
    }
