"""What a query's `:name` parameters stand for, for one period of one KPI."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.catalog.entries import Catalogue, Entry
from core.model import Period, Range, midnight


def parameters(entry: Entry, period: Period, catalogue: Catalogue, now: datetime) -> dict[str, Any]:
    """Return what a query's `:name` stand for: instants in the business time zone, and dates, both
    ends inclusive.
    """
    zone = catalogue.runners[entry.domain].zone
    return parameters_of(entry.range, period, zone, cut_off(entry, period, catalogue, now))


def parameters_of(
    covered: Range, period: Period, zone: ZoneInfo, cut_off: datetime
) -> dict[str, Any]:
    """Return the same of any range, period and cut-off, as the store has them."""
    period_start, period_end = period.bounds(zone)
    first = covered.first_day(period)
    return {
        "start": midnight(first, zone),
        "end": period_end,
        "first_day": first,
        "last_day": period.last_day,
        "period_start": period_start,
        "period_end": period_end,
        "cut_off": cut_off.astimezone(zone),
    }


def cut_off(entry: Entry, period: Period, catalogue: Catalogue, now: datetime) -> datetime:
    """Return the instant up to which data count: when the schedule publishes the period; now, while
    it is not over.
    """
    runner = catalogue.runners[entry.domain]
    over = period.bounds(runner.zone)[1] <= now
    return runner.cut_off(period) if over else now.astimezone(runner.zone)
