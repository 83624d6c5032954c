"""The functions that formulas may call."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Any

from .schema import whole
from .typed import parse, serial

ERROR_TEXT = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}


class CellError(Exception):
    """A formula's error, which is the value of its cell."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message

    def __str__(self) -> str:
        return ERROR_TEXT[self.kind]


def as_number(value: Any) -> float | int:
    """A value in arithmetic: empty is 0, TRUE is 1, text must read as a number."""
    if value is None or value == "":
        return 0
    if isinstance(value, CellError):
        raise value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        found, _ = parse(value)
        if "numberValue" not in found:
            raise CellError(
                "VALUE", f"Function ADD parameter 1 expects number values. But '{value}' is a text."
            )
        return whole(found["numberValue"])
    return whole(value)


def flat(arguments: tuple[Any, ...]) -> Iterator[Any]:
    """Every value of arguments and ranges; an error among them is the result."""
    for argument in arguments:
        for row in argument if isinstance(argument, list) else [[argument]]:
            for value in row:
                if isinstance(value, CellError):
                    raise value
                yield value


def numbers(arguments: tuple[Any, ...]) -> list[float]:
    """The numbers in ranges (text is skipped) and the plain arguments as numbers."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, list):
            found += [
                v
                for v in flat((argument,))
                if isinstance(v, int | float) and not isinstance(v, bool)
            ]
        else:
            found.append(as_number(argument))
    return found


def one(value: Any) -> Any:
    return next(flat((value,)), None) if isinstance(value, list) else value


def average(*arguments: Any) -> Any:
    found = numbers(arguments)
    if not found:
        raise CellError(
            "DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error."
        )
    return whole(math.fsum(found) / len(found))


def rounded(value: Any, places: Any = 0) -> Any:
    number, digits = as_number(one(value)), int(as_number(one(places)))
    scale = 10.0**digits
    return whole(math.copysign(math.floor(abs(number) * scale + 0.5 + 1e-9), number) / scale)


def choose_if(arguments: list[Any]) -> Any:
    condition = one(arguments[0])
    if isinstance(condition, CellError):
        raise condition
    truth = as_number(condition) != 0
    chosen = arguments[1] if truth else arguments[2] if len(arguments) > 2 else False
    if isinstance(chosen, CellError):
        raise chosen
    return chosen


def if_error(arguments: list[Any]) -> Any:
    value = one(arguments[0])
    if isinstance(value, CellError):
        return arguments[1] if len(arguments) > 1 else None
    return value


def not_available() -> Any:
    raise CellError("N_A")


def joined(*arguments: Any) -> str:
    return "".join("" if v is None else str(v) for v in flat(arguments))


def _days(moment: datetime) -> float:
    return serial(moment)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *a: whole(math.fsum(numbers(a))),
    "AVERAGE": average,
    "COUNT": lambda *a: len(numbers(a)),
    "COUNTA": lambda *a: sum(v is not None for v in flat(a)),
    "COUNTBLANK": lambda *a: sum(v is None or v == "" for v in flat(a)),
    "MIN": lambda *a: min(numbers(a), default=0),
    "MAX": lambda *a: max(numbers(a), default=0),
    "ROUND": rounded,
    "ABS": lambda v: abs(as_number(one(v))),
    "INT": lambda v: math.floor(as_number(one(v))),
    "MOD": lambda v, d: as_number(one(v)) % as_number(one(d)),
    "SQRT": lambda v: whole(math.sqrt(as_number(one(v)))),
    "AND": lambda *a: all(as_number(v) for v in flat(a) if v is not None),
    "OR": lambda *a: any(as_number(v) for v in flat(a) if v is not None),
    "NOT": lambda v: not as_number(one(v)),
    "CONCATENATE": joined,
    "CONCAT": joined,
    "UPPER": lambda v: joined(v).upper(),
    "LOWER": lambda v: joined(v).lower(),
    "TRIM": lambda v: " ".join(joined(v).split()),
    "LEN": lambda v: len(joined(v)),
    "ISBLANK": lambda v: one(v) is None,
    "HYPERLINK": lambda url, label=None: one(url) if label is None else one(label),
    "TODAY": lambda: _days(datetime.combine(datetime.now().date(), time())),
    "NOW": lambda: _days(datetime.now().replace(microsecond=0)),
    "DATE": lambda y, m, d: _days(
        datetime(int(as_number(one(y))), int(as_number(one(m))), int(as_number(one(d))))
    ),
    "NA": not_available,
    # Drawn by Google, without a value that the API would tell.
    "SPARKLINE": lambda *a: None,
    "IMAGE": lambda *a: None,
}

# Functions that look at errors instead of passing them on.
LAZY: dict[str, Callable[[list[Any]], Any]] = {"IF": choose_if, "IFERROR": if_error}
