"""Everything that requests change besides the values and notes of cells. Pure.

It is read from the requests themselves, so a plan cannot leave out what a publish sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gspread.utils import rowcol_to_a1

from core.publish.google.changes import Plan
from core.publish.google.ranges import Dimension, column_letters
from core.publish.google.sheet import TabNow
from core.publish.google.updates import ApiRequest

EffectKind = Literal[
    "format",
    "trend",
    "chart",
    "width",
    "height",
    "shown",
    "hidden",
    "mark",
    "removed mark",
    "rule",
    "frozen",
]
# The id of a sheet, None for the spreadsheet; a kind; and a range, "" for the whole.
_Found = tuple[int | None, EffectKind, str]
_Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """One change: its tab, "" for the spreadsheet, and where: `A7:BI7`, `I:I`, `7:9`, or "".

    `fields` are the parts of a format that are set.
    """

    tab: str
    kind: EffectKind
    where: str = ""
    fields: str = ""


def effects_of(plan: Plan, requests: Iterable[ApiRequest]) -> tuple[Effect, ...]:
    """Return the effects of a plan's requests, in their order."""
    titles: dict[int | None, str] = {None: ""}
    places: dict[int, tuple[int, str]] = {}
    for tab in plan.tabs:
        if tab.now:
            titles[tab.now.sheet_id] = tab.now.title
            places |= _places_of_marks(tab.now)
    effects: list[Effect] = []
    for request in requests:
        ((kind, body),) = request.items()
        properties = body.get("properties", {})
        if kind in ("addSheet", "updateSheetProperties"):
            titles[properties["sheetId"]] = properties["title"]
        fields = str(body.get("fields", "")) if kind == "repeatCell" else ""
        for sheet_id, effect, where in _READERS[kind](body, places):
            effects.append(Effect(titles[sheet_id], effect, where, fields))
    return tuple(effects)


def _places_of_marks(now: TabNow) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield the sheet and the line of each mark, by its metadata's id."""
    for index, number in now.row_marks.items():
        yield number, (now.sheet_id, _lines("ROWS", index, index + 1))
    for index, number in now.column_marks.items():
        yield number, (now.sheet_id, _lines("COLUMNS", index, index + 1))
    if now.width_mark is not None:
        yield now.width_mark, (now.sheet_id, "")


def _lines(dimension: Dimension, start: int, end: int) -> str:
    if dimension == "ROWS":
        return f"{start + 1}:{end}"
    return f"{column_letters(start)}:{column_letters(end - 1)}"


def _cells(box: _Body) -> str:
    first = rowcol_to_a1(box["startRowIndex"] + 1, box["startColumnIndex"] + 1)
    last = rowcol_to_a1(box["endRowIndex"], box["endColumnIndex"])
    return f"{first}:{last}"


Places = Mapping[int, tuple[int, str]]


def _format(body: _Body, _: Places) -> Iterator[_Found]:
    yield body["range"]["sheetId"], "format", _cells(body["range"])


def _contents(body: _Body, _: Places) -> Iterator[_Found]:
    """Yield the trends among contents; values and notes are cells of the plan."""
    box = body["range"]
    for index, row in enumerate(body["rows"], box["startRowIndex"]):
        for column, cell in enumerate(row["values"], box["startColumnIndex"]):
            if "formulaValue" in cell.get("userEnteredValue", {}):
                yield box["sheetId"], "trend", rowcol_to_a1(index + 1, column + 1)


def _dimension(body: _Body, _: Places) -> Iterator[_Found]:
    span = body["range"]
    kind: EffectKind = "width" if span["dimension"] == "COLUMNS" else "height"
    if "hiddenByUser" in body["properties"]:
        kind = "hidden" if body["properties"]["hiddenByUser"] else "shown"
    yield span["sheetId"], kind, _lines(span["dimension"], span["startIndex"], span["endIndex"])


def _rule(body: _Body, _: Places) -> Iterator[_Found]:
    yield body["rule"]["ranges"][0]["sheetId"], "rule", ""


def _mark(body: _Body, _: Places) -> Iterator[_Found]:
    location = body["developerMetadata"]["location"]
    span = location.get("dimensionRange")
    if span:
        where = _lines(span["dimension"], span["startIndex"], span["endIndex"])
        yield span["sheetId"], "mark", where
    else:
        yield location.get("sheetId"), "mark", ""


def _renewed_mark(body: _Body, places: Places) -> Iterator[_Found]:
    for lookup in body["dataFilters"]:
        sheet_id, where = places[lookup["developerMetadataLookup"]["metadataId"]]
        yield sheet_id, "mark", where


def _removed_mark(body: _Body, places: Places) -> Iterator[_Found]:
    number = body["dataFilter"]["developerMetadataLookup"]["metadataId"]
    sheet_id, where = places.get(number, (None, ""))
    yield sheet_id, "removed mark", where


def _chart(body: _Body, _: Places) -> Iterator[_Found]:
    anchor = body["chart"]["position"]["overlayPosition"]["anchorCell"]
    cell = rowcol_to_a1(anchor["rowIndex"] + 1, anchor["columnIndex"] + 1)
    yield anchor["sheetId"], "chart", cell


def _frozen(body: _Body, _: Places) -> Iterator[_Found]:
    yield body["properties"]["sheetId"], "frozen", ""


def _nothing(_: _Body, __: Places) -> Iterator[_Found]:
    """Yield nothing: the plan names inserted rows and columns."""
    yield from ()


_READERS: Mapping[str, Callable[[_Body, Places], Iterator[_Found]]] = {
    "addSheet": _frozen,
    "updateSheetProperties": _frozen,
    "insertDimension": _nothing,
    "appendDimension": _nothing,
    "repeatCell": _format,
    "updateCells": _contents,
    "updateDimensionProperties": _dimension,
    "addChart": _chart,
    "addConditionalFormatRule": _rule,
    "createDeveloperMetadata": _mark,
    "updateDeveloperMetadata": _renewed_mark,
    "deleteDeveloperMetadata": _removed_mark,
}
