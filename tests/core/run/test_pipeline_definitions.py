"""Whole runs over changed definitions: what decides a value, causes, and stores of before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.run.results import LATER, restatements
from tests.forms import edit, fill_forms
from tests.runs import row_of, rows_of, run
from tests.warehouses import execute, stored

KPI_06 = "scorecards/success/kpi_06.py"


def make_old(url: str) -> None:
    """Turn the store into one of an earlier release, which hashed otherwise and kept less."""
    rows = "UPDATE vl_analytics.scorecard_success SET definition = 'old-' || kpi_number"
    definitions = (
        "UPDATE vl_analytics.scorecard_definition SET version = 'old-' || kpi_number, since = NULL,"
        " settles = NULL, source_details = NULL, timezone = '', title = '', file_text = NULL"
    )
    execute(url, rows, definitions, "UPDATE vl_analytics.scorecard_run SET revision = NULL")


def test_an_upgrade_restates_nothing_and_writes_no_value(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    make_old(url)
    before = rows_of(root, url)
    report = run(root, url, "2026-W40..2026-W46", now=LATER)

    assert rows_of(root, url) == before
    assert restatements(url) == []
    assert all(not result.changes.written for result in report.results)
    assert report.notes == ()


def test_late_data_after_an_upgrade_have_the_cause_data(root: Path, url: str) -> None:
    run(root, url, "2026-W46", kpis=[6])
    make_old(url)
    fill_forms(url, {"2026-W46": 2})
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    assert restatements(url) == [(6, "2026-W46", 7.0, 9.0, "data")]


def test_a_value_derived_across_an_upgrade_has_no_remark(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W45", kpis=[6])
    make_old(url)
    run(root, url, "2026-W46")

    assert row_of(root, url, 5, "2026-W46").remark == ""


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("runners/success.py", "Europe/Berlin", "Asia/Tokyo"),
        (KPI_06, "count(*)", "1 * count(*)"),
    ],
)
def test_new_data_under_a_new_definition_have_the_cause_definition(
    root: Path, url: str, file: str, old: str, new: str
) -> None:
    run(root, url, "2026-W46", kpis=[6])
    edit(root, file, old, new)
    fill_forms(url, {"2026-W46": 2})
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    assert restatements(url) == [(6, "2026-W46", 7.0, 9.0, "definition")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("owner='success@example.com'", "owner='other@example.com'"),
        ("What the test counts.", "All forms of the week."),
        ("unit='count',", "unit='count', reviewed='2026-11-01',"),
        ("unit='count',", "unit='count', since='2026-W40',"),
    ],
)
def test_what_decides_no_value_rewrites_none_and_is_kept(
    root: Path, url: str, old: str, new: str
) -> None:
    run(root, url, "2026-W44..2026-W46", kpis=[6])
    before = rows_of(root, url)
    edit(root, KPI_06, old, new)
    run(root, url, "2026-W44..2026-W46", kpis=[6], now=LATER)

    assert rows_of(root, url) == before
    assert restatements(url) == []
    texts = [text for (text,) in stored(url, "file_text", "scorecard_definition", "revision")]
    assert [new in text for text in texts] == [False, True]


def test_running_twice_adds_no_revision(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    run(root, url, "2026-W46", now=LATER)

    assert stored(url, "revision, kpi_number", "scorecard_definition") == [(1, 6), (2, 5)]
    assert [revision for (revision,) in stored(url, "revision", "scorecard_run", "1")] == [2, 2]
