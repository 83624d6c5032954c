"""`scorecard catch-up` as people and cron use it."""

from __future__ import annotations

import json
from pathlib import Path

from core.publish import Published
from tests.core.cli.gaps import AFTER, root, scorecard, url, weeks
from tests.processes import Outcome, another_process_holding
from tests.project import kpi_text, write_project
from tests.runs import catch_up, rows_of, run, values_of
from tests.warehouses import execute, stored

__all__ = ["root", "url"]


def test_a_machine_that_was_off_for_months_fills_the_gap_in_order_and_nothing_else(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W30..2026-W31", now="2026-08-03T06:00+02:00")
    run(root, url, "2026-W40", now="2026-10-05T06:00+02:00")

    report = catch_up(root, url, publish=True)

    gaps = [f"2026-W{week}" for week in (*range(32, 40), *range(41, 47))]
    ran = [(result.task.entry.number, result.task.period.label) for result in report.results]
    # What was stored for W40 was made from W39, which was missing, and follows.
    assert ran[: len(gaps)] == [(6, label) for label in gaps]
    assert sorted(ran[len(gaps) :]) == sorted([(5, label) for label in gaps] + [(5, "2026-W40")])
    assert weeks(root, url, 6) == weeks(root, url, 5) == list(range(30, 47))
    assert values_of(root, url, 5)["2026-W40"] == 14.0
    published = report.published["success"]
    assert isinstance(published, Published)
    assert published.written


def test_failed_and_partial_values_are_recomputed_however_old_they_are(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W30..2026-W46", kpis=[6], now=AFTER)
    execute(
        url,
        "UPDATE vl_analytics.scorecard_success SET outcome = 'failed', value = NULL WHERE period ="
        " '2026-W31'",
        "UPDATE vl_analytics.scorecard_success SET partial = true WHERE period = '2026-W33'",
    )
    report = catch_up(root, url)
    ran = {(result.task.entry.number, result.task.period.label) for result in report.results}
    assert ran == {(6, "2026-W31"), (6, "2026-W33"), (5, "2026-W46")}
    assert {(row.outcome, row.partial) for row in rows_of(root, url)} == {("value", False)}
    assert catch_up(root, url).results == ()


def test_if_nothing_is_missing_nothing_runs_and_nothing_is_published(root: Path, url: str) -> None:
    run(root, url, "last", now=AFTER)
    runs = stored(url, "run_id", "scorecard_run", "1")
    found = scorecard(root, url, "catch-up")
    assert found == Outcome(0, "success: nothing is missing\n", "")
    assert scorecard(root, url, "catch-up", "success", "--format", "json") == Outcome(0, "[]\n", "")
    assert stored(url, "run_id", "scorecard_run", "1") == runs
    assert not (root / "var" / "success.xlsx").exists()


def test_catching_up_prints_its_results_as_a_run_does(root: Path, url: str) -> None:
    run(root, url, "2026-W44", now="2026-11-02T06:00+01:00")
    shown = scorecard(root, url, "catch-up", "--dry-run", "--format", "json")
    assert [
        (each["kpi_number"], each["period"], each["value"]) for each in json.loads(shown.out)
    ] == [
        (6, "2026-W45", 7.0),
        (6, "2026-W46", 7.0),
        (5, "2026-W45", 14.0),
        (5, "2026-W46", 14.0),
    ]
    assert weeks(root, url, 6) == [44]

    found = scorecard(root, url, "catch-up", "success", "--no-publish")
    assert (found.code, found.err) == (0, "")
    assert found.out.endswith("\n4 new\n")
    assert weeks(root, url, 6) == [44, 45, 46]


def test_catching_up_ends_with_1_where_a_kpi_fails_and_with_4_where_a_run_holds_the_lock(
    root: Path, url: str
) -> None:
    write_project(root, {"success/kpi_07.py": kpi_text("SELECT 1 / 0 AS value", name="Broken")})
    failed = scorecard(root, url, "catch-up")
    assert failed.code == 1
    assert "scorecards/success/kpi_07.py: 2026-W46: " in failed.err
    with another_process_holding(root, url):
        kept = scorecard(root, url, "catch-up", "--wait", "0")
    assert kept.code == 4
    assert "scorecard run success --week 2026-W46" in kept.err


def test_what_a_killed_command_stored_is_published_although_nothing_is_missing(
    root: Path, url: str
) -> None:
    run(root, url, "last", now=AFTER)
    scorecard(root, url, "publish", "success")
    scorecard(root, url, "catch-up")
    execute(
        url,
        "UPDATE vl_analytics.scorecard_success SET value = 77, computed_at = '2027-02-01 06:00+01'"
        " WHERE kpi_number = 5",
    )

    found = scorecard(root, url, "catch-up")

    assert found.out == "success: nothing is missing\n"
    assert (found.code, found.err) == (0, "published var/success.xlsx\n")
