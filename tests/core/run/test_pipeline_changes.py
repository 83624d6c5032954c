"""Whole runs over changed data or definitions: restatements, and breakdowns."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from core.kpi import Table
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.core.run.results import LATER, restatements
from tests.forms import edit, fill_forms
from tests.project import kpi_text, settings_of, write_project
from tests.runs import row_of, rows_of, run, values_of
from tests.warehouses import HOLDER, execute, stored


def test_late_data_restate_a_value_on_record(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    first = row_of(root, url, 6, "2026-W45")
    fill_forms(url, {"2026-W45": 2})
    run(root, url, "2026-W40..2026-W46", now=LATER)

    second = row_of(root, url, 6, "2026-W45")
    assert (first.value, second.value) == (6, 8)
    assert second.run_id != first.run_id
    assert second.computed_at == datetime.fromisoformat(LATER)
    assert row_of(root, url, 6, "2026-W44").computed_at == first.computed_at
    assert restatements(url) == [
        (5, "2026-W45", 4.5, 5.0, "data"),
        (5, "2026-W46", 5.5, 6.0, "data"),
        (6, "2026-W45", 6.0, 8.0, "data"),
    ]
    assert stored(url, "old_run_id, run_id", "scorecard_restatement")[0] == (
        first.run_id,
        second.run_id,
    )


def test_a_new_definition_restates_a_value_with_that_cause(root: Path, url: str) -> None:
    run(root, url, "2026-W46", kpis=[6])
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "2 * count(*)")
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    assert restatements(url) == [(6, "2026-W46", 7.0, 14.0, "definition")]


def test_a_value_derived_from_a_restated_one_has_its_cause_and_names_it(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W40..2026-W46")
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "2 * count(*)")
    run(root, url, "2026-W46", now=LATER)

    assert stored(url, "kpi_number, new_value, cause, note", "scorecard_restatement") == [
        (5, (4 + 5 + 6 + 14) / 4, "definition", "kpi_06"),
        (6, 14.0, "definition", ""),
    ]
    told = subprocess.run(
        [Path(sys.executable).with_name("scorecard"), "history", "success", "5"],
        cwd=root,
        env={**os.environ, "SCORECARD_WAREHOUSE": url},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "new definition of kpi_06" in told


def test_the_cause_outlives_a_run_that_stopped_before_the_derived_values(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W40..2026-W46")
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "2 * count(*)")
    request = RunRequest(["success"], kpis=[6], period="2026-W46", only=True)
    settings = settings_of(root, LATER, SCORECARD_WAREHOUSE=url)
    run_pipeline(settings, request, Options(HOLDER, publish=False), lambda *_: None)
    run(root, url, "2026-W46", now="2026-11-16T19:00+01:00")

    assert stored(url, "kpi_number, new_value, cause, note", "scorecard_restatement") == [
        (5, (4 + 5 + 6 + 14) / 4, "definition", "kpi_06"),
        (6, 14.0, "definition", ""),
    ]


def test_a_new_definition_that_gives_the_same_value_is_not_a_restatement(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W46", kpis=[6])
    before = row_of(root, url, 6, "2026-W46")
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "1 * count(*)")
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    after = row_of(root, url, 6, "2026-W46")
    assert restatements(url) == []
    assert after.definition != before.definition
    assert after.value == before.value


def test_a_comment_in_the_query_is_not_a_new_definition(root: Path, url: str) -> None:
    run(root, url, "2026-W46", kpis=[6])
    before = rows_of(root, url)
    edit(
        root,
        "scorecards/success/kpi_06.py",
        "SELECT count(*)",
        "-- forms, not people\n    SELECT  count(*)",
    )
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    assert rows_of(root, url) == before


def test_a_kpi_that_has_no_value_any_more_does_not_keep_the_old_number(
    root: Path, url: str
) -> None:
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "nullif(count(*), 0)")
    run(root, url, "2026-W46", kpis=[6])
    execute(url, "DELETE FROM stg.forms WHERE sent_on = '2026-11-15'")
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    row = row_of(root, url, 6, "2026-W46")
    assert (row.outcome, row.value, row.reason) == ("none", None, "the query returned NULL")
    assert restatements(url) == [(6, "2026-W46", 7.0, None, "data")]


def test_a_target_that_changed_is_on_the_row_without_a_restatement(root: Path, url: str) -> None:
    run(root, url, "2026-W46", kpis=[6])
    edit(
        root,
        "scorecards/success/kpi_06.py",
        "unit='count',",
        "unit='count', target=5, better='lower',",
    )
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    assert row_of(root, url, 6, "2026-W46").target == 5.0
    assert restatements(url) == []


BY_AREA = "SELECT area AS field, count(*) AS value FROM stg.visits GROUP BY area"


def visit(url: str, *areas: str) -> None:
    execute(
        url, "CREATE SCHEMA IF NOT EXISTS stg", "CREATE TABLE IF NOT EXISTS stg.visits (area text)"
    )
    execute(url, "DELETE FROM stg.visits")
    if areas:
        execute(url, "INSERT INTO stg.visits VALUES " + ", ".join(f"({area})" for area in areas))


@pytest.fixture
def by_area(tmp_path: Path) -> Path:
    return write_project(
        tmp_path, {"success/kpi_01.py": kpi_text(BY_AREA, sources=[Table("stg.visits")])}
    )


def test_a_breakdown_has_one_row_per_label(by_area: Path, warehouse_url: str) -> None:
    visit(warehouse_url, "'North'", "'South'", "'North'", "NULL")
    run(by_area, warehouse_url, "2026-W46")

    assert values_of(by_area, warehouse_url, 1) == {
        "2026-W46 North": 2,
        "2026-W46 South": 1,
        "2026-W46 (blank)": 1,
    }


def test_a_label_that_is_gone_keeps_its_row_without_a_value(
    by_area: Path, warehouse_url: str
) -> None:
    visit(warehouse_url, "'North'", "'South'")
    run(by_area, warehouse_url, "2026-W46")
    visit(warehouse_url, "'North'")
    run(by_area, warehouse_url, "2026-W46", now=LATER)
    row = row_of(by_area, warehouse_url, 1, "2026-W46", "South")
    again = run(by_area, warehouse_url, "2026-W46", now="2026-11-16T19:00+01:00")

    assert (row.value, row.reason) == (None, "the query no longer returns this field")
    assert restatements(warehouse_url) == [(1, "2026-W46", 1.0, None, "data")]
    assert [result.changes.written for result in again.results] == [()]


def test_an_empty_breakdown_is_one_row_with_the_reason_until_it_has_labels(
    by_area: Path, warehouse_url: str
) -> None:
    visit(warehouse_url)
    run(by_area, warehouse_url, "2026-W46")
    empty = rows_of(by_area, warehouse_url)
    visit(warehouse_url, "'North'")
    run(by_area, warehouse_url, "2026-W46", now=LATER)

    assert [(row.field_details, row.reason) for row in empty] == [("", "the query returned no row")]
    assert values_of(by_area, warehouse_url, 1) == {"2026-W46 North": 1}


def test_a_number_that_becomes_a_breakdown_settles_in_one_run(root: Path, url: str) -> None:
    run(root, url, "2026-W46", kpis=[6])
    edit(root, "scorecards/success/kpi_06.py", "SELECT count(*)", "SELECT 'all' AS field, count(*)")
    run(root, url, "2026-W46", kpis=[6], now=LATER)
    before = rows_of(root, url)
    again = run(root, url, "2026-W46", kpis=[6], now="2026-11-16T19:00+01:00")

    assert {row.field_details: row.value for row in before} == {"": None, "all": 7}
    assert rows_of(root, url) == before
    assert [(result.changes.written, result.changes.obsolete) for result in again.results] == [
        ((), ())
    ]
    assert restatements(url) == [(6, "2026-W46", 7.0, None, "definition")]
