"""Names of column types, whichever engine or author writes them. Pure."""

from __future__ import annotations

_ALIASES = {
    "int8": "bigint",
    "int4": "integer",
    "int": "integer",
    "int2": "smallint",
    "float8": "double precision",
    "double": "double precision",
    "float4": "real",
    "float": "real",
    "decimal": "numeric",
    "hugeint": "numeric",
    "varchar": "text",
    "character varying": "text",
    "bpchar": "text",
    "char": "text",
    "string": "text",
    "bool": "boolean",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
}


def type_name(text: str) -> str:
    """Return one name for a type: `BIGINT`, `int8` and `bigint` are the same, as is any length."""
    plain = " ".join(text.lower().split("(")[0].split())
    return _ALIASES.get(plain, plain)
