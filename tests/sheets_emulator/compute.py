"""The effective values of a workbook's cells."""

from __future__ import annotations

from typing import Any

from . import a1, display, formulas
from .errors import ApiError, Json
from .formula_functions import CellError
from .model import Sheet, Workbook


class Calculator:
    """Evaluates formulas on demand, each once; made anew for every request."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._known: dict[tuple[int, int, int], Any] = {}
        self._running: set[tuple[int, int, int]] = set()

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        """Number, text, boolean, CellError, or None for an empty cell."""
        entered = sheet.cell(row, column).get("userEnteredValue")
        if not entered:
            return None
        if "formulaValue" in entered:
            return self._formula(sheet, row, column, entered["formulaValue"])
        if "errorValue" in entered:
            return CellError(entered["errorValue"].get("type", "ERROR"))
        return next(iter(entered.values()))

    def _formula(self, sheet: Sheet, row: int, column: int, formula: str) -> Any:
        key = (sheet.id, row, column)
        if key in self._running:
            return formulas.circular(row, column)
        if key not in self._known:
            self._running.add(key)
            self._known[key] = formulas.evaluate(formula, lambda text: self.lookup(sheet, text))
            self._running.discard(key)
        return self._known[key]

    def lookup(self, own: Sheet, text: str) -> list[list[Any]]:
        """The values of a reference in a formula of the sheet `own`."""
        title, cells = a1.split_title(text)
        rect = a1.parse_cells((cells or "").replace("$", ""))
        try:
            sheet = own if title is None and rect is not None else self.workbook.resolve(text)[0]
            rect = rect or self.workbook.resolve(text)[1]
        except ApiError:
            kind = "NAME" if title is None else "REF"
            raise CellError(kind, f"Unknown range name: '{text.upper()}'.") from None
        top, bottom, left, right = sheet.bounds(rect)
        if top >= len(sheet.rows) or left >= len(sheet.columns):
            raise CellError("REF", "Reference does not exist.")
        bottom, right = min(bottom, len(sheet.rows)), min(right, len(sheet.columns))
        return [
            [self.value(sheet, row, column) for column in range(left, right)]
            for row in range(top, bottom)
        ]

    def extended(self, sheet: Sheet, row: int, column: int) -> Json | None:
        """effectiveValue."""
        return formulas.extended(self.value(sheet, row, column))

    def shown(self, sheet: Sheet, row: int, column: int) -> str:
        """formattedValue: what a person sees."""
        value = self.value(sheet, row, column)
        own = sheet.cell(row, column).get("userEnteredFormat", {})
        return display.text_of(value, own.get("numberFormat"))

    def rendered(self, sheet: Sheet, row: int, column: int, render: str, moments: str) -> Any:
        """A cell in values.get: FORMATTED_VALUE, UNFORMATTED_VALUE or FORMULA; "" when empty."""
        entered = sheet.cell(row, column).get("userEnteredValue", {})
        if render == "FORMULA" and "formulaValue" in entered:
            return entered["formulaValue"]
        if render == "FORMATTED_VALUE":
            return self.shown(sheet, row, column)
        value = self.value(sheet, row, column)
        if isinstance(value, CellError):
            return str(value)
        kind = (
            sheet.cell(row, column).get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
        )
        if (
            moments == "FORMATTED_STRING"
            and kind in display.MOMENTS
            and not isinstance(value, str | bool)
        ):
            return self.shown(sheet, row, column)
        return "" if value is None else value
