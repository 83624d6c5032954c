"""A span of days that a person asks for, and the periods that end within it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import UsageError
from core.model.kpi import Cadence
from core.model.period import Period, last_ended, parse_period, period_of


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both inclusive; `text` is what the person wrote."""

    first: date
    last: date
    text: str

    def holds(self, period: Period) -> bool:
        """Return whether `period` ends within the span.

        The span `last` holds the latest period of each cadence that has ended.
        """
        if self.text == "last":
            return period == last_ended(period.cadence, self.last + timedelta(days=1))
        return self.first <= period.last_day <= self.last

    def periods(self, cadence: Cadence) -> Iterable[Period]:
        """Yield the periods of `cadence` that end within the span, oldest first."""
        period = period_of(cadence, self.first)
        while period.last_day <= self.last:
            yield period
            period = period.shift(1)


def parse_span(text: str, today: date) -> Span:
    """Read a period or `A..B`, where either end may be `last`: up to yesterday.

    Raises:
        UsageError: An end is not a period, or the span ends before it begins.
    """
    first_text, dots, last_text = text.partition("..")
    first = _parse_end(first_text, today)
    last = _parse_end(last_text, today) if dots else first
    if last.last_day < first.first_day:
        raise UsageError(f"period {text!r} ends before it begins; write the earlier one first")
    return Span(first.first_day, last.last_day, text)


def _parse_end(text: str, today: date) -> Period:
    return last_ended("daily", today) if text == "last" else parse_period(text)
