"""The GRANT that a role needs, by the server's words when it refuses. Pure."""

from __future__ import annotations

import re

from core.query import quote_name

_DENIED = re.compile(r"permission denied for ([a-z ]+) (.+)$")
_NOT_OWNER = re.compile(r"must be owner of (table|schema|view) (.+)$")
_PLAIN = re.compile("[a-z_][a-z0-9_]*")


def with_grant(message: str, statement: str, role: str, *, stores: bool) -> str:
    """Return a refusal of `statement` with the GRANT that `role` needs for it.

    The server names a table without its schema; `statement` has both.
    """
    found = _DENIED.match(message) or _NOT_OWNER.match(message)
    if not found:
        return message
    kind, name = found.groups()
    if found.re is _NOT_OWNER:
        remedy = f"run ALTER {kind.upper()} {_full_name(name, statement) or name} OWNER TO"
    elif kind == "schema":
        remedy = f"run GRANT {'USAGE, CREATE' if stores else 'USAGE'} ON SCHEMA {_quote(name)} TO"
    elif kind == "database":
        remedy = f"run GRANT CREATE ON DATABASE {_quote(name)} TO"
    elif kind == "function":
        remedy = "grant EXECUTE on it to"
    elif table := _full_name(name, statement):
        remedy = f"run {_grant_on_table(table, stores=stores)} TO"
    else:
        return f"{message}; grant SELECT on it to the owner of the view that reads it"
    return f"{message}; {remedy} {_quote(role)}"


def _grant_on_table(table: str, *, stores: bool) -> str:
    if not stores:
        return f"GRANT SELECT ON {table}"
    schema = table.partition(".")[0]
    return f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema}"


def _full_name(name: str, statement: str) -> str:
    """Return a relation's name with its schema, as a statement has it; empty if it does not."""
    quoted = re.escape(name)
    found = re.search(
        rf"(?<![\w.\"])(\w+|\"[^\"]+\")\.({quoted}(?!\w)|\"{quoted}\")", statement, re.IGNORECASE
    )
    return ".".join(map(_without_needless_quotes, found.groups())) if found else ""


def _without_needless_quotes(name: str) -> str:
    return _quote(name[1:-1]) if name.startswith('"') else name


def _quote(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    return quote_name(name)
