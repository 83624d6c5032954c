"""Short ways to a query's findings and to its text on an engine."""

from __future__ import annotations

from core.query import RemoteDialect
from core.query.remote.statement import interpret, written
from tests.core.query.remote.engines import PARAMS, TYPES


def findings(select: str) -> list[str]:
    """Return what is not shared by engines in a SELECT over stg.t."""
    _, found = interpret(f"SELECT {select} FROM stg.t", TYPES)
    return [construct for _, construct in found]


def text_of(select: str, dialect: RemoteDialect) -> str:
    """Return the columns of a SELECT over stg.t on an engine."""
    sql, _ = written(f"SELECT {select} FROM stg.t", PARAMS, dialect, TYPES, "Europe/Berlin")
    return sql.removeprefix("SELECT ").removesuffix(" FROM stg.t")
