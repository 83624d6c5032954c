"""Runs for today so far that stop are overdue, on both engines."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from core.catalog.check import load_valid_catalogue
from core.operations.deadlines import all_overdue
from core.operations.hourly import newest_start
from core.runner import Runner
from core.store.runs import Run, Runs
from tests.project import kpi_text, runner_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import open_for

RUNNER = Runner(
    title="Success",
    timezone="Europe/Berlin",
    schedule={"daily": "0 6 * * *"},
    today="0 8-20 * * *",
)
DAILY = {"success/kpi_05.py": kpi_text(name="Forms", cadence="daily")}


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-11-16T08:59+01:00", None),
        ("2026-11-16T09:00+01:00", "2026-11-16T08:00+01:00"),
        ("2026-11-16T13:30+01:00", "2026-11-16T12:00+01:00"),
        ("2026-11-16T23:59+01:00", "2026-11-16T20:00+01:00"),
        ("2026-11-17T00:30+01:00", None),
    ],
)
def test_a_start_counts_an_hour_later_and_on_its_own_day(now: str, start: str | None) -> None:
    expected = datetime.fromisoformat(start) if start else None
    assert newest_start(RUNNER, datetime.fromisoformat(now)) == expected


def test_a_runner_without_hourly_runs_misses_none() -> None:
    plain = Runner(title="Success", timezone="Europe/Berlin", schedule={"daily": "0 6 * * *"})
    assert newest_start(plain, datetime.fromisoformat("2026-11-16T13:30+01:00")) is None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    text = runner_text("success").replace("    sheet=", '    today="0 8-20 * * *",\n    sheet=')
    return write_project(tmp_path, DAILY, {"success": text})


def reasons(root: Path, url: str, now: str) -> list[tuple[str, str, str]]:
    settings = settings_of(root, now, SCORECARD_WAREHOUSE=url)
    catalogue, _ = load_valid_catalogue(settings, ["success"])
    with closing(open_for(settings, write=False)) as database:
        found = all_overdue(settings, catalogue, database, ["success"])
    return [(each.period.label, each.reason, each.command) for each in found]


def test_hourly_runs_that_stopped_are_overdue(root: Path, warehouse_url: str) -> None:
    run(root, warehouse_url, "2026-11-15", now="2026-11-16T06:00+01:00", publish=True)
    began = datetime.fromisoformat("2026-11-16T08:00+01:00")
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=warehouse_url))) as database:
        command = "scorecard run success --today --wait 3600"
        of_today = Run("run-today", "success", command, "cron", "here", "", began)
        Runs(database).begin([of_today], [])

    assert reasons(root, warehouse_url, "2026-11-16T09:30+01:00") == []
    assert reasons(root, warehouse_url, "2026-11-16T12:30+01:00") == [
        (
            "2026-11-16",
            "no run for today so far since 2026-11-16 11:00",
            "scorecard run success --today",
        )
    ]


def test_a_day_that_is_overdue_itself_says_enough(root: Path, warehouse_url: str) -> None:
    run(root, warehouse_url, "2026-11-14", now="2026-11-15T06:00+01:00", publish=True)

    ((period, reason, _),) = reasons(root, warehouse_url, "2026-11-16T12:30+01:00")
    assert (period, reason) == ("2026-11-15", "no run since 2026-11-16 06:00")
