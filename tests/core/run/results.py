"""Results of runs in short, and a progress that interferes with a run."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from core.catalog.tasks import Task
from core.run.pipeline import Report
from tests.warehouses import stored

LATER = "2026-11-16T18:00+01:00"


def outcomes(report: Report) -> dict[tuple[int, str], str]:
    """Return for each KPI and period `value`, or why there is none."""
    return {
        (row.kpi_number, row.period.label): row.outcome if row.outcome == "value" else row.reason
        for result in report.results
        for row in result.rows
    }


def restatements(url: str) -> list[tuple[object, ...]]:
    """Return KPI, period, old value, new value and cause of each."""
    return stored(url, "kpi_number, period, old_value, new_value, cause", "scorecard_restatement")


def at_call(number: int, act: Callable[[], None]) -> Callable[[Task, int, int], None]:
    """Return a progress that acts at its call of that number."""
    calls = count(1)

    def progress(task: Task, done: int, total: int) -> None:
        if next(calls) == number:
            act()

    return progress
