"""The tree of a KPI: sums, differences, products and ratios of its drivers, read from text."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

_OPERATORS: Mapping[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}
_SIGNS = dict(_OPERATORS.values())
_LONGEST = 500  # characters; a longer text is not a tree that people read
_LARGEST = 1e15  # of numbers


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms joined by `+`, `-`, `*` or `/`."""

    sign: str
    left: Term
    right: Term


# The name of a driver, a number, or an operation.
Term = str | float | Operation


@dataclass(frozen=True)
class DriverTree:
    """A tree as its text says: `clients * orders_per_client`."""

    text: str
    root: Term

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the drivers, each once, in the order of the text."""
        return tuple(dict.fromkeys(_names(self.root)))

    def value(self, values: Mapping[str, Any]) -> Any:
        """Return what the tree makes of its drivers' values, which are of one type of number.

        Raises:
            ZeroDivisionError: A denominator is 0.
        """
        return _value(self.root, values)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=1024)
def parse_tree(text: str) -> DriverTree:
    """Read a tree of names, numbers, `+`, `-`, `*`, `/` and parentheses.

    Raises:
        ValueError: The text is something else; the message says what, and what to write.
    """
    try:
        if len(text) > _LONGEST or "#" in text:
            raise ValueError
        line = " ".join(text.split())
        parsed = ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"{text!r} is not a formula; write one such as 'a * b'") from None
    tree = DriverTree(line, _term(parsed))
    if not tree.names:
        raise ValueError(f"{text!r} names no driver; write one such as 'a * b'")
    return tree


def _term(node: ast.expr) -> Term:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return Operation(_OPERATORS[type(node.op)][0], _term(node.left), _term(node.right))
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return _number(node.value)
    raise ValueError(f"{ast.unparse(node)!r} is not allowed; use names, numbers and + - * / only")


def _number(value: float) -> float:
    if isinstance(value, bool) or value >= _LARGEST:
        raise ValueError(f"{value!r} is not allowed; use a number below {_LARGEST:g}")
    return value


def _names(term: Term) -> list[str]:
    if isinstance(term, Operation):
        return [*_names(term.left), *_names(term.right)]
    return [term] if isinstance(term, str) else []


def _value(term: Term, values: Mapping[str, Any]) -> Any:
    if isinstance(term, Operation):
        return _SIGNS[term.sign](_value(term.left, values), _value(term.right, values))
    if isinstance(term, str):
        return values[term]
    # A number is of the same type as the values, so that exact ones stay exact.
    return type(next(iter(values.values())))(term)
