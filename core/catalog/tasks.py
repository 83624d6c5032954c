"""Tasks, each one KPI for one period, and the steps of a run."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog.entries import Entry
from core.model import Period, SeriesKey


@dataclass(frozen=True, slots=True)
class Task:
    """One KPI for one period."""

    entry: Entry
    period: Period

    @property
    def key(self) -> tuple[str, int, Period]:
        """Domain, number and period, which identify the task."""
        return self.entry.domain, self.entry.number, self.period


@dataclass(frozen=True, slots=True)
class Step:
    """All periods of one KPI in a run, oldest first; they are stored together or not at all."""

    tasks: tuple[Task, ...]

    @property
    def entry(self) -> Entry:
        """The KPI."""
        return self.tasks[0].entry


def series_key(entry: Entry, period: Period) -> SeriesKey:
    """Return the key of a KPI's rows for a period, unique within its domain."""
    return entry.number, entry.kpi.field_name, str(entry.range), period.first_day
