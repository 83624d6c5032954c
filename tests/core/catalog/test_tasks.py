"""Tasks and the keys of the rows that they make."""

from __future__ import annotations

from datetime import date

from core.catalog.tasks import Task, series_key
from core.model.period import parse_period
from tests.catalogues import entry


def test_a_task_is_identified_by_kpi_and_period() -> None:
    week = parse_period("2026-W46")
    assert Task(entry(6), week).key == ("success", 6, week)


def test_a_series_is_another_one_with_another_field_or_range() -> None:
    week = parse_period("2026-W46")
    monday = date(2026, 11, 9)

    assert series_key(entry(6), week) == (6, "n6", "week", monday)
    assert series_key(entry(6, field="other"), week) == (6, "other", "week", monday)
    assert series_key(entry(6, range="4 weeks"), week) == (6, "n6", "4 weeks", monday)
