"""Whole runs in which something fails: the rest is stored, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.errors import CatalogueError
from core.kpi import Table
from tests.core.run.results import LATER, outcomes, restatements
from tests.forms import FORMS, KPI_06, edit, fill_forms
from tests.project import kpi_text, write_project
from tests.runs import row_of, rows_of, run, values_of


def test_a_kpi_that_fails_keeps_what_was_stored_and_stops_nothing_else(
    failing: Path, url: str
) -> None:
    before = row_of(failing, url, 6, "2026-W46")
    report = run(failing, url, "2026-W46", now=LATER)

    told = outcomes(report)
    assert not report.ok
    assert re.search("(?i)division by zero", told[6, "2026-W46"])
    assert told[5, "2026-W46"] == "depends on kpi_06, which failed"
    assert told[7, "2026-W46"] == "value"
    assert row_of(failing, url, 6, "2026-W46") == before
    assert row_of(failing, url, 7, "2026-W46").value == 70
    assert row_of(failing, url, 5, "2026-W46").reason == "depends on kpi_06, which failed"


def test_the_next_run_recovers_once_the_fault_is_fixed(failing: Path, url: str) -> None:
    run(failing, url, "2026-W46", now=LATER)
    edit(failing, "scorecards/success/kpi_06.py", "count(*) / (count(*) - count(*))", "count(*)")
    report = run(failing, url, "2026-W46", now="2026-11-16T19:00+01:00")

    assert report.ok
    assert values_of(failing, url, 5)["2026-W46"] == 5.5
    assert restatements(url) == []


def test_a_kpi_that_fails_at_its_first_run_is_stored_as_failed(root: Path, url: str) -> None:
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "count(*) / 0")
    run(root, url, "2026-W46")

    row = row_of(root, url, 6, "2026-W46")
    assert (row.outcome, row.value) == ("failed", None)
    assert re.search("(?i)division by zero", row.reason)


def test_a_missing_table_fails_its_kpi_alone(tmp_path: Path, url: str) -> None:
    kpis = {
        "success/kpi_01.py": kpi_text(
            "SELECT count(*) AS value FROM stg.gone", sources=[Table("stg.gone")]
        ),
        "success/kpi_06.py": KPI_06.replace("'Forms'", "'Other'"),
    }
    report = run(write_project(tmp_path, kpis), url, "2026-W46")

    assert re.search(r"stg\.gone|gone does not exist", outcomes(report)[1, "2026-W46"])
    assert outcomes(report)[6, "2026-W46"] == "value"


def test_a_catalogue_with_a_finding_runs_nothing(root: Path, url: str) -> None:
    edit(root, "scorecards/success/kpi_06.py", "success@example.com", "nobody")

    with pytest.raises(CatalogueError, match=r"scorecards/success/kpi_06\.py:\d+: owner 'nobody'"):
        run(root, url, "2026-W46")
    assert rows_of(root, url) == []


def test_one_week_that_fails_does_not_fail_the_others(tmp_path: Path, warehouse_url: str) -> None:
    inverse = "SELECT 12 / (count(*) - 3)::float AS value FROM stg.forms WHERE sent_on = :last_day"
    write_project(
        tmp_path,
        {"success/kpi_07.py": kpi_text(inverse, name="Inverse", unit="number", sources=[FORMS])},
    )
    fill_forms(warehouse_url)
    run(tmp_path, warehouse_url, "2026-W40..2026-W44")

    found = {row.period.label: (row.outcome, row.value) for row in rows_of(tmp_path, warehouse_url)}
    assert found == {
        "2026-W40": ("value", -6),
        "2026-W41": ("value", -12),
        "2026-W42": ("failed", None),
        "2026-W43": ("value", 12),
        "2026-W44": ("value", 6),
    }
