"""What stands in a spreadsheet, read once: tabs whose rows and columns of ours are known by their
metadata. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TAB, ROW, COLUMN, PUBLICATION = (
    "scorecard-tab",
    "scorecard-row",
    "scorecard-column",
    "scorecard-publication",
)

_METADATA = "developerMetadata(metadataId,metadataKey,metadataValue)"
FIELDS = (
    f"properties(title,timeZone),{_METADATA},sheets(properties(sheetId,title,index,gridProperties),{_METADATA},"
    "merges,protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit),"
    f"data(startRow,startColumn,rowData(values(userEnteredValue,note)),rowMetadata({_METADATA}),columnMetadata({_METADATA})))"
)

MARKERS = _METADATA
SHAPE = (
    f"sheets(properties(sheetId,title,gridProperties),{_METADATA},"
    f"data(startRow,startColumn,rowMetadata({_METADATA}),columnMetadata({_METADATA})))"
)

Value = float | str | bool | None
Position = tuple[int, int]

# A note may begin with what a person wrote; ours is the paragraph from here on.
OURS = "Scorecard: "
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Content:
    """What one cell holds. A formula's text is its value, `=` first, and `is_formula` tells it from
    text like it.
    """

    value: Value = None
    note: str = ""
    is_formula: bool = False


EMPTY = Content()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, half-open; an open side reaches to the sheet's end."""

    top: int
    left: int
    bottom: float
    right: float

    def holds(self, position: Position) -> bool:
        """Return whether a cell lies within."""
        return self.top <= position[0] < self.bottom and self.left <= position[1] < self.right


@dataclass(frozen=True, slots=True)
class TabNow:
    """One tab as it stands: its key and that of each row and column, empty for those that are a
    person's.
    """

    sheet_id: int
    index: int
    title: str
    key: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Position, Content]
    locked: tuple[tuple[Box, tuple[Box, ...]], ...] = ()
    merged: tuple[Box, ...] = ()

    def at(self, position: Position) -> Content:
        """Return what a cell holds."""
        return self.cells.get(position, EMPTY)

    def is_locked(self, position: Position) -> bool:
        """Return whether a protected range keeps us out of a cell."""
        return any(
            box.holds(position) and not any(hole.holds(position) for hole in holes)
            for box, holes in self.locked
        )

    def bars_row(self, index: int) -> bool:
        """Return whether a protected range forbids to insert a row before `index`."""
        return any(box.top < index < box.bottom for box, _ in self.locked)

    def bars_column(self, index: int) -> bool:
        """Return whether a protected range forbids to insert a column before `index`."""
        return any(box.left < index < box.right for box, _ in self.locked)

    def is_hidden_by_merge(self, position: Position) -> bool:
        """Return whether a cell is covered by a merged one."""
        return any(box.holds(position) and position != (box.top, box.left) for box in self.merged)


@dataclass(frozen=True, slots=True)
class BookNow:
    """A spreadsheet as it stands. `markers` are ids and values of the publications that left their
    mark.
    """

    title: str
    timezone: str
    tabs: tuple[TabNow, ...]
    markers: Mapping[int, str]

    def tab(self, key: str) -> TabNow | None:
        """Return the tab of a key."""
        return next((tab for tab in self.tabs if tab.key == key), None)


def read_book(answer: Mapping[str, Any]) -> BookNow:
    """Turn Google's answer to `FIELDS` into a value."""
    properties = answer.get("properties", {})
    tabs = tuple(
        _tab(sheet)
        for sheet in answer.get("sheets", ())
        if sheet["properties"].get("gridProperties")
    )
    markers = {
        int(each["metadataId"]): str(each.get("metadataValue", ""))
        for each in _metadata(answer, PUBLICATION)
    }
    return BookNow(properties.get("title", ""), properties.get("timeZone", ""), tabs, markers)


