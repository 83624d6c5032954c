"""The period of a KPI that a person names."""

from __future__ import annotations

from datetime import datetime

from core.catalog import Catalogue, Entry
from core.errors import UsageError
from core.model import Period, last_ended, parse_period


def choose_period(catalogue: Catalogue, entry: Entry, text: str, now: datetime) -> Period:
    """Return the period that a text names; `last` is the latest one that has ended.

    Raises:
        UsageError: The text is not a period, or one of another cadence than the KPI's.
    """
    cadence = entry.kpi.cadence
    last = last_ended(cadence, catalogue.today(entry.domain, now))
    period = last if text == "last" else parse_period(text)
    if period.cadence != cadence:
        fault = f"{entry.id} is {cadence}, but {period} is not"
        raise UsageError(f"{fault}; name a period such as {last}")
    return period
