"""The time that a value covers: "4 weeks", "3 months", "year to date"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.model.kpi import Cadence
from core.model.months import MONTHS, add_months, first_of
from core.model.period import Period, period_of

_TRAILING = re.compile(r"([1-9]\d*) (day|week|month|quarter|year)s?")
_TO_DATE = re.compile(r"(week|month|quarter|year) to date")
_LONGEST = {"day": 36_525, "week": 5218, "month": 1200, "quarter": 400, "year": 100}
PERIOD_UNIT: dict[Cadence, str] = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
}


@dataclass(frozen=True, slots=True)
class Range:
    """A number of units that end with the period; 0 units: from the unit's beginning to date."""

    count: int
    unit: str

    def __str__(self) -> str:
        if not self.count:
            return f"{self.unit} to date"
        return self.unit if self.count == 1 else f"{self.count} {self.unit}s"

    def first_day(self, period: Period) -> date:
        """Return the first day that the value for `period` covers.

        If the unit is the cadence's own, the range is that many whole periods. Otherwise it is
        counted back from the period's last day: "3 months" of a week that ends on 15 November
        begins on 16 August. The year to date of a week is the ISO year.
        """
        if not self.count:
            return self._beginning(period)
        if self.unit == PERIOD_UNIT[period.cadence]:
            return period.shift(1 - self.count).first_day
        if self.unit in MONTHS:
            return add_months(period.day_after, -self.count * MONTHS[self.unit])
        days = 7 if self.unit == "week" else 1
        return period.day_after - timedelta(days=self.count * days)

    def _beginning(self, period: Period) -> date:
        last = period.last_day
        if self.unit == "week":
            return period_of("weekly", last).first_day
        if self.unit == "year" and period.cadence == "weekly":
            return date.fromisocalendar(period.year, 1, 1)
        return first_of(last, MONTHS[self.unit])


def one_period(cadence: Cadence) -> Range:
    """Return the range of a KPI that does not state one."""
    return Range(1, PERIOD_UNIT[cadence])


def parse_range(text: str) -> Range:
    """Read "4 weeks", "3 months", "year to date".

    Raises:
        ValueError: The text is not one of these, or is longer than a century.
    """
    if match := _TRAILING.fullmatch(text):
        if int(match[1]) > _LONGEST[match[2]]:
            raise ValueError(f"range {text!r} is longer than a century")
        return Range(int(match[1]), match[2])
    if match := _TO_DATE.fullmatch(text):
        return Range(0, match[1])
    raise ValueError(f"range {text!r} is not like '4 weeks', '3 months' or 'year to date'")


def parse_periods(text: str, cadence: Cadence) -> int:
    """Read "3 weeks" as a number of periods of a weekly KPI.

    Raises:
        ValueError: The text is not a number of periods in the cadence's own unit.
    """
    match, unit = _TRAILING.fullmatch(text), PERIOD_UNIT[cadence]
    if not match or match[2] != unit or int(match[1]) > _LONGEST[unit]:
        raise ValueError(
            f"{text!r} is not a number of {unit}s, the periods of a {cadence} KPI;"
            f" write '3 {unit}s'"
        )
    return int(match[1])


def stored_range(text: str) -> Range:
    """Read a range as it is stored: a single unit without its number."""
    return parse_range(text if " " in text else f"1 {text}")
