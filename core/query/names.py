"""Names of tables and columns in SQL, in double quotes."""

from __future__ import annotations


def quote_name(name: str) -> str:
    """Return a name in double quotes."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def quote_relation(relation: str) -> str:
    """Return `schema.name` with each part in double quotes."""
    return ".".join(map(quote_name, relation.split(".")))
