"""The columns of a query as PostgreSQL plans it, and what it says of a query it refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import psycopg

from core.engines.plans import PlannedColumns
from core.engines.postgres.connection import Connection
from core.engines.postgres.errors import reason
from core.errors import Missing, PlanError
from core.query import bind, original_offset

# The server plans a cursor, and computes nothing until rows are fetched.
_DECLARE = "DECLARE planned_ NO SCROLL CURSOR FOR "
_CLOSE = "CLOSE planned_"
_KINDS: dict[str, Missing] = {"42P01": "table", "42703": "column"}
_NAME = re.compile(r"""[\w."]+""")
_UNKNOWN = "unknown"


def plan_columns(connection: Connection, sql: str, params: Sequence[Any]) -> PlannedColumns:
    """Return the columns of a query with `:name` parameters.

    Raises:
        psycopg.Error: The server refuses it.
    """
    connection.execute(_DECLARE + bind(sql, "numbered")[0], params)
    described = connection.pgconn.describe_portal(b"planned_")
    columns = []
    for index in range(described.nfields):
        name = (described.fname(index) or b"").decode()
        kind = connection.adapters.types.get(described.ftype(index))
        columns.append((name.lower(), kind.name if kind else _UNKNOWN))
    connection.execute(_CLOSE)
    return tuple(columns)


def plan_error(error: psycopg.Error, sql: str) -> PlanError:
    """Return the server's error as one sentence, with its place in `sql`."""
    message = reason(error)
    position = error.diag.statement_position
    if position is None:
        return PlanError(message)
    text = bind(sql, "numbered")[0]
    offset = int(position) - 1 - len(_DECLARE)
    if not 0 <= offset <= len(text):
        return PlanError(message)
    place = original_offset(sql, offset)
    missing = _KINDS.get(error.sqlstate or "")
    name = _NAME.match(text, offset)
    if missing and name:
        return PlanError(message, place, missing, name[0].replace('"', ""))
    return PlanError(message, place)
