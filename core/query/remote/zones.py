"""How far the clock of a time zone moves. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

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
