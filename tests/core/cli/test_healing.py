"""`catch-up` and `overdue` as people, cron and monitors use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.kpi import Table, Values
from tests.processes import Outcome, another_process_holding, ended, start
from tests.project import kpi_text, write_project
from tests.runs import catch_up, rows_of, run, values_of
from tests.warehouses import execute, stored

AFTER = "2026-11-16T09:05+01:00"
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
KPIS = {
    "success/kpi_05.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_06", name="Sum", sources=[Values(6, last=2)]
    ),
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[Table("stg.forms")]),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(warehouse_url: str) -> str:
    """Return a warehouse with one form on each day from 2026-W30 to W46."""
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date)",
        (
            "INSERT INTO stg.forms SELECT unnest(generate_series(DATE '2026-07-20', DATE"
            " '2026-11-15', INTERVAL 1 DAY))"
            if warehouse_url.startswith("duckdb")
            else (
                "INSERT INTO stg.forms SELECT generate_series(date '2026-07-20', date '2026-11-15',"
                " interval '1 day')"
            )
        ),
    )
    return warehouse_url


def scorecard(root: Path, url: str, *arguments: str, now: str = AFTER) -> Outcome:
    return ended(start(root, *arguments, SCORECARD_WAREHOUSE=url, SCORECARD_NOW=now))


def weeks(root: Path, url: str, number: int) -> list[int]:
    return [int(label[-2:]) for label in sorted(values_of(root, url, number))]


# catch-up


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
    assert report.published["success"].written  # type: ignore[union-attr]


def test_what_failed_or_is_partial_is_made_again_however_old_it_is(root: Path, url: str) -> None:
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


def test_where_nothing_is_missing_nothing_runs_and_nothing_is_published(
    root: Path, url: str
) -> None:
    run(root, url, "last", now=AFTER)
    runs = stored(url, "run_id", "scorecard_run", "1")
    found = scorecard(root, url, "catch-up")
    assert found == Outcome(0, "success: nothing is missing\n", "")
    assert scorecard(root, url, "catch-up", "success", "--format", "json") == Outcome(0, "[]\n", "")
    assert stored(url, "run_id", "scorecard_run", "1") == runs
    assert not (root / "var" / "success.xlsx").exists()


def test_catching_up_says_what_it_did_as_a_run_does(root: Path, url: str) -> None:
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


@pytest.mark.parametrize("command", ["catch-up", "overdue"])
def test_a_domain_that_does_not_exist_ends_with_2(root: Path, url: str, command: str) -> None:
    message = "domain 'sales' does not exist; choose from success\n"
    assert scorecard(root, url, command, "sales") == Outcome(2, "", message)


# overdue


def test_what_is_in_time_ends_with_0_and_one_line_or_none(root: Path, url: str) -> None:
    run(root, url, publish=True)
    assert scorecard(root, url, "overdue") == Outcome(0, "success: on time\n", "")
    assert scorecard(root, url, "overdue", "--quiet") == Outcome(0, "", "")
    assert scorecard(root, url, "overdue", "--format", "json") == Outcome(0, "[]\n", "")
    assert scorecard(root, url, "overdue", "--format", "json", "--quiet") == Outcome(0, "", "")


def test_what_is_overdue_ends_with_1_and_a_line_that_mends_it(root: Path, url: str) -> None:
    run(root, url, "last", now="2026-11-09T06:00+01:00", publish=True)
    line = (
        "success 2026-W46 is overdue since 2026-11-16 09:00 (Europe/Berlin): no run since"
        " 2026-11-16 06:00; fix it with scorecard catch-up success\n"
    )
    assert scorecard(root, url, "overdue", "--quiet") == Outcome(1, line, "")
    found = scorecard(root, url, "overdue", "success", "--format", "json")
    assert (found.code, [each["missing"] for each in json.loads(found.out)]) == (1, [[5, 6]])

    assert scorecard(root, url, *line.rstrip().rpartition("scorecard ")[2].split()).code == 0
    assert scorecard(root, url, "overdue") == Outcome(0, "success: on time\n", "")


def test_before_the_first_run_it_says_that_there_is_no_store(root: Path, url: str) -> None:
    found = scorecard(root, url, "overdue")
    assert found.code == 1
    assert found.out.startswith(
        "success 2026-W46 is overdue since 2026-11-16 09:00 (Europe/Berlin): no run since "
    )
    assert found.err.endswith(" has no store: nothing has run yet\n")
    with pytest.raises(Exception, match=r"scorecard_schema|vl_analytics"):
        stored(url, "*", "scorecard_schema", "1")


def test_a_warehouse_that_is_down_is_an_alarm_too(root: Path) -> None:
    found = scorecard(root, "postgresql://me:s3cret@127.0.0.1:1/w", "overdue", "--quiet")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("SCORECARD_WAREHOUSE: 127.0.0.1/w cannot be reached")


def test_a_finding_in_the_catalogue_is_an_alarm_too(root: Path, url: str) -> None:
    write_project(root, {"success/kpi_07.py": kpi_text(unit="apples", name="Other")})
    found = scorecard(root, url, "overdue", "--quiet")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("scorecards/success/kpi_07.py:")


@pytest.mark.slow
def test_a_duckdb_file_that_a_run_keeps_to_itself_ends_with_4_and_names_it(
    root: Path, tmp_path: Path
) -> None:
    url = f"duckdb:///{tmp_path / 'kept.duckdb'}"
    with another_process_holding(root, url):
        found = scorecard(root, url, "overdue", "--quiet")
    assert (found.code, found.out) == (4, "")
    assert "scorecard run success --week 2026-W46" in found.err


def test_a_run_on_postgresql_keeps_nobody_from_looking(root: Path, postgres_url: str) -> None:
    with another_process_holding(root, postgres_url):
        assert scorecard(root, postgres_url, "overdue", "--quiet").code == 1
