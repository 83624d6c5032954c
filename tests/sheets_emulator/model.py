"""What a spreadsheet is: workbook, sheets, rows and columns, cells.

A batch works on a copy and the copy replaces the original when all went well. Copying is cheap
because cells and lines are never changed in place: a writer puts a new one where the old one was.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from . import a1
from .errors import Json, invalid

MAX_CELLS = 10_000_000
ROW_HEIGHT = 21
COLUMN_WIDTH = 100

# The writable fields of CellData: userEnteredValue, userEnteredFormat, note, dataValidation,
# textFormatRuns.
Cell = dict[str, Any]
EMPTY: Cell = {}


@dataclass(frozen=True)
class Metadata:
    """A developer metadata entry. Its location is where it hangs: on a line, a sheet or the
    workbook.
    """

    id: int
    key: str
    value: str
    visibility: str


@dataclass(frozen=True)
class Line:
    """One row or one column, without its cells."""

    size: int
    hidden: bool = False
    filtered: bool = False
    metadata: tuple[Metadata, ...] = ()


@dataclass(frozen=True)
class Span:
    """Some neighbouring rows or columns: half open."""

    dimension: str
    start: int
    end: int

    @property
    def count(self) -> int:
        return self.end - self.start

    @property
    def word(self) -> str:
        return "row" if self.dimension == "ROWS" else "column"


@dataclass
class Sheet:
    """One tab."""

    properties: Json
    rows: list[Line]
    columns: list[Line]
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Json] = field(default_factory=list)
    protected: list[Json] = field(default_factory=list)
    conditional: list[Json] = field(default_factory=list)
    filter_views: list[Json] = field(default_factory=list)
    banded: list[Json] = field(default_factory=list)
    groups: dict[str, list[Json]] = field(default_factory=lambda: {"ROWS": [], "COLUMNS": []})
    basic_filter: Json | None = None
    charts: list[Json] = field(default_factory=list)
    metadata: tuple[Metadata, ...] = ()

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def grid(self) -> Json:
        """gridProperties apart from the counts, which follow from the lines."""
        grid: Json = self.properties["gridProperties"]
        return grid

    def lines(self, dimension: str) -> list[Line]:
        return self.rows if dimension == "ROWS" else self.columns

    def cell(self, row: int, column: int) -> Cell:
        return self.cells.get(row, {}).get(column, EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace a cell; an empty one is not kept."""
        if cell:
            self.cells.setdefault(row, {})[column] = cell
        elif row in self.cells:
            self.cells[row].pop(column, None)
            if not self.cells[row]:
                del self.cells[row]

    def bounds(self, rect: a1.Rect) -> tuple[int, int, int, int]:
        return rect.bounds(len(self.rows), len(self.columns))

    def copy(self) -> Sheet:
        return replace(
            self,
            properties=copy.deepcopy(self.properties),
            rows=list(self.rows),
            columns=list(self.columns),
            cells={row: dict(cells) for row, cells in self.cells.items()},
            **{name: copy.deepcopy(getattr(self, name)) for name in JSON_PARTS},
        )


JSON_PARTS = (
    "merges",
    "protected",
    "conditional",
    "filter_views",
    "banded",
    "groups",
    "basic_filter",
    "charts",
)


