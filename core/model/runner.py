"""A domain's runner, as `runners/<domain>.py` declares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from cronsim import CronSim

from core.model.alerts import AlertRule, Severity, require_rules
from core.model.kpi import Cadence
from core.model.period import Period, last_ended, midnight
from core.model.requirement import require, require_texts
from core.model.weekly_review import Review

PeriodOrder = Literal["oldest first", "newest first"]
PERIOD_ORDERS: tuple[PeriodOrder, ...] = get_args(PeriodOrder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """How a domain's scorecard runs and where it goes.

    Attributes:
        title: The scorecard's name.
        timezone: IANA name of the business time zone.
        schedule: A cron expression, in business time, for each cadence that the domain has.
        sheet: Environment variable with the place to publish to; if unset, `var/<domain>.xlsx`.
        deadline: Clock time in business time, "09:00", by which a period's scorecard is due.
        today: A cron expression, in business time, at which daily KPIs are computed for today so
            far, beside the schedule that computes the day when it is over. Empty: never.
        recipients: E-mail addresses of people to inform about the scorecard.
        periods: Order of the periods on a page, "oldest first" or "newest first".
        year_begins: Month in which the business year begins, 1 to 12; quarters begin with it.
        alerts: Rules for the values of all KPIs that state none of their own.
        charts: Whether the scorecard has a tab with a chart for each KPI.
        comments: Whether readers get a column for comments beside the newest period.
        channels: For each severity the channels that are told: names of environment variables that
            hold a URL, or e-mail addresses.
        trouble: Severity of alerts on the scorecard itself: KPIs without an answer, a missed
            deadline, old holes and cells that could not be written.
        holidays: Public holidays, which shorten a period: a country or a part of one, "DE" or
            "DE-BY" (that needs the extra `holidays`), or days such as ["2026-12-25"].
        review: Contents and lock of the weekly review; None for one without a north star.
        escalation: Channels that are tried, in this order, in place of one that cannot be reached.
    """

    title: str
    timezone: str
    schedule: Mapping[Cadence, str]
    sheet: str = ""
    today: str = ""
    recipients: Sequence[str] = ()
    deadline: str = "09:00"
    periods: PeriodOrder = "oldest first"
    year_begins: int = 1
    alerts: Sequence[AlertRule] = ()
    comments: bool = False
    charts: bool = False
    channels: Mapping[Severity, Sequence[str]] = field(default_factory=dict)
    escalation: Sequence[str] = ()
    trouble: Severity = "warning"
    review: Review | None = None
    holidays: str | Sequence[str] = ()

    def __post_init__(self) -> None:
        texts = ("title", "timezone", "sheet", "today", "deadline", "periods", "trouble")
        require_texts(self, *texts)
        require(self.schedule, Mapping, "schedule", 'a mapping such as {"weekly": "0 6 * * MON"}')
        for expression in self.schedule.values():
            require(expression, str, "each of schedule", "a cron expression")
        require(self.recipients, list | tuple, "recipients", "a list of e-mail addresses")
        for address in self.recipients:
            require(address, str, "each of recipients", "an e-mail address")
        require(self.year_begins, int, "year_begins", "a month from 1 to 12")
        require_rules(self.alerts, "alerts")
        require(self.comments, bool, "comments", "True or False")
        require(self.charts, bool, "charts", "True or False")
        if not isinstance(self.holidays, str):
            require(self.holidays, list | tuple, "holidays", 'a country such as "DE", or days')
            for day in self.holidays:
                require(day, str, "each of holidays", "a day such as 2026-12-25")
        if self.review is not None:
            require(self.review, Review, "review", "a Review(north_star=1)")
        _require_channels(self.channels, self.escalation)

    @property
    def zone(self) -> ZoneInfo:
        """The business time zone."""
        return ZoneInfo(self.timezone)

    def cut_off(self, period: Period) -> datetime:
        """Return the instant at which the schedule publishes `period`, in the business time zone.

        Data recorded later do not count. Its day is the print date. A cadence without a schedule
        is published at the end of the period.
        """
        expression = self.schedule.get(period.cadence)
        if not expression:
            return midnight(period.day_after, self.zone)
        return _first_due(expression, period.day_after, self.zone)

    def newest_printed(self, cadence: Cadence, now: datetime) -> Period:
        """Return the newest period that the schedule has published by `now`."""
        period = last_ended(cadence, now.astimezone(self.zone).date())
        while self.cut_off(period) > now:
            period = period.shift(-1)
        return period

    def due(self, period: Period) -> datetime:
        """Return when the scorecard of `period` is due: the first deadline after its cut-off.

        A scorecard that runs after the day's deadline is due by that of the next day.
        """
        hour, minute = map(int, self.deadline.split(":"))
        return next(CronSim(f"{minute} {hour} * * *", self.cut_off(period)))


@lru_cache(maxsize=4096)
def _first_due(expression: str, day: date, zone: ZoneInfo) -> datetime:
    # Cached by day and zone, not by the midnight they make: two zones may share that instant, but
    # not the hours after it.
    return next(CronSim(expression, midnight(day, zone) - timedelta(seconds=1)))


def _require_channels(channels: object, escalation: object) -> None:
    what = 'a mapping such as {"critical": ("SLACK_URL", "ana@example.com")}'
    require(channels, Mapping, "channels", what)
    assert isinstance(channels, Mapping)
    for names in (*channels.values(), escalation):
        require(names, list | tuple, "each of channels, and escalation,", "a list of channels")
        for name in names:
            require(name, str, "each channel", "an environment variable's name or an address")
