"""The periods for which a run computes a KPI. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from core.catalog import Catalogue, Entry, healing_periods, series_key, settling_periods
from core.model import Period, SeriesKey, last_ended, period_of


def has_data(entry: Entry, period: Period) -> bool:
    """Return whether a period is not before the first one with data."""
    return entry.since is None or period >= entry.since


def missing_periods(
    entry: Entry, today: date, first: Period | None, done: Collection[SeriesKey]
) -> list[Period]:
    """Return the ended periods that are not done, from the first stored one on.

    Of a KPI with nothing stored, that is the last ended one.
    """
    last = last_ended(entry.kpi.cadence, today)
    period = min(first, last) if first else last
    periods = []
    while period <= last:
        if series_key(entry, period) not in done:
            periods.append(period)
        period = period.shift(1)
    return periods


def scheduled_periods(
    catalogue: Catalogue, entry: Entry, today: date, done: Collection[SeriesKey]
) -> list[Period]:
    """Return the last ended period, after those that still settle or are not done.

    A learnt span may have become shorter: values that readers see as provisional settle then.
    """
    last = last_ended(entry.kpi.cadence, today)
    settling = max(settling_periods(catalogue, entry), entry.learnt.unsettled)
    periods = []
    for back in range(healing_periods(catalogue, entry), 0, -1):
        period = last.shift(-back)
        if back <= settling or series_key(entry, period) not in done:
            periods.append(period)
    return [*periods, last]


def today_periods(
    catalogue: Catalogue, entry: Entry, now: datetime, done: Collection[SeriesKey]
) -> list[Period]:
    """Return the day that it is, after those that are due: their own run was missed.

    A day that is over is left to its schedule until its cut-off: late data still arrive.
    """
    today = period_of("daily", catalogue.today(entry.domain, now))
    due = due_periods(catalogue, entry, now, done)
    # By a clock that was set back, today may have been over already.
    return due if series_key(entry, today) in done else [*due, today]


def due_periods(
    catalogue: Catalogue, entry: Entry, now: datetime, done: Collection[SeriesKey]
) -> list[Period]:
    """Return the scheduled periods that should be published by now and are not done."""
    today = catalogue.today(entry.domain, now)
    runner = catalogue.runners[entry.domain]
    return [
        period
        for period in scheduled_periods(catalogue, entry, today, done)
        if series_key(entry, period) not in done and runner.cut_off(period) <= now
    ]