@dataclass
class Workbook:
    """One spreadsheet file."""

    id: str
    properties: Json
    sheets: list[Sheet]
    permissions: dict[str, str] = field(default_factory=dict)
    named: list[Json] = field(default_factory=list)
    metadata: tuple[Metadata, ...] = ()
    created: str = ""
    modified: str = ""

    def copy(self) -> Workbook:
        return replace(
            self,
            properties=copy.deepcopy(self.properties),
            sheets=[sheet.copy() for sheet in self.sheets],
            permissions=dict(self.permissions),
            named=copy.deepcopy(self.named),
        )

    def find_sheet(self, sheet_id: int) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def sheet(self, sheet_id: int | None) -> Sheet:
        """A sheet by id; no id is id 0, as proto3 has it."""
        found = self.find_sheet(sheet_id or 0)
        if found is None:
            raise invalid(f"No sheet with id: {sheet_id or 0}")
        return found

    def by_title(self, title: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.title.lower() == title.lower()), None)

    def first_visible(self) -> Sheet:
        return next(sheet for sheet in self.sheets if not sheet.properties.get("hidden"))

    def resolve(self, text: str) -> tuple[Sheet, a1.Rect]:
        """Sheet and rectangle of a range in A1 notation, a sheet's title, or a named range."""
        title, cells = a1.split_title(text)
        if title is None and cells is None:
            raise a1.unparsable(text)
        if title is not None:
            sheet = self.by_title(title)
            rect = (
                a1.Rect()
                if cells is None
                else a1.parse_cells(cells) or self._named_on(sheet, cells)
            )
        else:
            sheet, rect = self._resolve_bare(cells or "")
        if sheet is None or rect is None or (rect.right or rect.left or 0) > a1.MAX_COLUMNS:
            raise a1.unparsable(text)
        return sheet, rect

    def _named_on(self, sheet: Sheet | None, name: str) -> a1.Rect | None:
        """A named range may follow the title of its sheet."""
        here = (
            n
            for n in self.named
            if sheet and n["name"] == name and n["range"].get("sheetId", 0) == sheet.id
        )
        return next((a1.rect_of(named["range"]) for named in here), None)

    def _resolve_bare(self, text: str) -> tuple[Sheet | None, a1.Rect | None]:
        for named in self.named:
            if named["name"] == text:
                return self.sheet(named["range"].get("sheetId")), a1.rect_of(named["range"])
        rect = a1.parse_cells(text)
        if rect is not None:
            return self.first_visible(), rect
        return self.by_title(text), a1.Rect()

    def cell_count(self) -> int:
        return sum(len(sheet.rows) * len(sheet.columns) for sheet in self.sheets)

    def all_metadata(self) -> Iterator[tuple[Json, Metadata]]:
        """Every entry with its location, in the order workbook, sheets, rows, columns."""
        for entry in self.metadata:
            yield {"locationType": "SPREADSHEET", "spreadsheet": True}, entry
        for sheet in self.sheets:
            for entry in sheet.metadata:
                yield {"locationType": "SHEET", "sheetId": sheet.id}, entry
            for dimension, kind in (("ROWS", "ROW"), ("COLUMNS", "COLUMN")):
                for index, line in enumerate(sheet.lines(dimension)):
                    for entry in line.metadata:
                        span = {"dimension": dimension, "startIndex": index, "endIndex": index + 1}
                        yield (
                            {"locationType": kind, "dimensionRange": {"sheetId": sheet.id, **span}},
                            entry,
                        )

    def fresh_id(self) -> int:
        """A random id that nothing in the workbook has yet."""
        taken = {sheet.id for sheet in self.sheets} | self._metadata_ids()
        taken |= {item["protectedRangeId"] for sheet in self.sheets for item in sheet.protected}
        taken |= {chart["chartId"] for sheet in self.sheets for chart in sheet.charts}
        while (number := random.randrange(1, 2**31)) in taken:
            pass
        return number

    def _metadata_ids(self) -> set[int]:
        """The ids of all entries; faster than `all_metadata`, which makes their locations."""
        ids = {entry.id for entry in self.metadata}
        for sheet in self.sheets:
            ids.update(entry.id for entry in sheet.metadata)
            for lines in (sheet.rows, sheet.columns):
                ids.update(entry.id for line in lines if line.metadata for entry in line.metadata)
        return ids


def new_sheet(sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
    properties = {"sheetId": sheet_id, "title": title, "sheetType": "GRID", "gridProperties": {}}
    return Sheet(properties, [Line(ROW_HEIGHT)] * rows, [Line(COLUMN_WIDTH)] * columns)


def metadata_json(location: Json, entry: Metadata) -> Json:
    """A DeveloperMetadata message."""
    return {
        "metadataId": entry.id,
        "metadataKey": entry.key,
        "metadataValue": entry.value,
        "location": location,
        "visibility": entry.visibility,
    }
