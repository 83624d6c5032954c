"""Kinds of values that PostgreSQL and DuckDB treat alike, and what may be done with each. Pure.

A kind is listed only where every value of it is copied exactly, and an operation only where both
engines give the same result for it. Anything else is not listed, and stays in the server.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "int",  # int2 and int4, whose sum is a bigint on both engines
    "bigint",  # also counts
    "whole",  # numeric on PostgreSQL, an integer on DuckDB: never divided by a whole number
    "decimal",  # numeric(p, s), exact on both
    "float",  # float8, the same operations in the same order
    "approximate",  # equal to within rounding: never compared, rounded or grouped by
    "boolean",
    "date",
    "timestamp",
    "timestamptz",
    "text",  # compared for equality only: order depends on the collation
    "null",
]

INTEGERS = frozenset[Kind](["int", "bigint"])
WHOLE = frozenset[Kind](["int", "bigint", "whole"])
EXACT = frozenset[Kind]([*WHOLE, "decimal"])
NUMBERS = frozenset[Kind]([*EXACT, "float", "approximate"])
TIMES = frozenset[Kind](["date", "timestamp", "timestamptz"])
GROUPED = frozenset[Kind]([*EXACT, *TIMES, "boolean", "text", "null"])
LABELS = frozenset[Kind](["int", "bigint", "date", "boolean", "text", "null"])

_COLUMN_KINDS: dict[str, Kind] = {
    "smallint": "int",
    "integer": "int",
    "bigint": "bigint",
    "double precision": "float",
    "boolean": "boolean",
    "date": "date",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamptz",
    "text": "text",
    "character varying": "text",
}
_NUMERIC = re.compile(r"numeric\((\d+),(\d+)\)")
_PRECISION = re.compile(r"\(\d+\)")
_DECIMAL_DIGITS = 38  # what DuckDB's DECIMAL holds

# Wider to the right; a value of one kind becomes the other without a change.
_INTEGER_ORDER: tuple[Kind, ...] = ("int", "bigint", "whole", "decimal")
_TIME_ORDER: tuple[Kind, ...] = ("date", "timestamp", "timestamptz")


class NotPortable(Exception):
    """Something in a query may mean something else on another engine; the message names it."""


def kind_of_column(type_name: str) -> Kind | None:
    """Return the kind of a column by its type, as PostgreSQL's `format_type` writes it.

    None if values of the type are not known to be copied exactly.
    """
    if digits := _NUMERIC.fullmatch(type_name):
        return "decimal" if int(digits[1]) <= _DECIMAL_DIGITS else None
    return _COLUMN_KINDS.get(_PRECISION.sub("", type_name))


def unify(one: Kind, other: Kind) -> Kind:
    """Return the kind of a column that holds values of both kinds, as CASE and UNION make it.

    Raises:
        NotPortable: The engines convert them in different ways, or not at all.
    """
    if other in (one, "null"):
        return one
    if one == "null":
        return other
    for order in (_INTEGER_ORDER, _TIME_ORDER):
        if one in order and other in order:
            return max(one, other, key=order.index)
    if one in NUMBERS and other in NUMBERS:
        return "float" if {one, other} <= {*INTEGERS, "float"} else "approximate"
    raise NotPortable(f"{one} beside {other}")


def require_comparable(one: Kind, other: Kind) -> None:
    """Check that two values may be compared for equality or order; text for equality only.

    Raises:
        NotPortable: The engines may compare them in different ways.
    """
    if "null" in (one, other):
        return
    comparable = (
        one == other != "approximate"
        or (one in EXACT and other in EXACT)
        or (one in TIMES and other in TIMES)
        or {one, other} <= {*INTEGERS, "float"}
    )
    if not comparable:
        raise NotPortable(f"a comparison of {one} with {other}")


def arithmetic(one: Kind, other: Kind) -> Kind:
    """Return the kind of a sum, difference or product.

    Raises:
        NotPortable: One of them is not a number.
    """
    if one not in NUMBERS or other not in NUMBERS:
        raise NotPortable(f"arithmetic of {one} with {other}")
    return unify(one, other)


def quotient(one: Kind, other: Kind) -> Kind:
    """Return the kind of a division.

    Raises:
        NotPortable: One of them is not a number, or PostgreSQL keeps a fraction that DuckDB drops.
    """
    kind = arithmetic(one, other)
    if kind == "whole":
        raise NotPortable("a division of a whole numeric")
    return "approximate" if kind == "decimal" else kind
