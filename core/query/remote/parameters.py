"""Parameters of a translated query, bound as text that the SQL casts. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_LOCAL = "_local"


def local_name(name: str) -> str:
    """Return the name under which a parameter is bound as local time."""
    return f"{name}{_LOCAL}"


def text_of_parameter(name: str, value: Any) -> str:
    """Return an instant in UTC or a day, as text that every engine casts.

    Raises:
        TypeError: The value is neither.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f":{name} is neither an instant nor a date")


def local_text(name: str, value: Any, timezone: str) -> str:
    """Return an instant as local time of `timezone`.

    PostgreSQL takes a local time that a clock shows twice for the second of its instants. An
    instant of the first pass comes before all of them, as the moment that begins them does.

    Raises:
        TypeError: The value is not an instant.
    """
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f":{name} is not an instant")
    local = value.astimezone(ZoneInfo(timezone))
    second = local.replace(fold=1)
    if local.fold == 0 and second.utcoffset() != local.utcoffset():
        local = _begin_of_repeated(second)
    return local.replace(tzinfo=None).strftime("%Y-%m-%d %H:%M:%S.%f")


def _begin_of_repeated(local: datetime) -> datetime:
    """Return the first local time that the clock shows twice, around one that it does."""
    first_offset = local.replace(fold=0).utcoffset() or timedelta()
    instant = local.astimezone(UTC)
    before, after = instant - timedelta(days=1), instant
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        is_before = middle.astimezone(local.tzinfo).utcoffset() == first_offset
        before, after = (middle, after) if is_before else (before, middle)
    return after.astimezone(local.tzinfo)
