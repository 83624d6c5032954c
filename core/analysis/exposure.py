"""Holidays as exposure: how much of a period is left for a KPI that counts what happens. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import lru_cache
from statistics import median

from core.model import Cadence, Period, period_of

_FEWEST = 4  # earlier periods with a holiday from which its effect is learned
_WORKDAYS = 5
_DAY = timedelta(days=1)


def holidays_in(period: Period, holidays: Collection[date]) -> int:
    """Return how many holidays from Monday to Friday lie in a period."""
    return _by_period(frozenset(holidays), period.cadence)[period]


def lost_share(period: Period, holidays: Collection[date]) -> float:
    """Return the share of a period's days from Monday to Friday that are holidays."""
    lost = holidays_in(period, holidays)
    return lost / _workdays(period) if lost else 0.0


# Cached: the lines of a domain share their holidays.
@lru_cache(maxsize=64)
def _by_period(holidays: frozenset[date], cadence: Cadence) -> Counter[Period]:
    workdays = (day for day in holidays if day.weekday() < _WORKDAYS)
    return Counter(period_of(cadence, day) for day in workdays)


def _workdays(period: Period) -> int:
    days = (period.day_after - period.first_day).days
    return sum((period.first_day + each * _DAY).weekday() < _WORKDAYS for each in range(days))


def kept_shares(
    values: Sequence[float], expected: Sequence[float], lost: Sequence[float]
) -> list[float]:
    """Return which share of what a period would have without holidays is left, 1 for all of it.

    `expected` is what holidays left aside would have been there. How much of a lost day is missing
    is the median of what was missing in earlier periods with holidays, between nothing and all of
    it: people ride bicycles on holidays, and offices close. Where there are too few of these, each
    period gets the nearer of the two, so that a holiday of unknown effect makes no value unusual.
    """
    missing = [
        (1 - value / usual) / share
        for value, usual, share in zip(values[:-1], expected, lost, strict=False)
        if share and usual > 0
    ]
    if len(missing) >= _FEWEST:
        effect = min(max(median(missing), 0.0), 1.0)
        return [1 - effect * share for share in lost]
    return [_nearer(*each) for each in zip(values, expected, lost, strict=True)]


def _nearer(value: float, usual: float, share: float) -> float:
    """Return 1, or the share that is left if all of a holiday is lost, as the value suggests."""
    with_loss = usual * (1 - share)
    return 1 - share if share and abs(value - with_loss) < abs(value - usual) else 1.0
