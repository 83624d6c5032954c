"""A scorecard of a few KPIs over the weeks of 2026, every value told from its number and week."""

from __future__ import annotations

from dataclasses import replace

from core.model.definition import Definition
from core.model.records import Row
from tests.core.publish.samples import CHURN, FORMS, REVENUE, row

# Owners in another order than numbers, so that sorting by owner moves every line.
CALLS = replace(FORMS, kpi_number=3, field_name="calls", name="Calls", owner="zoe@example.com")
LEADS = replace(FORMS, kpi_number=9, field_name="leads", name="Leads", owner="ann@example.com")
TEAM = replace(FORMS, kpi_number=40, field_name="team", name="Team", owner="mia@example.com")
KPIS = (
    CALLS,
    replace(FORMS, owner="yan@example.com"),
    LEADS,
    replace(REVENUE, owner="bob@example.com"),
    CHURN,
)
TWO = KPIS[:2]  # Calls and Forms
PARTS = ("North", "South")


def number(definition: Definition, week: int, part: str = "") -> float:
    """Return the value of a KPI in a week: no two are alike."""
    return definition.kpi_number * 1000 + week + {"": 0.0, "North": 0.25, "South": 0.5}[part]


def weeks(
    definitions: tuple[Definition, ...] = KPIS, first: int = 1, last: int = 46, plus: float = 0
) -> list[Row]:
    """Return rows of some KPIs for some weeks of 2026, `plus` added to each value."""
    return [
        row(each, f"2026-W{week:02}", number(each, week) + plus)
        for each in definitions
        for week in range(first, last + 1)
    ]


def parts(first: int = 1, last: int = 46) -> list[Row]:
    """Return rows of a KPI that has only parts."""
    return [
        row(TEAM, f"2026-W{week:02}", number(TEAM, week, part), part)
        for part in PARTS
        for week in range(first, last + 1)
    ]


def expected(
    definitions: tuple[Definition, ...] = KPIS, first: int = 1, last: int = 46, plus: float = 0
) -> dict[tuple[str, str], float]:
    """Return what the sheet has to hold, by name and header."""
    return {
        (each.name, f"W{week:02}"): number(each, week) + plus
        for each in definitions
        for week in range(first, last + 1)
    }
