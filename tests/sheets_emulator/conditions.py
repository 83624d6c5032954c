"""Conditional formats: which rule a cell meets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import formula_refs, formulas
from .compute import Calculator
from .context import Area
from .errors import Json
from .model import Sheet
from .typed import parse

NUMBERS: dict[str, Callable[[float, list[float]], bool]] = {
    "NUMBER_GREATER": lambda value, given: value > given[0],
    "NUMBER_GREATER_THAN_EQ": lambda value, given: value >= given[0],
    "NUMBER_LESS": lambda value, given: value < given[0],
    "NUMBER_LESS_THAN_EQ": lambda value, given: value <= given[0],
    "NUMBER_EQ": lambda value, given: value == given[0],
    "NUMBER_NOT_EQ": lambda value, given: value != given[0],
    "NUMBER_BETWEEN": lambda value, given: given[0] <= value <= given[1],
    "NUMBER_NOT_BETWEEN": lambda value, given: not given[0] <= value <= given[1],
}
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, given: given in text,
    "TEXT_NOT_CONTAINS": lambda text, given: given not in text,
    "TEXT_STARTS_WITH": lambda text, given: text.startswith(given),
    "TEXT_ENDS_WITH": lambda text, given: text.endswith(given),
    "TEXT_EQ": lambda text, given: text == given,
}


def looks(calculator: Calculator, sheet: Sheet, row: int, column: int) -> list[Json]:
    """The formats of the rules that a cell meets, the most important one last."""
    met = []
    for rule in sheet.conditional:
        boolean = rule.get("booleanRule")
        here = Area(sheet, row, row + 1, column, column + 1)
        hits = [grid_range for grid_range in rule["ranges"] if here.touches(grid_range)]
        if boolean and hits:
            start = (hits[0].get("startRowIndex", 0), hits[0].get("startColumnIndex", 0))
            test = _Test(calculator, sheet, row, column)
            if test.passes(boolean["condition"], start):
                met.append(boolean.get("format", {}))
    return met[::-1]


class _Test:
    """One cell before a condition."""

    def __init__(self, calculator: Calculator, sheet: Sheet, row: int, column: int) -> None:
        self.calculator, self.sheet, self.row, self.column = calculator, sheet, row, column
        self.value = calculator.value(sheet, row, column)

    def passes(self, condition: Json, start: tuple[int, int]) -> bool:
        kind = condition.get("type", "")
        given = [item.get("userEnteredValue", "") for item in condition.get("values", [])]
        number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if kind in NUMBERS:
            return bool(
                number and NUMBERS[kind](self.value, [self._number(text) for text in given])
            )
        if kind in TEXTS:
            shown = self.calculator.shown(self.sheet, self.row, self.column).lower()
            return TEXTS[kind](shown, str(given[0]).lower())
        if kind in ("BLANK", "NOT_BLANK"):
            return bool((self.value is None) == (kind == "BLANK"))
        if kind == "CUSTOM_FORMULA":
            formula = formula_refs.offset(given[0], self.row - start[0], self.column - start[1])
            return self._evaluated(formula) is True
        return False

    def _number(self, text: str) -> Any:
        if text.startswith("="):
            return self._evaluated(text)
        return parse(text)[0].get("numberValue", 0)

    def _evaluated(self, formula: str) -> Any:
        return formulas.evaluate(formula, lambda text: self.calculator.lookup(self.sheet, text))
