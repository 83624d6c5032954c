"""Arithmetic of calendar months, quarters and years. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

# Months of each unit of the calendar.
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month if it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


def first_of(day: date, months: int, year_begins: int = 1) -> date:
    """Return the first day of the span of `months` months in which a day lies.

    Spans are 1, 3 or 12 months long and follow one another from the month `year_begins` on.
    """
    return add_months(day.replace(day=1), -((day.month - year_begins) % months))
