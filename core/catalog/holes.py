"""Holes: periods that no scheduled run computes any more, although they are not done. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.catalog.entries import Catalogue, Entry
from core.catalog.lineage import settling_periods
from core.catalog.staleness import name_periods, shorten_lines
from core.catalog.tasks import series_key
from core.model import Period, SeriesKey, last_ended

HEALED_PERIODS = 4  # how far back a run without a period fills gaps


@dataclass(frozen=True, slots=True)
class Hole:
    """Periods of a KPI, oldest first, that are missing, failed or only partial."""

    entry: Entry
    periods: tuple[Period, ...]

    @property
    def command(self) -> str:
        """The command that fills it."""
        return f"scorecard catch-up {self.entry.domain}"

    def __str__(self) -> str:
        return (
            f"{self.entry.id} {name_periods(self.periods)} is missing or has failed, and is too old"
            f" for a scheduled run; fill it with {self.command}"
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object, with all its periods."""
        return {
            "domain": self.entry.domain,
            "kpi": self.entry.number,
            "state": "missing",
            "periods": [period.label for period in self.periods],
            "reason": "missing or failed, and too old for a scheduled run",
            "command": self.command,
        }


def may_have_holes(entry: Entry, today: date, extent: tuple[date, int] | None) -> bool:
    """Return whether a KPI has not as many periods done as there are since its first stored one.

    `extent` is the first day of the oldest stored period and how many periods are done.
    """
    if extent is None:  # no run has begun with it yet
        return False
    first, count = extent
    return count != sum(1 for _ in _periods(entry, Period(first, entry.kpi.cadence), today))


def find_hole(
    catalogue: Catalogue,
    entry: Entry,
    today: date,
    first: date,
    done: Collection[SeriesKey],
) -> Hole | None:
    """Return the hole of a KPI whose oldest stored period begins on `first`, if it has one."""
    newest = last_ended(entry.kpi.cadence, today)
    healed = newest.shift(-healing_periods(catalogue, entry))
    periods = tuple(
        period
        for period in _periods(entry, Period(first, entry.kpi.cadence), today)
        if period < healed and series_key(entry, period) not in done
    )
    return Hole(entry, periods) if periods else None


def healing_periods(catalogue: Catalogue, entry: Entry) -> int:
    """Return how many periods before the last ended one a scheduled run looks at."""
    return max(HEALED_PERIODS, settling_periods(catalogue, entry), entry.learnt.unsettled)


def _periods(entry: Entry, first: Period, today: date) -> Iterator[Period]:
    """Yield the ended periods since the first stored one, but not before the KPI's `since`."""
    period = max(first, entry.since) if entry.since else first
    last = last_ended(entry.kpi.cadence, today)
    while period <= last:
        yield period
        period = period.shift(1)


def hole_lines(holes: Iterable[Hole]) -> list[str]:
    """Return one sentence per KPI on its holes; of many KPIs only the first."""
    return shorten_lines([str(hole) for hole in holes], "missing or failed")
