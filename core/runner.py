"""A domain's runner: what `runners/<domain>.py` declares, and its way into the command line."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from core.kpi import Cadence
from core.period import Period, midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """How a domain's scorecard runs and where it goes.

    Attributes:
        title: The scorecard's name.
        timezone: IANA name of the business time zone.
        schedule: A cron expression, in business time, for each cadence that the domain has.
        sheet: Environment variable that holds where to publish; `var/<domain>.xlsx` where it is not set.
        recipients: E-mail addresses of those who are told about the scorecard.
    """

    title: str
    timezone: str
    schedule: Mapping[Cadence, str]
    sheet: str = ""
    recipients: Sequence[str] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The business time zone."""
        return ZoneInfo(self.timezone)

    def cut_off(self, period: Period) -> datetime:
        """Return the instant at which the schedule publishes `period`, in the business time zone.

        Data recorded later do not count in it. Its day is the print date. A cadence without a schedule is
        published when the period has just ended.
        """
        end = midnight(period.shift(1).first_day, self.zone)
        expression = self.schedule.get(period.cadence)
        return _first_from(expression, end) if expression else end

    def main(self) -> None:
        """Run the command line bound to the domain whose file is being run."""
        from core import cli

        cli.main_for(Path(sys.argv[0]).stem)


@lru_cache(maxsize=4096)
def _first_from(expression: str, instant: datetime) -> datetime:
    from cronsim import CronSim

    return next(CronSim(expression, instant - timedelta(seconds=1)))
