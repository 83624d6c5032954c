"""A workbook as .xlsx, to look at what was published."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from .a1 import quoted
from .colors import hexadecimal
from .compute import Calculator
from .display import DEFAULT_PATTERNS
from .errors import Json
from .formula_functions import CellError
from .model import ROW_HEIGHT, Sheet, Workbook

HORIZONTAL = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
VERTICAL = {"TOP": "top", "MIDDLE": "vcenter", "BOTTOM": "bottom"}
BORDER = {"SOLID": 1, "SOLID_MEDIUM": 2, "DASHED": 3, "DOTTED": 4, "SOLID_THICK": 5, "DOUBLE": 6}


def xlsx(workbook: Workbook) -> bytes:
    """Values, notes, number formats, colours, sizes, frozen panes, merges, conditional formats,
    sparklines.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        calculator, formats = Calculator(workbook), _Formats(book)
        for sheet in workbook.sheets:
            page = _Page(book, formats, calculator, sheet)
            page.fill()
            for rule in reversed(sheet.conditional):
                _conditional(book, page.page, sheet, rule)
    return buffer.getvalue()


class _Formats:
    """xlsxwriter's formats, one for each different look."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[str, Any] = {}

    def of(self, own: Json) -> Any:
        properties = look(own)
        key = repr(sorted(properties.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format(properties)
        return self._known[key]


def look(own: Json) -> Json:
    """A CellFormat in xlsxwriter's words."""
    text, number = own.get("textFormat", {}), own.get("numberFormat")
    found: Json = {
        "font_name": text.get("fontFamily", "Arial"),
        "font_size": text.get("fontSize", 10),
    }
    found |= {word: True for word in ("bold", "italic", "underline") if text.get(word)}
    if text.get("strikethrough"):
        found["font_strikeout"] = True
    if "foregroundColor" in text:
        found["font_color"] = hexadecimal(text["foregroundColor"])
    if "backgroundColor" in own:
        found["bg_color"] = hexadecimal(own["backgroundColor"])
    if number:
        found["num_format"] = number.get("pattern") or DEFAULT_PATTERNS.get(
            number.get("type", ""), "General"
        )
    found["align"] = HORIZONTAL.get(own.get("horizontalAlignment", ""), "")
    found["valign"] = VERTICAL.get(own.get("verticalAlignment", ""), "bottom")
    if own.get("wrapStrategy") == "WRAP":
        found["text_wrap"] = True
    if angle := own.get("textRotation", {}).get("angle"):
        found["rotation"] = angle
    for side, border in own.get("borders", {}).items():
        found[side] = BORDER.get(border.get("style", "SOLID"), 1)
        found[f"{side}_color"] = hexadecimal(border.get("color"))
    return {key: value for key, value in found.items() if value != ""}


class _Page:
    """One sheet on its way into the book."""

    def __init__(self, book: Any, formats: _Formats, calculator: Calculator, sheet: Sheet) -> None:
        self.page = book.add_worksheet(sheet.title[:31])
        self.formats, self.calculator, self.sheet = formats, calculator, sheet

    def fill(self) -> None:
        grid, properties = self.sheet.grid, self.sheet.properties
        self.page.freeze_panes(grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0))
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        if grid.get("hideGridlines"):
            self.page.hide_gridlines(2)
        if properties.get("hidden"):
            self.page.hide()
        if "tabColor" in properties:
            self.page.set_tab_color(hexadecimal(properties["tabColor"]))
        self._lines()
        for merge in self.sheet.merges:
            top, left = merge["startRowIndex"], merge["startColumnIndex"]
            style = self.formats.of(self.sheet.cell(top, left).get("userEnteredFormat", {}))
            self.page.merge_range(
                top, left, merge["endRowIndex"] - 1, merge["endColumnIndex"] - 1, "", style
            )
        for row, cells in self.sheet.cells.items():
            for column, cell in cells.items():
                self._cell(row, column, cell)

    def _lines(self) -> None:
        for index, line in enumerate(self.sheet.columns):
            self.page.set_column_pixels(index, index, line.size, None, {"hidden": line.hidden})
        for index, line in enumerate(self.sheet.rows):
            if line.size != ROW_HEIGHT or line.hidden:
                self.page.set_row_pixels(index, line.size, None, {"hidden": line.hidden})

    def _cell(self, row: int, column: int, cell: Json) -> None:
        style = self.formats.of(cell.get("userEnteredFormat", {}))
        value = self.calculator.value(self.sheet, row, column)
        formula = cell.get("userEnteredValue", {}).get("formulaValue", "")
        if cell.get("note"):
            self.page.write_comment(row, column, cell["note"])
        if formula.upper().startswith("=SPARKLINE("):
            self.page.write_blank(row, column, None, style)
            area = re.split(r"[,;)]", formula[len("=SPARKLINE(") :])[0]
            area = area if "!" in area else f"{quoted(self.sheet.title[:31])}!{area}"
            self.page.add_sparkline(row, column, {"range": area})
        elif value is None:
            self.page.write_blank(row, column, None, style)
        elif isinstance(value, str | CellError):
            self.page.write_string(row, column, str(value), style)
        else:
            self.page.write(row, column, value, style)


CRITERIA = {
    "NUMBER_GREATER": ("cell", ">"),
    "NUMBER_GREATER_THAN_EQ": ("cell", ">="),
    "NUMBER_LESS": ("cell", "<"),
    "NUMBER_LESS_THAN_EQ": ("cell", "<="),
    "NUMBER_EQ": ("cell", "=="),
    "NUMBER_NOT_EQ": ("cell", "!="),
}


def _conditional(book: Any, page: Any, sheet: Sheet, rule: Json) -> None:
    """The conditions that both programs have: comparisons with a number, and formulas."""
    boolean = rule.get("booleanRule", {})
    condition = boolean.get("condition", {})
    given = condition.get("values", [{}])[0].get("userEnteredValue", "")
    style = book.add_format(
        {
            k: v
            for k, v in look(boolean.get("format", {})).items()
            if not k.startswith("font_name") and k not in ("font_size", "valign")
        }
    )
    if condition.get("type") == "CUSTOM_FORMULA":
        options = {"type": "formula", "criteria": given, "format": style}
    elif condition.get("type") in CRITERIA:
        kind, criteria = CRITERIA[condition["type"]]
        options = {"type": kind, "criteria": criteria, "value": given, "format": style}
    elif condition.get("type") in ("BLANK", "NOT_BLANK"):
        options = {
            "type": "blanks" if condition["type"] == "BLANK" else "no_blanks",
            "format": style,
        }
    else:
        return
    for grid_range in rule["ranges"]:
        bottom = grid_range.get("endRowIndex", len(sheet.rows)) - 1
        right = grid_range.get("endColumnIndex", len(sheet.columns)) - 1
        page.conditional_format(
            grid_range.get("startRowIndex", 0),
            grid_range.get("startColumnIndex", 0),
            bottom,
            right,
            options,
        )
