"""Instants as people write them: a day, or a day with a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import UsageError
from core.model.period import find_period

_EXAMPLES = "write a day as 2026-11-16, or with a time as 2026-11-16T09:30"


def parse_instant(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the instant that a text names, in UTC; of a day alone its end, or `now` today.

    Days and times are local in `zone`; a time may have an offset instead.

    Raises:
        UsageError: It is neither a day nor a time of one, or it has not come yet.
    """
    begins, instant = _bounds(text, zone)
    if begins > now:
        raise UsageError(f"{text} has not come yet; name a time that has")
    return min(instant, now).astimezone(UTC)


def _bounds(text: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first and the last instant of a day, or a time twice."""
    try:
        day = find_period(text)
        if day and day.cadence == "daily":
            first, end = day.bounds(zone)
            return first, end - timedelta(microseconds=1)
        instant = datetime.fromisoformat(text)
        # Only a time of a day can be meant: a week or a month would be read as its first instant.
        if "T" not in text.upper() and " " not in text:
            raise ValueError
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is not an instant; {_EXAMPLES}") from None
    local = instant if instant.tzinfo else instant.replace(tzinfo=zone)
    return local, local
