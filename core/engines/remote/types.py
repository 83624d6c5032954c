"""The types of remote engines as PostgreSQL's. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt

_NAMES = {
    "Boolean": "boolean",
    "Int8": "smallint",
    "Int16": "smallint",
    "Int32": "integer",
    "Int64": "bigint",
    "UInt8": "smallint",
    "UInt16": "integer",
    "UInt32": "bigint",
    "UInt64": "numeric(20,0)",
    "Float16": "real",
    "Float32": "real",
    "Float64": "double precision",
    "String": "text",
    "Date": "date",
    "Time": "time without time zone",
    "Interval": "interval",
    "Binary": "bytea",
    "UUID": "uuid",
    "JSON": "jsonb",
    "Null": "unknown",
}
_LOCAL_TIME, _INSTANT = "timestamp without time zone", "timestamp with time zone"


def postgres_type(kind: dt.DataType) -> str:
    """Return PostgreSQL's name of a type of Ibis's; of a type that it lacks, Ibis's own."""
    known: Any = kind  # Ibis gives its types no static attributes
    name = type(known).__name__
    if name == "Timestamp":
        return _INSTANT if known.timezone else _LOCAL_TIME
    if name == "Decimal":
        return f"numeric({known.precision},{known.scale})" if known.precision else "numeric"
    if name == "Unknown":
        return str(known.raw_type).lower()
    if name == "Array":
        return f"{postgres_type(known.value_type)}[]"
    # Ibis writes ! before a type without NULL.
    return _NAMES.get(name, str(known).lower().replace("!", ""))


def planned_type(type_name: str) -> str:
    """Return the short name under which PostgreSQL plans a column of a type."""
    return "float8" if type_name == "double precision" else type_name


def text_of_value(value: object) -> str | None:
    """Return a value of an engine for people, in PostgreSQL's words where it has them."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
