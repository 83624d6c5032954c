"""What people do in the browser, without the API: no request is counted, and nothing asks for a
token.

Tabs are named by title, cells in A1 notation, rows by the number and columns by the letter that a
person sees.
"""

from __future__ import annotations

from typing import Any

from . import a1, batch, colors, values
from .compute import Calculator
from .errors import Json
from .model import Sheet, Workbook
from .store import Store, share


class Person:
    """A person at work in one spreadsheet."""

    def __init__(self, store: Store, spreadsheet_id: str, account: str) -> None:
        self._store = store
        self._id = spreadsheet_id
        self.account = account

    @property
    def _workbook(self) -> Workbook:
        return self._store.workbooks[self._id]

    def _do(self, *requests: Json) -> None:
        """Change the workbook as the API would for this account."""
        with self._store.lock:
            workbook = self._store.get(self._id, self.account, write=True)
            changed, _ = batch.run(workbook, self.account, list(requests))
            self._store.commit(changed)

    def _sheet(self, tab: str) -> Sheet:
        return self._workbook.resolve(a1.quoted(tab))[0]

    def _range(self, tab: str, cells: str) -> Json:
        sheet, rect = self._workbook.resolve(f"'{tab.replace(chr(39), chr(39) * 2)}'!{cells}")
        return a1.grid_range_of(sheet.id, rect)

    def _span(self, tab: str, dimension: str, start: int, count: int) -> Json:
        sheet_id = self._sheet(tab).id
        return {
            "sheetId": sheet_id,
            "dimension": dimension,
            "startIndex": start,
            "endIndex": start + count,
        }

    def read(self, tab: str, cells: str = "") -> list[list[str]]:
        """What the person sees."""
        with self._store.lock:
            ctx = self._store.reading(self._id, self.account)
            title = a1.quoted(tab)
            sheet, rect = ctx.workbook.resolve(f"{title}!{cells}" if cells else title)
            return values.read(ctx, values.readable(sheet, rect), values.Rendering())

    def shown(self, tab: str, cell: str) -> str:
        """What one cell shows."""
        found = self._range(tab, cell)
        calculator = Calculator(self._workbook)
        return calculator.shown(self._sheet(tab), found["startRowIndex"], found["startColumnIndex"])

    def note_of(self, tab: str, cell: str) -> str:
        found = self._range(tab, cell)
        return str(
            self._sheet(tab).cell(found["startRowIndex"], found["startColumnIndex"]).get("note", "")
        )

    def type(self, tab: str, cell: str, value: Any) -> None:
        """Type into a cell, or paste a list of rows from it on."""
        rows = value if isinstance(value, list) else [[value]]
        with self._store.lock:
            ctx = self._store.writing(self._id, self.account)
            sheet, rect = ctx.workbook.resolve(f"{a1.quoted(tab)}!{cell}")
            values.update(ctx, sheet, rect, {"values": rows}, "USER_ENTERED")
            self._store.commit(ctx.workbook)

    def clear(self, tab: str, cells: str) -> None:
        """The Delete key: values go, notes and formats stay."""
        with self._store.lock:
            ctx = self._store.writing(self._id, self.account)
            values.clear(ctx, *ctx.workbook.resolve(f"{a1.quoted(tab)}!{cells}"))
            self._store.commit(ctx.workbook)

    def note(self, tab: str, cell: str, text: str) -> None:
        cell_data = {"note": text} if text else {}
        self._do(
            {"repeatCell": {"range": self._range(tab, cell), "cell": cell_data, "fields": "note"}}
        )

    def colour(self, tab: str, cells: str, colour: str) -> None:
        """Fill with `#RRGGBB`."""
        look = {"userEnteredFormat": {"backgroundColor": colors.from_hexadecimal(colour)}}
        fields = "userEnteredFormat.backgroundColor"
        self._do({"repeatCell": {"range": self._range(tab, cells), "cell": look, "fields": fields}})

    def insert_columns(self, tab: str, before: str, count: int = 1) -> None:
        start = a1.column_index(before)
        self._insert(self._span(tab, "COLUMNS", start, count), start)

    def insert_rows(self, tab: str, before: int, count: int = 1) -> None:
        self._insert(self._span(tab, "ROWS", before - 1, count), before - 1)

    def _insert(self, span: Json, start: int) -> None:
        self._do({"insertDimension": {"range": span, "inheritFromBefore": start > 0}})

    def delete_rows(self, tab: str, first: int, count: int = 1) -> None:
        self._do({"deleteDimension": {"range": self._span(tab, "ROWS", first - 1, count)}})

    def delete_row(self, tab: str, row: int) -> None:
        self.delete_rows(tab, row)

    def delete_columns(self, tab: str, first: str, count: int = 1) -> None:
        self._do(
            {
                "deleteDimension": {
                    "range": self._span(tab, "COLUMNS", a1.column_index(first), count)
                }
            }
        )

    def move_columns(self, tab: str, first: str, before: str, count: int = 1) -> None:
        """Drag `count` columns from `first` on to stand left of the column that is now `before`."""
        span = self._span(tab, "COLUMNS", a1.column_index(first), count)
        self._do({"moveDimension": {"source": span, "destinationIndex": a1.column_index(before)}})

    def move_rows(self, tab: str, first: int, before: int, count: int = 1) -> None:
        span = self._span(tab, "ROWS", first - 1, count)
        self._do({"moveDimension": {"source": span, "destinationIndex": before - 1}})

    def sort(self, tab: str, cells: str, by: str, descending: bool = False) -> None:
        """Sort a range by one of its columns."""
        spec = {
            "dimensionIndex": a1.column_index(by),
            "sortOrder": "DESCENDING" if descending else "ASCENDING",
        }
        self._do({"sortRange": {"range": self._range(tab, cells), "sortSpecs": [spec]}})

    def cut(self, tab: str, cells: str, to: str) -> None:
        """Cut cells and paste them elsewhere; what Google does to metadata then is not known."""
        target = self._range(tab, to)
        destination = {
            "sheetId": target["sheetId"],
            "rowIndex": target["startRowIndex"],
            "columnIndex": target["startColumnIndex"],
        }
        self._do({"cutPaste": {"source": self._range(tab, cells), "destination": destination}})

    def copy(self, tab: str, cells: str, to: str) -> None:
        """Copy cells and paste them elsewhere."""
        source, target = self._range(tab, cells), self._range(tab, to)
        self._do({"copyPaste": {"source": source, "destination": target}})

    def merge(self, tab: str, cells: str) -> None:
        self._do({"mergeCells": {"range": self._range(tab, cells), "mergeType": "MERGE_ALL"}})

    def unmerge(self, tab: str, cells: str) -> None:
        self._do({"unmergeCells": {"range": self._range(tab, cells)}})

    def protect(
        self, tab: str, cells: str, editors: list[str] | None = None, warning: bool = False
    ) -> None:
        """Protect cells against all but the owner, this person and the editors named."""
        given: Json = {"range": self._range(tab, cells), "warningOnly": warning}
        if not warning:
            given["editors"] = {"users": editors or []}
        self._do({"addProtectedRange": {"protectedRange": given}})

    def unprotect(self, tab: str) -> None:
        """Lift every protection of a tab."""
        for item in self._sheet(tab).protected:
            self._do({"deleteProtectedRange": {"protectedRangeId": item["protectedRangeId"]}})

    def _properties(self, tab: str, fields: str, **properties: Any) -> None:
        wanted = {"sheetId": self._sheet(tab).id, **properties}
        self._do({"updateSheetProperties": {"properties": wanted, "fields": fields}})

    def rename(self, tab: str, title: str) -> None:
        self._properties(tab, "title", title=title)

    def hide_tab(self, tab: str, hidden: bool = True) -> None:
        self._properties(tab, "hidden", hidden=hidden)

    def freeze(self, tab: str, rows: int = 0, columns: int = 0) -> None:
        grid = {"frozenRowCount": rows, "frozenColumnCount": columns}
        self._properties(
            tab, "gridProperties(frozenRowCount,frozenColumnCount)", gridProperties=grid
        )

    def hide_rows(self, tab: str, first: int, count: int = 1, hidden: bool = True) -> None:
        self._hide(self._span(tab, "ROWS", first - 1, count), hidden)

    def hide_columns(self, tab: str, first: str, count: int = 1, hidden: bool = True) -> None:
        self._hide(self._span(tab, "COLUMNS", a1.column_index(first), count), hidden)

    def _hide(self, span: Json, hidden: bool) -> None:
        wanted = {"range": span, "properties": {"hiddenByUser": hidden}, "fields": "hiddenByUser"}
        self._do({"updateDimensionProperties": wanted})

    def add_tab(self, title: str, rows: int = 1000, columns: int = 26) -> None:
        grid = {"rowCount": rows, "columnCount": columns}
        self._do({"addSheet": {"properties": {"title": title, "gridProperties": grid}}})

    def delete_tab(self, tab: str) -> None:
        self._do({"deleteSheet": {"sheetId": self._sheet(tab).id}})

    def duplicate_tab(self, tab: str, title: str) -> None:
        sheet = self._sheet(tab)
        index = self._workbook.sheets.index(sheet) + 1
        wanted = {"sourceSheetId": sheet.id, "newSheetName": title, "insertSheetIndex": index}
        self._do({"duplicateSheet": wanted})

    def filter(self, tab: str, cells: str) -> None:
        self._do({"setBasicFilter": {"filter": {"range": self._range(tab, cells)}}})

    def name_range(self, name: str, tab: str, cells: str) -> None:
        self._do(
            {"addNamedRange": {"namedRange": {"name": name, "range": self._range(tab, cells)}}}
        )

    def settings(self, **properties: str) -> None:
        """`title`, `locale`, `timeZone` of the spreadsheet."""
        self._do(
            {
                "updateSpreadsheetProperties": {
                    "properties": properties,
                    "fields": ",".join(properties),
                }
            }
        )

    def share(self, account: str, role: str = "writer") -> None:
        share(self._workbook, account, role)

    def unshare(self, account: str) -> None:
        share(self._workbook, account, None)
