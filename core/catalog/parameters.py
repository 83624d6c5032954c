"""The values of a query's `:name` parameters, for one period of one KPI."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.catalog.entries import Catalogue, Entry
from core.model import Period, Range, midnight


def parameters(entry: Entry, period: Period, catalogue: Catalogue, now: datetime) -> dict[str, Any]:
    """Return the parameters of a query by name: instants in the business time zone, and dates.

    Dates are inclusive at both ends; of two instants, the second is exclusive.
    """
    zone = catalogue.runners[entry.domain].zone
    return parameters_of(entry.range, period, zone, cut_off(entry, period, catalogue, now))


def parameters_of(
    covered: Range, period: Period, zone: ZoneInfo, cut_off: datetime
) -> dict[str, Any]:
    """Return the parameters for a range, period and cut-off as the store holds them."""
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
    """Return the instant up to which data count, in the business time zone.

    It is when the schedule publishes the period, or `now` if the period has not ended.
    """
    runner = catalogue.runners[entry.domain]
    _, end = period.bounds(runner.zone)
    if end > now:
        return now.astimezone(runner.zone)
    return runner.cut_off(period)
