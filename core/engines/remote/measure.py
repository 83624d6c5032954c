"""How much a table of a remote warehouse holds and how new it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from core.engines.base import Measured
from core.errors import QueryError
from core.query import TableVersion

_TIMES = ("date", "timestamp without time zone", "timestamp with time zone")


def time_column_fault(column: str, types: Mapping[str, str]) -> str:
    """Return why a column (in lower case) holds no times; empty where it does."""
    kind = types.get(column)
    if kind is None:
        return f"has no column {column}"
    if kind not in _TIMES:
        return f"has {kind} in its column {column}, not times"
    return ""


def measured(
    rows: int, newest: Any, kind: str, timezone: str, fault: str, version: TableVersion | None
) -> Measured:
    """Return what a count and the newest time of a column of `kind` say.

    A time without an offset is local time in `timezone`.
    """
    return Measured(rows, newest=_instant(newest, kind, timezone), fault=fault, version=version)


def unmeasured(error: QueryError, version: TableVersion | None) -> Measured:
    """Return what is known of a table that cannot be counted: the version that was read.

    Raises:
        QueryError: Nothing is known, or another attempt may succeed.
    """
    if error.transient or version is None:
        raise error
    return Measured(fault=f"could not be measured: {error}", version=version)


def _instant(newest: Any, kind: str, timezone: str) -> datetime | None:
    zone = ZoneInfo(timezone)
    if isinstance(newest, datetime):
        is_local = newest.tzinfo is None or kind == "timestamp without time zone"
        moment: datetime = newest.replace(tzinfo=zone) if is_local else newest
        return moment.astimezone(UTC)
    if isinstance(newest, date):
        return datetime.combine(newest, time(), zone).astimezone(UTC)
    return None
