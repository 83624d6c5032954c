"""Computers over a few rows in memory, and the statements that they send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.catalog.check import check
from core.catalog.tasks import Step, Task
from core.compute.computer import Computer, Questions, Workload
from core.compute.extracts import Extracts, Point
from core.compute.files import ProjectFiles
from core.engines import LocalDatabase, open_in_memory
from core.engines.local import LocalDuckDb
from core.kpi import Table
from core.model.period import Period, parse_period
from core.model.records import Outcome
from core.sheets import Workbooks
from tests.project import catalogue_of, kpi_text

NOW = datetime.fromisoformat("2027-06-01T00:00Z")
LAST = parse_period("2026-W46")
# One form a day, of which every seventh has no kind.
FORMS = """
    CREATE SCHEMA stg;
    CREATE TABLE stg.forms AS
    SELECT n AS id, TIMESTAMPTZ '2026-01-01 12:00Z' + n * INTERVAL 1 DAY AS sent_at,
        CASE WHEN n % 7 > 0 THEN 'k' || (n % 2) END AS kind, 'no number' AS note
    FROM range(330) AS s(n)
"""
WEEK = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"


@dataclass(frozen=True)
class NoHistory:
    """Values of other KPIs by period, as far as a test gives them; those that failed."""

    values: Mapping[Period, float] = field(default_factory=dict)
    failures: frozenset[Period] = frozenset()

    def points(self, entry: Any, periods: Sequence[Period]) -> list[Point]:  # noqa: ARG002 -- the protocol's
        return [
            Point(period, "", self.values[period]) for period in periods if period in self.values
        ]

    def find_unanswered(self, _: object, period: Period) -> Outcome | None:
        return "failed" if period in self.failures else None


def kpis_of(*queries: str, **attributes: Any) -> dict[str, str]:
    """Return KPI files of queries over forms, numbered from 1."""
    options = {"sources": [Table("stg.forms")], "unit": "number", **attributes}
    return {
        f"success/kpi_{number:02}.py": kpi_text(query, name=f"Number {number}", **options)
        for number, query in enumerate(queries, 1)
    }


@contextmanager
def computer_of(
    root: Path, kpis: Mapping[str, str], history: NoHistory | None = None
) -> Iterator[Computer]:
    """Open a computer for KPIs over a DuckDB in memory with the table of forms."""
    catalogue = catalogue_of(root, kpis)

    def fill(database: LocalDatabase) -> None:
        database.execute(FORMS)

    files = ProjectFiles(root)
    with open_in_memory(fill, 20) as snapshot:
        extracts = Extracts(snapshot, files, Workbooks(root, {}))
        facts = check(catalogue).facts
        yield Computer(catalogue, facts, snapshot, extracts, history or NoHistory(), NOW)


def step_of(computer: Computer, number: int, periods: int) -> Step:
    """Return the step of a KPI for its last periods up to 2026-W46."""
    entry = computer.catalogue.entry("success", number)
    return Step(tuple(Task(entry, LAST.shift(back - periods + 1)) for back in range(periods)))


def questions_of(computer: Computer, number: int, periods: int) -> Questions:
    """Return the questions of a KPI for its last periods up to 2026-W46."""
    _, questions = computer.prepare(step_of(computer, number, periods).tasks)
    return questions


def work_of(
    root: Path, query: str = f"SELECT count(*) AS value {WEEK}", **options: Any
) -> Workload:
    """Return the workload of one KPI, local unless `is_local` is given, for `periods`."""
    periods, is_local = options.pop("periods", 1), options.pop("is_local", True)
    catalogue = catalogue_of(root, kpis_of(query, **options))
    entry, facts = catalogue.entry("success", 1), check(catalogue).facts["success", 1]
    obstacle = "" if is_local else "the tables stay in the warehouse"
    return Workload(entry, facts, periods, "Europe/Berlin", obstacle)


def record_statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which each query's text is added, in DuckDB's dialect."""
    statements: list[str] = []
    fetch = LocalDuckDb.fetch

    def recorded(self: LocalDuckDb, sql: str, params: Any, **options: Any) -> Any:
        statements.append(" ".join(sql.split()))
        return fetch(self, sql, params, **options)

    monkeypatch.setattr(LocalDuckDb, "fetch", recorded)
    return statements
