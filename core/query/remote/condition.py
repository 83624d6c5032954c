"""A condition on the rows of one table, for a statement that the framework puts together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.query.binding import Params
from core.query.remote.dialects import RemoteDialect
from core.query.remote.statement import bind_query, prepared

_TABLE = "any_.table_"


def translated_condition(
    condition: str, params: Params, dialect: RemoteDialect, types: Mapping[str, str]
) -> tuple[str, Params]:
    """Return text and parameters of a condition on an engine.

    Raises:
        UntranslatableError: It has a construct that is not proven there.
    """
    query = f"SELECT 1 AS one FROM {_TABLE} WHERE {condition}"
    whole = prepared(query, dialect, {_TABLE: types}, "UTC")
    _, _, text = whole.sql.partition(" WHERE ")
    if dialect == "snowflake":
        # Its tables have their names without quotes.
        text = text.replace('"', "")
    bound = {name: _as_instant(value) for name, value in params.items()}
    return bind_query(whole._replace(sql=text), bound)


def _as_instant(value: Any) -> Any:
    """Return a time without an offset as the instant that has it in UTC."""
    is_local = isinstance(value, datetime) and value.tzinfo is None
    return value.replace(tzinfo=UTC) if is_local else value
