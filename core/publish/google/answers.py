"""The Sheets API's answers as values, and the fields that a publish asks for. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.publish.google.blank import is_blank
from core.publish.google.line_marks import (
    COLUMN,
    LONG_COLUMN,
    LONG_ROW,
    ROW,
    keys_by_mark,
    read_line_mark,
)
from core.publish.google.sheet import BookNow, Box, Content, Lock, Position, TabNow

Json = Mapping[str, Any]

# Keys of our developer metadata on a sheet, and on the spreadsheet.
TAB, PUBLICATION, WIDTHS = "scorecard-tab", "scorecard-publication", "sc-w"
_ROWS, _COLUMNS = (ROW, LONG_ROW), (COLUMN, LONG_COLUMN)

_METADATA = "developerMetadata(metadataId,metadataKey,metadataValue)"
_LINES = f"rowMetadata({_METADATA}),columnMetadata({_METADATA})"

_TABS = f"properties(sheetId,title,index,gridProperties),{_METADATA}"

# Everything that a plan compares.
FIELDS = (
    f"{_METADATA},sheets({_TABS},"
    "merges,protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit),"
    f"data(startRow,startColumn,rowData(values(userEnteredValue,note)),"
    f"rowMetadata({_METADATA}),columnMetadata(pixelSize,hiddenByUser,{_METADATA})))"
)
# The same, with the texts that people see.
SHOWN_FIELDS = FIELDS.replace("values(userEnteredValue,", "values(userEnteredValue,formattedValue,")
# All tabs, with their marks and without anything in them.
OVERVIEW = f"{_METADATA},sheets({_TABS})"
# The marks of publications alone.
MARKERS = _METADATA
# Keys of tabs, rows and columns, without any content.
SHAPE = (
    f"sheets(properties(sheetId,title,gridProperties),{_METADATA},"
    f"data(startRow,startColumn,{_LINES}))"
)

_WIDTH = re.compile(r"(\w*)=(\d+)")
_KINDS = ("numberValue", "stringValue", "boolValue", "formulaValue")


def read_book(answer: Json, known: Iterable[str] = ()) -> BookNow:
    """Turn an answer to `FIELDS`, `MARKERS` or `SHAPE` into a value.

    `known` are the keys of rows that can be there; a row has only a short mark of its key.
    """
    names = keys_by_mark(known)
    tabs = tuple(_tab(sheet, names) for sheet in answer.get("sheets", ()) if _has_cells(sheet))
    markers = {
        int(entry["metadataId"]): str(entry.get("metadataValue", ""))
        for entry in _metadata(answer, PUBLICATION)
    }
    return BookNow(tabs, markers, tabs[0] if is_blank(answer) else None)


def tab_mark(key: str, sheet_id: int) -> str:
    """Return the metadata that makes a sheet ours; a person's copy of it has another id."""
    return f"{key}#{sheet_id}"


def _has_cells(sheet: Json) -> bool:
    return bool(sheet["properties"].get("gridProperties"))


def _tab(sheet: Json, names: Mapping[str, str]) -> TabNow:
    properties = sheet["properties"]
    size = properties["gridProperties"]
    sheet_id = int(properties.get("sheetId", 0))
    lines = (_Lines(int(size.get("rowCount", 0))), _Lines(int(size.get("columnCount", 0))))
    rows, columns = lines
    cells: dict[Position, Content] = {}
    shown: dict[Position, str] = {}
    for data in sheet.get("data", ()):
        rows.read(data.get("rowMetadata", ()), int(data.get("startRow", 0)), _ROWS, names)
        columns.read(data.get("columnMetadata", ()), int(data.get("startColumn", 0)), _COLUMNS, {})
        cells.update(_cells(data))
        shown.update(_shown(data))
    return TabNow(
        sheet_id=sheet_id,
        index=int(properties.get("index", 0)),
        title=str(properties.get("title", "")),
        key=_tab_key(sheet, sheet_id),
        rows=_first_places(rows.keys),
        columns=_first_places(columns.keys),
        cells=cells,
        locked=tuple(_locks(sheet)),
        merged=tuple(_box(merge) for merge in sheet.get("merges", ())),
        row_marks=rows.marks,
        column_marks=columns.marks,
        other_row_marks=rows.others,
        long_marks=frozenset(rows.long),
        metadata_size=rows.size + columns.size + _size(sheet),
        hidden=frozenset(columns.hidden),
        shown=shown,
        widths=columns.widths,
        set_widths=_set_widths(sheet),
        width_mark=next((int(each["metadataId"]) for each in _metadata(sheet, WIDTHS)), None),
    )


