"""Runs of a small project within the test's process, and the rows they store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from core.catalog.tasks import Task
from core.model.period import CADENCES
from core.model.records import Row
from core.run.context import ReleaseRequest
from core.run.pipeline import Options, Report
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.run.series import SeriesSelection, retire
from core.store.values import Store
from tests.project import NOW, settings_of
from tests.warehouses import HOLDER, open_for


def run(
    root: Path,
    url: str,
    period: str = "",
    *,
    domains: Sequence[str] = ("success",),
    kpis: Sequence[int] = (),
    now: str = NOW,
    partial: bool = False,
    dry_run: bool = False,
    publish: bool = False,
    wait: float = 0.0,
    release: ReleaseRequest | None = None,
    **environment: str,
) -> Report:
    """Run a project as `scorecard run` does, at the instant `now`."""
    settings = settings_of(root, now, SCORECARD_WAREHOUSE=url, **environment)
    request = RunRequest(domains, kpis, CADENCES, period, partial)
    options = Options(HOLDER, dry_run=dry_run, publish=publish, wait=wait, release=release)
    return run_pipeline(settings, request, options, say_nothing)


def catch_up(
    root: Path,
    url: str,
    *,
    now: str = "2026-11-16T09:05+01:00",
    publish: bool = False,
    domain: str = "success",
) -> Report:
    """Fill every gap of a project as `scorecard catch-up` does, at the instant `now`."""
    settings = settings_of(root, now, SCORECARD_WAREHOUSE=url)
    return run_pipeline(
        settings,
        RunRequest([domain], missing=True),
        Options(HOLDER, publish=publish),
        say_nothing,
    )


def retire_kpi(root: Path, url: str, number: int, domain: str = "success") -> None:
    """Retire what is stored of a KPI number, so that its file may begin another series."""
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    retire(settings, SeriesSelection(domain, number), "", Options(HOLDER), undo=False)


def say_nothing(task: Task, done: int, total: int) -> None:
    """Show no progress."""


def rows_of(root: Path, url: str, domain: str = "success") -> list[Row]:
    """Return all stored rows of a domain."""
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=False)) as warehouse:
        return Store(warehouse).rows(domain)


def row_of(
    root: Path, url: str, number: int, period: str, field: str = "", domain: str = "success"
) -> Row:
    """Return the one stored row of a field and period."""
    found = [
        row
        for row in rows_of(root, url, domain)
        if (row.kpi_number, row.period.label, row.field_details) == (number, period, field)
    ]
    assert len(found) == 1, found
    return found[0]


def values_of(
    root: Path, url: str, number: int, domain: str = "success"
) -> dict[str, float | None]:
    """Return a KPI's stored values by period; of a breakdown, by period and label."""
    return {
        row.period.label + (f" {row.field_details}" if row.field_details else ""): row.value
        for row in rows_of(root, url, domain)
        if row.kpi_number == number
    }


def workbook_at(path: Path) -> Workbook:
    """Open a published workbook."""
    return openpyxl.load_workbook(path)
