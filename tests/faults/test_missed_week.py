"""A run without a period computes missing weeks, also after one that broke off halfway."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.tasks import Task
from core.kpi import Values
from core.model.period import CADENCES
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.project import NOW, kpi_text, settings_of, write_project
from tests.runs import run, values_of
from tests.warehouses import HOLDER

A_WEEK_LATER = "2026-11-23T06:00+01:00"


def test_readers_of_a_missed_week_are_computed_even_if_the_first_catch_up_breaks_off(
    tmp_path: Path, warehouse_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.run.pipeline.WRITE_EVERY", 0.0)
    theirs = kpi_text(
        "SELECT value * 10 AS value FROM kpi_01", sources=[Values(1, domain="success")]
    )
    write_project(
        tmp_path,
        {"success/kpi_01.py": kpi_text("SELECT 7 AS value"), "leadership/kpi_01.py": theirs},
    )
    run(tmp_path, warehouse_url, domains=["leadership"])
    without = values_of(tmp_path, warehouse_url, 1, "leadership")

    def break_off(task: Task, done: int, total: int) -> None:
        if task.entry.domain == "leadership":
            raise KeyboardInterrupt

    settings = settings_of(tmp_path, A_WEEK_LATER, SCORECARD_WAREHOUSE=warehouse_url)
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(
            settings,
            RunRequest(["leadership", "success"], (), CADENCES),
            Options(HOLDER),
            break_off,
        )
    run(tmp_path, warehouse_url, domains=["leadership", "success"], now=A_WEEK_LATER)

    assert NOW < A_WEEK_LATER
    assert set(without.values()) == {None}
    assert values_of(tmp_path, warehouse_url, 1, "leadership")["2026-W46"] == 70
