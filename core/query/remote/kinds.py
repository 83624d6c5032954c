"""Kinds of values by their meaning on PostgreSQL, as far as a translation depends on them. Pure."""

from __future__ import annotations

import re
from typing import Literal

from sqlglot import exp

ValueKind = Literal[
    "unknown",  # the types of the tables are not given, so that nothing is known to be wrong
    "null",
    "boolean",
    "int",
    "bigint",
    "whole",  # numeric on PostgreSQL, without a fraction
    "decimal",  # numeric with a fraction, exact on both sides
    "quotient",  # numeric on PostgreSQL, double precision on the engine
    "float",
    "text",
    'text COLLATE "C"',  # ordered by code points
    "date",
    "timestamp",  # local time
    "timestamptz",
    "interval",  # as the query writes it
    "elapsed",  # between two times; microseconds on the engine
    "array",
    "rows",  # several columns, or something that is not a value
]

ORDERED_TEXT: ValueKind = 'text COLLATE "C"'
TEXTS = frozenset[ValueKind](["text", ORDERED_TEXT])
INTEGERS = frozenset[ValueKind](["int", "bigint"])
EXACT = frozenset[ValueKind](["int", "bigint", "whole", "decimal"])
NUMBERS = frozenset[ValueKind]([*EXACT, "quotient", "float"])
TIMES = frozenset[ValueKind](["date", "timestamp", "timestamptz"])
OPEN = frozenset[ValueKind](["unknown", "null"])

_NUMBER_ORDER: tuple[ValueKind, ...] = ("int", "bigint", "whole", "decimal", "quotient", "float")
_TIME_ORDER: tuple[ValueKind, ...] = ("date", "timestamp", "timestamptz")

_BY_TYPE: dict[str, ValueKind] = {
    "smallint": "int",
    "integer": "int",
    "bigint": "bigint",
    "numeric": "quotient",
    "real": "float",
    "double precision": "float",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp without time zone": "timestamp",
    "timestamptz": "timestamptz",
    "timestamp with time zone": "timestamptz",
    "text": "text",
    "character varying": "text",
    "varchar": "text",
}
_TYPE_NAMES: dict[ValueKind, str] = {
    "int": "integer",
    ORDERED_TEXT: "text",
    **dict.fromkeys(("whole", "decimal", "quotient"), "numeric"),
    "float": "double precision",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
}
_NUMERIC = re.compile(r"numeric\((\d+), ?(\d+)\)")
# What is exact in the decimals that every engine has.
_WHOLE_DIGITS, _FRACTION_DIGITS = 20, 10
_PRECISION = re.compile(r"\([\d, ]+\)")

_BY_CAST: dict[exp.DType, ValueKind] = {
    exp.DType.SMALLINT: "int",
    exp.DType.INT: "int",
    exp.DType.BIGINT: "bigint",
    exp.DType.DECIMAL: "decimal",
    exp.DType.DOUBLE: "float",
    exp.DType.BOOLEAN: "boolean",
    exp.DType.DATE: "date",
    exp.DType.TIMESTAMP: "timestamp",
    exp.DType.TIMESTAMPTZ: "timestamptz",
    exp.DType.TEXT: "text",
    exp.DType.VARCHAR: "text",
    exp.DType.INTERVAL: "interval",
}


class Unproven(Exception):
    """A construct whose meaning on an engine is not proven.

    The message is the construct, with a remedy behind a semicolon where there is one.
    """


def kind_of_type(type_name: str) -> ValueKind:
    """Return the kind of a column by its type's name on PostgreSQL.

    Raises:
        Unproven: No engine is known to hold the same values.
    """
    if digits := _NUMERIC.fullmatch(type_name.lower()):
        whole, fraction = int(digits[1]) - int(digits[2]), int(digits[2])
        return "decimal" if whole <= _WHOLE_DIGITS and fraction <= _FRACTION_DIGITS else "quotient"
    kind = _BY_TYPE.get(_PRECISION.sub("", type_name.lower()).strip())
    if kind is None:
        raise Unproven(f"a column of the type {type_name}")
    return kind


def type_name_of(kind: ValueKind) -> str:
    """Return PostgreSQL's name of the type of most values of a kind."""
    return _TYPE_NAMES.get(kind, kind)


def kind_of_cast(target: exp.DataType) -> ValueKind:
    """Return the kind that a cast makes.

    Raises:
        Unproven: It casts to a type that engines do not share.
    """
    if target.this not in _BY_CAST or target.args.get("nested"):
        raise Unproven(f"a cast to {target.sql(dialect='postgres')}")
    if _BY_CAST[target.this] == "text" and target.expressions:
        raise Unproven("a cast to varchar(n) or char(n); use left(x, n)")
    return _BY_CAST[target.this]


def kind_of(node: exp.Expr) -> ValueKind:
    """Return the kind that a part of a query was given."""
    kind: ValueKind = node.meta.get("kind", "rows")
    return kind


def give_kind(node: exp.Expr, kind: ValueKind) -> exp.Expr:
    """Record the kind of a part of a query."""
    node.meta["kind"] = kind
    return node


def unify(one: ValueKind, other: ValueKind) -> ValueKind:
    """Return the kind that holds both, as CASE, UNION and comparisons convert them.

    Raises:
        Unproven: PostgreSQL refuses them together, or converts them in a way of its own.
    """
    if one in OPEN and other in OPEN and one != other:
        return "unknown"
    if one == other or other in OPEN:
        return one
    if one in OPEN:
        return other
    for order in (_NUMBER_ORDER, _TIME_ORDER):
        if one in order and other in order:
            return max(one, other, key=order.index)
    if {one, other} == TEXTS:
        return ORDERED_TEXT
    if {one, other} == {"interval", "elapsed"}:
        return "elapsed"
    raise Unproven(f"{one} beside {other}; cast one of them")
