"""Tasks of other cadences that a scheduled run computes before its own."""

from __future__ import annotations

from datetime import UTC, datetime

from core.catalog.tasks import Task, series_key
from core.model.period import parse_period
from core.model.sources import Values
from core.run.prerequisites import find_prerequisites
from tests.catalogues import catalogue_with, entry

MONDAY = datetime(2026, 11, 16, 5, tzinfo=UTC)  # six in Berlin, the day after 2026-W46
DAYS = entry(1, cadence="daily")
WEEKS = entry(2, sources=(Values(1, cadence="daily"),))
OF_BOARD = entry(3, domain="board", sources=(Values(1, domain="success", cadence="daily"),))
NEXT_DAY = entry(4, cadence="daily", sources=(Values(2, cadence="weekly"),))
CATALOGUE = catalogue_with(DAYS, WEEKS, OF_BOARD, NEXT_DAY)
EARLIER = {series_key(DAYS, parse_period(f"2026-11-{day}")) for day in (11, 12, 13)}


def found(task: Task, *cadences: str) -> list[tuple[int, str]]:
    tasks = find_prerequisites(
        CATALOGUE,
        [task],
        cadences,  # type: ignore[arg-type] -- texts of the literal
        MONDAY,
        {"success": EARLIER},
    )
    return [(each.entry.number, str(each.period)) for each in tasks]


def test_due_days_of_a_week_come_before_it() -> None:
    week = Task(WEEKS, parse_period("2026-W46"))
    assert found(week, "weekly") == [(1, "2026-11-14"), (1, "2026-11-15")]


def test_a_cadence_that_runs_anyway_is_left_to_itself() -> None:
    assert found(Task(WEEKS, parse_period("2026-W46")), "daily", "weekly") == []


def test_values_of_another_domain_are_left_to_its_runner() -> None:
    assert found(Task(OF_BOARD, parse_period("2026-W46")), "weekly") == []


def test_what_is_read_in_between_comes_too() -> None:
    catalogue_days = found(Task(NEXT_DAY, parse_period("2026-11-16")), "monthly")
    assert catalogue_days == [(2, "2026-W46"), (1, "2026-11-14"), (1, "2026-11-15")]
