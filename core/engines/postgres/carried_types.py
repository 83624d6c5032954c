"""How each type of PostgreSQL is carried to DuckDB: exactly, or not at all. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

DECIMAL_DIGITS = 38  # what DuckDB's DECIMAL holds

_NUMERIC = re.compile(r"numeric\((\d+),(-?\d+)\)")
_PRECISION = re.compile(r"\(\d+\)")


@dataclass(frozen=True, slots=True)
class Carried:
    """A column on its way: DuckDB's type, and how the server writes its values (`{}`)."""

    duckdb: str
    written: str = "{}"


# By the name that PostgreSQL's format_type gives, without a length or precision.
CARRIED = {
    "smallint": Carried("SMALLINT"),
    "integer": Carried("INTEGER"),
    "bigint": Carried("BIGINT"),
    "real": Carried("FLOAT"),
    "double precision": Carried("DOUBLE"),
    "boolean": Carried("BOOLEAN"),
    "text": Carried("VARCHAR"),
    "character varying": Carried("VARCHAR"),
    "name": Carried("VARCHAR"),
    # The blanks that pad a value are not part of it.
    "character": Carried("VARCHAR", "{}::text"),
    "uuid": Carried("UUID"),
    "json": Carried("JSON"),
    "jsonb": Carried("JSON"),
    # As a date of a CSV file, DuckDB takes one before Christ for one after.
    "date": Carried("DATE", "replace({}::text, ' BC', ' (BC)')"),
    "time without time zone": Carried("TIME"),
    "time with time zone": Carried("TIMETZ"),
    "timestamp without time zone": Carried("TIMESTAMP"),
    "timestamp with time zone": Carried("TIMESTAMPTZ"),
    # DuckDB does not read all signs that PostgreSQL writes.
    "interval": Carried(
        "INTERVAL",
        "(extract(year FROM {0}) * 12 + extract(month FROM {0}))::bigint || ' months '"
        " || extract(day FROM {0})::bigint || ' days '"
        " || (extract(hour FROM {0}) * 3600000000 + extract(minute FROM {0}) * 60000000"
        " + extract(microseconds FROM {0}))::bigint || ' microseconds'",
    ),
    "bytea": Carried("BLOB", r"regexp_replace(encode({}, 'hex'), '(..)', '\\x\1', 'g')"),
}


def carried(type_name: str) -> Carried | None:
    """Return how a column of a type, as `format_type` writes it, is carried; None if it is not.

    Of `numeric` without precision the values decide; see `unbounded`.
    """
    if decimal := _NUMERIC.fullmatch(type_name):
        return _decimal(int(decimal[1]), int(decimal[2]))
    return CARRIED.get(_PRECISION.sub("", type_name))


def is_unbounded(type_name: str) -> bool:
    """Return whether only a column's values say how many digits they have."""
    return type_name.startswith("numeric") and carried(type_name) is None


def unbounded(whole_digits: int, scale: int) -> Carried | None:
    """Return how numbers with at most so many digits before and after the point are carried."""
    return _decimal(DECIMAL_DIGITS, scale) if whole_digits + scale <= DECIMAL_DIGITS else None


def enum(labels: list[str]) -> Carried:
    """Return how values of an enum with these labels, in its order, are carried."""
    quoted = ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
    return Carried(f"ENUM({quoted})")


def _decimal(digits: int, scale: int) -> Carried | None:
    """Return how `numeric(digits, scale)` is carried; a scale may be negative or the larger one."""
    digits, scale = max(digits - min(scale, 0), scale), max(scale, 0)
    return Carried(f"DECIMAL({digits},{scale})") if digits <= DECIMAL_DIGITS else None