def _metadata(holder: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    return (each for each in holder.get("developerMetadata", ()) if each.get("metadataKey") == key)


def tab_mark(key: str, sheet_id: int) -> str:
    """Return the metadata that makes a sheet ours; a person's copy of it has another id, and is
    not.
    """
    return f"{key}#{sheet_id}"


def _value_of(holder: Mapping[str, Any], key: str) -> str:
    return next((str(each.get("metadataValue", "")) for each in _metadata(holder, key)), "")


def _tab(sheet: Mapping[str, Any]) -> TabNow:
    properties = sheet["properties"]
    size = properties["gridProperties"]
    sheet_id = int(properties.get("sheetId", 0))
    found = [str(each.get("metadataValue", "")).rsplit("#", 1) for each in _metadata(sheet, TAB)]
    rows, columns = [""] * int(size.get("rowCount", 0)), [""] * int(size.get("columnCount", 0))
    cells: dict[Position, Content] = {}
    for data in sheet.get("data", ()):
        top, left = int(data.get("startRow", 0)), int(data.get("startColumn", 0))
        _note_keys(rows, top, data.get("rowMetadata", ()), ROW)
        _note_keys(columns, left, data.get("columnMetadata", ()), COLUMN)
        for row, entry in enumerate(data.get("rowData", ()), top):
            for column, cell in enumerate(entry.get("values", ()), left):
                if content := _content(cell):
                    cells[row, column] = content
    return TabNow(
        sheet_id=sheet_id,
        index=int(properties.get("index", 0)),
        title=str(properties.get("title", "")),
        key=next((mark[0] for mark in found if mark[1:] == [str(sheet_id)]), ""),
        rows=_unique(rows),
        columns=_unique(columns),
        cells=cells,
        locked=tuple(_locks(sheet)),
        merged=tuple(_box(merge) for merge in sheet.get("merges", ())),
    )


def _note_keys(keys: list[str], start: int, found: Sequence[Mapping[str, Any]], key: str) -> None:
    for index, entry in enumerate(found, start):
        if index < len(keys):
            keys[index] = _value_of(entry, key)


def _unique(keys: Sequence[str]) -> tuple[str, ...]:
    """Leave a key that stands twice to its first place: a copied row is the person's who copied it."""
    seen: set[str] = set()
    return tuple("" if key in seen or seen.add(key) else key for key in keys)  # type: ignore[func-returns-value]


def _content(cell: Mapping[str, Any]) -> Content | None:
    entered, note = cell.get("userEnteredValue", {}), str(cell.get("note", ""))
    for kind in ("numberValue", "stringValue", "boolValue", "formulaValue"):
        if kind in entered:
            return Content(entered[kind], note, kind == "formulaValue")
    return Content(None, note) if note else None


def _locks(sheet: Mapping[str, Any]) -> Iterator[tuple[Box, tuple[Box, ...]]]:
    for protected in sheet.get("protectedRanges", ()):
        if not protected.get("requestingUserCanEdit") and not protected.get("warningOnly"):
            yield (
                _box(protected.get("range", {})),
                tuple(_box(hole) for hole in protected.get("unprotectedRanges", ())),
            )


def _box(grid_range: Mapping[str, Any]) -> Box:
    return Box(
        int(grid_range.get("startRowIndex", 0)),
        int(grid_range.get("startColumnIndex", 0)),
        grid_range.get("endRowIndex", math.inf),
        grid_range.get("endColumnIndex", math.inf),
    )


def split_note(note: str) -> tuple[str, str]:
    """Return a person's part of a note, and ours."""
    if note.startswith(OURS):
        return "", note.removeprefix(OURS)
    human, mark, ours = note.partition(_BREAK + OURS)
    return (human, ours) if mark else (note, "")


def join_note(human: str, ours: str) -> str:
    """Return a note of a person's part and ours."""
    return _BREAK.join(part for part in (human, OURS + ours if ours else "") if part)


def column_letters(index: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(title: str, position: Position) -> str:
    """Return a cell as people write it: `sc2026!AV12`, the title quoted where it has to be."""
    quoted = title if title.replace("_", "").isalnum() else "'" + title.replace("'", "''") + "'"
    return f"{quoted}!{column_letters(position[1])}{position[0] + 1}"