class _Lines:
    """Keys and marks of a sheet's rows or columns, read one block after the other."""

    def __init__(self, count: int) -> None:
        self.keys = [""] * count
        self.marks: dict[int, int] = {}
        self.others: dict[int, tuple[int, ...]] = {}
        self.long: set[int] = set()
        self.hidden: set[int] = set()
        self.widths: dict[int, int] = {}
        self.size = 0

    def read(
        self, lines: Iterable[Json], start: int, kinds: Sequence[str], names: Mapping[str, str]
    ) -> None:
        """Take up the lines of one block; `kinds` are the keys of our metadata on them."""
        for index, line in enumerate(lines, start):
            self.size += _size(line)
            if "pixelSize" in line:
                self.widths[index] = int(line["pixelSize"])
            if line.get("hiddenByUser"):
                self.hidden.add(index)
            entries = [*_our_entries(line, kinds)]
            if entries and index < len(self.keys):
                entry, *others = entries
                if others:
                    self.others[index] = tuple(int(each["metadataId"]) for each in others)
                kind, value = str(entry["metadataKey"]), str(entry.get("metadataValue", ""))
                self.keys[index] = read_line_mark(kind, value, names)
                self.marks[index] = int(entry["metadataId"])
                if kind == LONG_ROW:
                    self.long.add(index)


def _our_entries(line: Json, kinds: Sequence[str]) -> Iterator[Json]:
    for kind in kinds:
        yield from _metadata(line, kind)


def _size(holder: Json) -> int:
    """Return the number of characters that the metadata of a line or sheet takes."""
    size = 0
    for entry in holder.get("developerMetadata", ()):
        size += len(str(entry.get("metadataKey", ""))) + len(str(entry.get("metadataValue", "")))
    return size


def _metadata(holder: Json, key: str) -> Iterator[Json]:
    for entry in holder.get("developerMetadata", ()):
        if entry.get("metadataKey") == key:
            yield entry


def _tab_key(sheet: Json, sheet_id: int) -> str:
    for entry in _metadata(sheet, TAB):
        key, mark, number = str(entry.get("metadataValue", "")).rpartition("#")
        if mark and number == str(sheet_id):
            return key
    return ""


def width_text(widths: Mapping[str, int]) -> str:
    """Return the widths that columns of each label were given, as metadata: `KPI=290,=80`."""
    return ",".join(f"{label}={pixels}" for label, pixels in widths.items())


def _set_widths(sheet: Json) -> dict[str, int]:
    texts = (str(entry.get("metadataValue", "")) for entry in _metadata(sheet, WIDTHS))
    pairs = _WIDTH.findall(next(texts, ""))
    return {label: int(pixels) for label, pixels in pairs}


def _first_places(keys: Sequence[str]) -> tuple[str, ...]:
    """Return keys without repetitions: a copy of our row belongs to the person who made it."""
    seen: set[str] = set()
    unique: list[str] = []
    for key in keys:
        unique.append("" if key in seen else key)
        seen.add(key)
    return tuple(unique)


def _cells(data: Json) -> Iterator[tuple[Position, Content]]:
    top, left = int(data.get("startRow", 0)), int(data.get("startColumn", 0))
    for row, entry in enumerate(data.get("rowData", ()), top):
        for column, cell in enumerate(entry.get("values", ()), left):
            content = _content(cell)
            if content is not None:
                yield (row, column), content


def _shown(data: Json) -> Iterator[tuple[Position, str]]:
    """Yield the texts that people see in cells which hold no text."""
    top, left = int(data.get("startRow", 0)), int(data.get("startColumn", 0))
    for row, entry in enumerate(data.get("rowData", ()), top):
        for column, cell in enumerate(entry.get("values", ()), left):
            if "formattedValue" in cell and "stringValue" not in cell.get("userEnteredValue", {}):
                yield (row, column), str(cell["formattedValue"])


def _content(cell: Json) -> Content | None:
    entered, note = cell.get("userEnteredValue", {}), str(cell.get("note", ""))
    for kind in _KINDS:
        if kind in entered:
            return Content(entered[kind], note, is_formula=kind == "formulaValue")
    return Content(None, note) if note else None


def _locks(sheet: Json) -> Iterator[Lock]:
    for protected in sheet.get("protectedRanges", ()):
        if not protected.get("requestingUserCanEdit") and not protected.get("warningOnly"):
            holes = tuple(_box(hole) for hole in protected.get("unprotectedRanges", ()))
            yield Lock(_box(protected.get("range", {})), holes)


def _box(grid_range: Json) -> Box:
    return Box(
        top=int(grid_range.get("startRowIndex", 0)),
        left=int(grid_range.get("startColumnIndex", 0)),
        bottom=grid_range.get("endRowIndex", math.inf),
        right=grid_range.get("endColumnIndex", math.inf),
    )
