"""A small calculator for formulas: arithmetic, comparison, references, and the functions people use
first.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from . import a1
from .errors import Json
from .formula_functions import FUNCTIONS, LAZY, CellError, as_number
from .schema import whole

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)(?![\w:])
    |(?P<text>"(?:[^"]|"")*")
    |(?P<range>(?:'(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?(?:\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?
        |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+)(?![\w(]))
    |(?P<error>\#REF!|\#N/A)
    |(?P<name>[A-Za-z_][\w.]*)
    |(?P<op><>|<=|>=|[-+*/^&=<>%(),;{}]))""",
    re.VERBOSE,
)
PRECEDENCE = {
    "=": 1,
    "<>": 1,
    "<": 1,
    ">": 1,
    "<=": 1,
    ">=": 1,
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 5,
}

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "^": operator.pow,
}

# Answers the value of a range as rows of values.
Lookup = Callable[[str], list[list[Any]]]


@dataclass
class Calculation:
    """One formula being evaluated."""

    tokens: list[tuple[str, str]]
    lookup: Lookup
    at: int = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def next(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def expect(self, text: str) -> None:
        if self.next()[1] != text:
            raise CellError("ERROR", "Formula parse error.")

    def expression(self, level: int = 1) -> Any:
        left = self.unary()
        while (op := self.peek())[0] == "op" and PRECEDENCE.get(op[1], 0) >= level:
            self.next()
            left = combine(op[1], single(left), single(self.expression(PRECEDENCE[op[1]] + 1)))
        return left

    def unary(self) -> Any:
        if self.peek()[1] in ("-", "+") and self.peek()[0] == "op":
            sign = -1 if self.next()[1] == "-" else 1
            return sign * as_number(single(self.unary()))
        value = self.atom()
        while self.peek() == ("op", "%"):
            self.next()
            value = as_number(single(value)) / 100
        return value

    def atom(self) -> Any:
        kind, text = self.next()
        if kind == "number":
            return whole(float(text))
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "range":
            return self.lookup(text)
        if kind == "error":
            raise CellError("REF", "Reference does not exist.")
        if kind == "name":
            return self.named(text.upper())
        if (kind, text) == ("op", "("):
            value = self.expression()
            self.expect(")")
            return value
        raise CellError("ERROR", "Formula parse error.")

    def named(self, name: str) -> Any:
        if self.peek()[1] != "(":
            if name in ("TRUE", "FALSE"):
                return name == "TRUE"
            return self.lookup(name)
        self.next()
        if name in LAZY:
            return LAZY[name](list(self.arguments(catching=True)))
        arguments = list(self.arguments())
        if name not in FUNCTIONS:
            raise CellError("NAME", f"Unknown function: '{name}'.")
        return FUNCTIONS[name](*arguments)

    def arguments(self, catching: bool = False) -> Iterator[Any]:
        """The arguments up to the closing bracket; `catching` hands errors on as values."""
        if self.peek()[1] == ")":
            self.next()
            return
        while True:
            start = self.at
            try:
                yield None if self.peek()[1] in (",", ")") else self._argument()
            except CellError as error:
                if not catching:
                    raise
                self.at = start
                self._skip()
                yield error
            closing = self.next()[1]
            if closing == ")":
                return
            if closing not in (",", ";"):
                raise CellError("ERROR", "Formula parse error.")

    def _argument(self) -> Any:
        if self.peek()[1] == "{":
            self._skip()
            return None
        return self.expression()

    def _skip(self) -> None:
        """Pass over an argument without evaluating it."""
        depth = 0
        while self.peek()[0] != "end":
            text = self.peek()[1]
            if depth == 0 and text in (",", ")", ";"):
                return
            depth += (text in "({") - (text in ")}") if len(text) == 1 else 0
            self.next()


def tokens_of(formula: str) -> list[tuple[str, str]]:
    tokens, at, text = [], 0, formula.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise CellError("ERROR", "Formula parse error.")
        kind = match.lastgroup or "op"
        tokens.append((kind, match[kind]))
        at = match.end()
    return tokens


def evaluate(formula: str, lookup: Lookup) -> Any:
    """The value of `=…`: number, text, boolean, None (shows nothing) or a CellError."""
    try:
        calculation = Calculation(tokens_of(formula[1:]), lookup)
        value = single(calculation.expression())
        if calculation.peek()[0] != "end":
            raise CellError("ERROR", "Formula parse error.")
        if isinstance(value, complex) or (isinstance(value, float) and not math.isfinite(value)):
            raise CellError("NUM", "Result was not a number.")
        return 0 if value is None and calculation.tokens[0][0] == "range" else value
    except CellError as error:
        return error
    except (ArithmeticError, ValueError, TypeError, RecursionError, IndexError) as error:
        return CellError("VALUE", str(error))


def single(value: Any) -> Any:
    """A range where one value is wanted: its first cell."""
    if isinstance(value, list):
        return value[0][0] if value and value[0] else None
    if isinstance(value, CellError):
        raise value
    return value


def combine(op: str, left: Any, right: Any) -> Any:
    if op == "&":
        return f"{_shown(left)}{_shown(right)}"
    if op in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(op, left, right)
    one, two = as_number(left), as_number(right)
    if op == "/":
        if two == 0:
            raise CellError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
        return whole(one / two)
    return whole(ARITHMETIC[op](one, two))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else str(value)


def _compare(op: str, left: Any, right: Any) -> bool:
    def key(value: Any) -> tuple[int, Any]:
        if isinstance(value, bool):
            return 2, value
        return (1, value.lower()) if isinstance(value, str) else (0, value or 0)

    one, two = key(left), key(right)
    return {
        "=": one == two,
        "<>": one != two,
        "<": one < two,
        ">": one > two,
        "<=": one <= two,
        ">=": one >= two,
    }[op]


def extended(value: Any) -> Json | None:
    """A computed value as ExtendedValue; None for what shows nothing."""
    if value is None:
        return None
    if isinstance(value, CellError):
        return {"errorValue": {"type": value.kind, "message": value.message}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": whole(value)}


def circular(row: int, column: int) -> CellError:
    return CellError("REF", f"Circular dependency detected at {a1.cell_name(row, column)}.")
