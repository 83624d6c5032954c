"""Results of tasks of KPI 06, computed in W46."""

from __future__ import annotations

from typing import Any

from core.catalog import Entry, Task
from core.compute import TaskResult
from core.compute.changes import compare
from core.kpi import Kpi
from core.model import Row
from tests.rows import row as stored_row

KPI = Kpi(name="Forms", owner="a@example.com", unit="count", query="SELECT 1 AS value")
ENTRY = Entry("success", 6, "scorecards/success/kpi_06.py", "What is counted.", KPI, "", "")


def row(value: float | None = 3.0, field: str = "", period: str = "2026-W46", **given: Any) -> Row:
    """Return a row of KPI 06 as it is computed on the Monday after."""
    return stored_row(value, field, period, **{"definition": "a1b2c3", **given})


FAILED = row(None, outcome="failed", reason="no such table")


def result(*computed: Row, before: tuple[Row, ...] = ()) -> TaskResult:
    """Return the result of a task that computed rows over those stored before."""
    changes = compare({each.key: each for each in before}, computed)
    return TaskResult(Task(ENTRY, computed[0].period), computed, before, changes)
