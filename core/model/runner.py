"""A domain's runner: what `runners/<domain>.py` declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.model.kpi import Cadence, require
from core.model.period import Period, midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """How a domain's scorecard runs and where it goes.

    Attributes:
        title: The scorecard's name.
        timezone: IANA name of the business time zone.
        schedule: A cron expression, in business time, for each cadence that the domain has.
        sheet: Environment variable that holds where to publish; `var/<domain>.xlsx` where it is not
            set.
        deadline: Clock time in business time, "09:00", by which a period's scorecard is to stand.
        recipients: E-mail addresses of those who are told about the scorecard.
    """

    title: str
    timezone: str
    schedule: Mapping[Cadence, str]
    sheet: str = ""
    recipients: Sequence[str] = ()
    deadline: str = "09:00"

    def __post_init__(self) -> None:
        for name in ("title", "timezone", "sheet", "deadline"):
            require(getattr(self, name), str, name, "text")
        require(self.schedule, Mapping, "schedule", 'a mapping such as {"weekly": "0 6 * * MON"}')
        for expression in self.schedule.values():
            require(expression, str, "each of schedule", "a cron expression")
        require(self.recipients, list | tuple, "recipients", "a list of e-mail addresses")

    @property
    def zone(self) -> ZoneInfo:
        """The business time zone."""
        return ZoneInfo(self.timezone)

    def cut_off(self, period: Period) -> datetime:
        """Return the instant at which the schedule publishes `period`, in the business time zone.

        Data recorded later do not count in it. Its day is the print date. A cadence without a
        schedule is published when the period has just ended.
        """
        expression = self.schedule.get(period.cadence)
        if not expression:
            return midnight(period.day_after, self.zone)
        return _first_due(expression, period.day_after, self.zone)

    def due(self, period: Period) -> datetime:
        """Return by when the scorecard of `period` is to stand: the first deadline after its
        cut-off.

        A scorecard that runs after the day's deadline is due by that of the next day.
        """
        from cronsim import CronSim

        hour, minute = map(int, self.deadline.split(":"))
        return next(CronSim(f"{minute} {hour} * * *", self.cut_off(period)))


@lru_cache(maxsize=4096)
def _first_due(expression: str, day: date, zone: ZoneInfo) -> datetime:
    # Of day and zone, not of the midnight they make: two zones may share that instant and not the
    # morning after it.
    from cronsim import CronSim

    return next(CronSim(expression, midnight(day, zone) - timedelta(seconds=1)))
