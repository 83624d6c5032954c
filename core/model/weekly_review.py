"""The review of a week, as a runner sets it up: north star, sections, and when it is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from core.model.period import Period
from core.model.requirement import require, require_texts

ReviewSection = Literal[
    "changes", "north star", "exceptions", "outlook", "kpis", "corrections", "health"
]
# In the order in which a meeting reads them.
REVIEW_SECTIONS: tuple[ReviewSection, ...] = get_args(ReviewSection)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The weekly review of a domain.

    Attributes:
        north_star: Number of the KPI that matters most; None for none.
        sections: The sections that are shown, in the order of `REVIEW_SECTIONS`.
        lock: Weekday and clock time in business time, "Monday 09:00", from which on the review of
            the week before shows no later value. Empty: it shows what is stored when it is made.
        channels: Channels that get it, beside the runner's recipients: names of environment
            variables that hold a URL, or e-mail addresses.
    """

    north_star: int | None = None
    sections: Sequence[ReviewSection] = REVIEW_SECTIONS
    lock: str = ""
    channels: Sequence[str] = ()

    def __post_init__(self) -> None:
        require_texts(self, "lock")
        if self.north_star is not None:
            require(self.north_star, int, "north_star", "the number of a KPI")
        for names, what in ((self.sections, "sections"), (self.channels, "channels")):
            require(names, list | tuple, what, "a list of texts")
            for name in names:
                require(name, str, f"each of {what}", "a text")

    def locked_at(self, period: Period, zone: ZoneInfo) -> datetime | None:
        """Return when the review of a period is locked, in the zone: the first lock behind it.

        None without a lock.

        Raises:
            ValueError: The lock is not a weekday and a clock time.
        """
        if not self.lock:
            return None
        weekday, clock = parse_lock(self.lock)
        ahead = (weekday - period.day_after.weekday()) % 7
        day = period.day_after + timedelta(days=ahead)
        return datetime.combine(day, clock, zone)


def parse_lock(text: str) -> tuple[int, time]:
    """Return weekday, 0 for Monday, and clock time of "Monday 09:00".

    Raises:
        ValueError: The text is not such a pair.
    """
    name, _, clock = text.strip().partition(" ")
    return _DAYS.index(name.lower()), datetime.strptime(clock.strip(), "%H:%M").time()  # noqa: DTZ007 -- a clock time
