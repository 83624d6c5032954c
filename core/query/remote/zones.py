"""How far the clock of a time zone moves. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlglot import exp

from core.query.remote.kinds import Unproven

_YEARS = range(1990, 2038)
_HOUR = 60


@cache
def clock_change(timezone: str) -> int:
    """Return by how many minutes the clock of a zone is put forward and back.

    An hour almost everywhere, half an hour on Lord Howe Island, two hours at Troll station.
    """
    zone = ZoneInfo(timezone)
    seasons = (datetime(year, month, 1, tzinfo=zone) for year in _YEARS for month in (1, 7))
    changes = Counter(abs(moment.dst() or timedelta()) for moment in seasons)
    del changes[timedelta()]
    [(change, _)] = changes.most_common(1) or [(timedelta(minutes=_HOUR), 0)]
    return int(change.total_seconds() // 60)


@cache
def has_all_midnights(timezone: str) -> bool:
    """Return whether every day of a zone begins at 00:00; in a few the clock skips that."""
    zone = ZoneInfo(timezone)
    first = datetime(_YEARS.start, 1, 1, tzinfo=zone)
    count = (_YEARS.stop - _YEARS.start) * 366
    days = (first + timedelta(days=number) for number in range(count))
    return all(day.astimezone(UTC).astimezone(zone).hour == 0 for day in days)


@cache
def has_whole_hours(timezone: str) -> bool:
    """Return whether the clock of a zone is off UTC by whole hours, so that hours begin alike."""
    zone = ZoneInfo(timezone)
    seasons = (datetime(year, month, 1, tzinfo=zone) for year in _YEARS for month in (1, 7))
    hour = timedelta(hours=_HOUR / 60)
    return all((moment.utcoffset() or timedelta()) % hour == timedelta() for moment in seasons)


def require_whole_hours(node: exp.Expr, timezone: str) -> None:
    """Check that the hours of a date_trunc that is computed in UTC begin as in a zone.

    Raises:
        Unproven: The clock of the zone is some minutes off.
    """
    if node.meta.get("whole_hours") and not has_whole_hours(timezone):
        raise Unproven(f"date_trunc('hour') in {timezone}; use AT TIME ZONE")
