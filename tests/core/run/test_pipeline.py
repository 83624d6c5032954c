"""Whole runs on both engines: what they store, what they leave alone, and what a mishap costs."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.catalog.tasks import Task
from core.errors import CatalogueError, LockedError, UsageError, WarehouseError
from core.kpi import Table, Values
from core.model.period import CADENCES
from core.run.pipeline import Options, Report
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.settings import Settings
from tests.forms import COUNT, COUNTS, FORMS, KPI_06, SUNDAYS, edit, fill_forms, write_forms
from tests.processes import ROOT, another_process_holding
from tests.project import kpi_text, runner_text, settings_of, write_project
from tests.runs import row_of, rows_of, run, values_of, workbook_at
from tests.warehouses import HOLDER, execute, stored

BERLIN = ZoneInfo("Europe/Berlin")
LATER = "2026-11-16T18:00+01:00"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_forms(tmp_path)


@pytest.fixture
def url(warehouse_url: str) -> str:
    fill_forms(warehouse_url)
    return warehouse_url


def outcomes(report: Report) -> dict[tuple[int, str], str]:
    return {
        (row.kpi_number, row.period.label): row.outcome if row.outcome == "value" else row.reason
        for result in report.results
        for row in result.rows
    }


# what a run stores


def test_a_run_stores_each_value_with_its_metadata(root: Path, url: str) -> None:
    report = run(root, url, "2026-W46", kpis=[6])

    row = row_of(root, url, 6, "2026-W46")
    definition, run_id = row.definition, row.run_id
    assert report.ok
    assert re.fullmatch(r"[0-9a-f]{12}", definition)
    assert re.fullmatch(r"20261116T050000Z-success-[0-9a-f]{6}", run_id)
    columns = (
        "sc_name, kpi_number, field_name, field_details, range_type, cadence, period, period_start,"
        " period_end, year, year_week, last_sunday, print_date, partial, outcome, value, reason,"
        " unit, target, cut_off, computed_at"
    )
    assert stored(url, columns, "scorecard_success") == [
        (
            *(
                "Success scorecard",
                6,
                "forms",
                "",
                "week",
                "weekly",
                "2026-W46",
                date(2026, 11, 9),
                date(2026, 11, 15),
            ),
            *(
                2026,
                "2026-W46",
                date(2026, 11, 15),
                date(2026, 11, 16),
                False,
                "value",
                7.0,
                "",
                "count",
                None,
            ),
            *(datetime(2026, 11, 16, 6, tzinfo=BERLIN), datetime(2026, 11, 16, 6, tzinfo=BERLIN)),
        )
    ]


def test_a_run_is_on_record_with_who_where_what_and_how_it_ended(root: Path, url: str) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "HEAD").write_text("0123456789abcdef0123456789abcdef01234567\n")
    run(root, url, "2026-W46")

    columns = (
        "run_id, domain, command, started_by, host, code_version, outcome, message, started_at,"
        " finished_at"
    )
    ((run_id, domain, command, who, where, code, outcome, message, started, finished),) = stored(
        url, columns, "scorecard_run"
    )
    assert run_id == row_of(root, url, 6, "2026-W46").run_id
    assert (domain, command, where, code) == (
        "success",
        HOLDER,
        socket.gethostname(),
        "0123456789ab",
    )
    assert who
    assert (outcome, message) == ("ok", "")
    assert started == datetime(2026, 11, 16, 6, tzinfo=BERLIN)
    assert timedelta(0) < finished - started < timedelta(seconds=20)


def test_running_again_changes_nothing(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    before = rows_of(root, url)
    report = run(root, url, "2026-W40..2026-W46", now=LATER)

    assert len(before) == 14
    assert rows_of(root, url) == before
    assert [result.changes.written for result in report.results] == [()] * 14
    assert stored(url, "count(*)", "scorecard_restatement", "1") == [(0,)]


def test_sums_that_come_in_another_order_are_no_change(tmp_path: Path, warehouse_url: str) -> None:
    query = "SELECT sum(n) AS value FROM stg.parts"
    root = write_project(
        tmp_path, {"success/kpi_01.py": kpi_text(query, sources=[Table("stg.parts")])}
    )
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.parts (n float8)")
    execute(warehouse_url, "INSERT INTO stg.parts VALUES (0.1), (0.2), (0.3)")
    run(root, warehouse_url, "2026-W46")
    before = rows_of(root, warehouse_url)
    execute(
        warehouse_url, "DELETE FROM stg.parts", "INSERT INTO stg.parts VALUES (0.3), (0.2), (0.1)"
    )
    run(root, warehouse_url, "2026-W46", now=LATER)

    assert rows_of(root, warehouse_url) == before


def test_a_derived_kpi_sees_the_values_of_the_same_run(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")

    assert values_of(root, url, 6) == COUNTS
    assert values_of(root, url, 5) == {
        "2026-W40": None,
        "2026-W41": None,
        "2026-W42": None,
        "2026-W43": 2.5,
        "2026-W44": 3.5,
        "2026-W45": 4.5,
        "2026-W46": 5.5,
    }


def test_a_history_that_is_too_short_is_no_value_and_says_so(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W42")

    row = row_of(root, url, 5, "2026-W42")
    assert (row.outcome, row.value) == ("none", None)
    assert (
        row.reason
        == "history too short: 3 of the 4 periods of kpi_06 have a value; 2026-W39 has none"
    )


def test_a_derived_kpi_can_run_alone_on_what_is_stored(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46", kpis=[6])
    run(root, url, "2026-W46", kpis=[5])

    assert values_of(root, url, 5) == {"2026-W46": 5.5}


def test_a_kpi_has_no_value_before_its_data_begin(tmp_path: Path, url: str) -> None:
    four_weeks = kpi_text(COUNT, sources=[FORMS], range="4 weeks", since="2026-W41")
    root = write_project(tmp_path, {"success/kpi_01.py": four_weeks})
    run(root, url, "2026-W39..2026-W46")

    assert values_of(root, url, 1) == {
        "2026-W41": None,
        "2026-W42": None,
        "2026-W43": None,
        "2026-W44": 14.0,
        "2026-W45": 18.0,
        "2026-W46": 22.0,
    }
    reason = row_of(root, url, 1, "2026-W43").reason
    assert reason == "history too short: 4 weeks begin on 2026-09-28, data in 2026-W41"


def test_a_kpi_reads_values_of_another_domain(tmp_path: Path, url: str) -> None:
    kpis = {
        "leadership/kpi_01.py": kpi_text(
            "SELECT value * 10 AS value FROM kpi_06", sources=[Values(6, domain="success")]
        ),
        "success/kpi_06.py": KPI_06,
    }
    root = write_project(tmp_path, kpis)

    alone = run(root, url, "2026-W46", domains=["leadership"])
    together = run(root, url, "2026-W46", domains=["leadership", "success"])

    reason = "history too short: 0 of the 1 periods of kpi_06 have a value; 2026-W46 has none"
    assert outcomes(alone) == {(1, "2026-W46"): reason}
    assert together.ok
    assert values_of(root, url, 1, "leadership") == {"2026-W46": 70.0}
    assert stored(url, "domain", "scorecard_run", "started_at, domain") == [("leadership",)] * 2 + [
        ("success",)
    ]


def test_days_weeks_and_months_that_end_within_the_period_are_run(tmp_path: Path, url: str) -> None:
    kpis = {
        "success/kpi_01.py": kpi_text(COUNT, name="Day", sources=[FORMS], cadence="daily"),
        "success/kpi_02.py": kpi_text(COUNT, name="Week", sources=[FORMS]),
        "success/kpi_03.py": kpi_text(COUNT, name="Month", sources=[FORMS], cadence="monthly"),
    }
    root = write_project(tmp_path, kpis)
    run(root, url, "2026-W44")

    # W44 is 26 October to 1 November: October ends within it.
    assert values_of(root, url, 1) == {
        **{f"2026-10-{day}": 0 for day in range(26, 32)},
        "2026-11-01": 5,
    }
    assert values_of(root, url, 2) == {"2026-W44": 5}
    assert values_of(root, url, 3) == {"2026-10": 10}


# changes


def ledger(url: str) -> list[tuple[object, ...]]:
    return stored(url, "kpi_number, period, old_value, new_value, cause", "scorecard_restatement")


def test_late_data_restate_a_value_and_the_ledger_says_so(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    first = row_of(root, url, 6, "2026-W45")
    fill_forms(url, {"2026-W45": 2})
    run(root, url, "2026-W40..2026-W46", now=LATER)

    second = row_of(root, url, 6, "2026-W45")
    assert (first.value, second.value) == (6, 8)
    assert second.run_id != first.run_id
    assert second.computed_at == datetime.fromisoformat(LATER)
    assert row_of(root, url, 6, "2026-W44").computed_at == first.computed_at
    assert ledger(url) == [
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

    assert ledger(url) == [(6, "2026-W46", 7.0, 14.0, "definition")]


def test_what_is_made_from_a_restated_value_has_its_cause_and_names_it(
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


def test_the_cause_outlives_a_run_that_broke_off_before_what_is_made_from_the_value(
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


def test_a_new_definition_that_gives_the_same_value_is_no_restatement(root: Path, url: str) -> None:
    run(root, url, "2026-W46", kpis=[6])
    before = row_of(root, url, 6, "2026-W46")
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "1 * count(*)")
    run(root, url, "2026-W46", kpis=[6], now=LATER)

    after = row_of(root, url, 6, "2026-W46")
    assert ledger(url) == []
    assert after.definition != before.definition
    assert after.value == before.value


def test_a_remark_in_the_query_is_no_new_definition(root: Path, url: str) -> None:
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
    assert ledger(url) == [(6, "2026-W46", 7.0, None, "data")]


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
    assert ledger(url) == []


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


def test_a_breakdown_is_a_row_a_label(by_area: Path, warehouse_url: str) -> None:
    visit(warehouse_url, "'North'", "'South'", "'North'", "NULL")
    run(by_area, warehouse_url, "2026-W46")

    assert values_of(by_area, warehouse_url, 1) == {
        "2026-W46 North": 2,
        "2026-W46 South": 1,
        "2026-W46 (blank)": 1,
    }


def test_a_label_that_is_gone_keeps_its_row_without_the_number(
    by_area: Path, warehouse_url: str
) -> None:
    visit(warehouse_url, "'North'", "'South'")
    run(by_area, warehouse_url, "2026-W46")
    visit(warehouse_url, "'North'")
    run(by_area, warehouse_url, "2026-W46", now=LATER)
    row = row_of(by_area, warehouse_url, 1, "2026-W46", "South")
    again = run(by_area, warehouse_url, "2026-W46", now="2026-11-16T19:00+01:00")

    assert (row.value, row.reason) == (None, "the query no longer returns this field")
    assert ledger(warehouse_url) == [(1, "2026-W46", 1.0, None, "data")]
    assert [result.changes.written for result in again.results] == [()]


def test_a_breakdown_without_rows_is_one_row_that_says_so_until_there_are_some(
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
    assert ledger(url) == [(6, "2026-W46", 7.0, None, "definition")]


# failures


@pytest.fixture
def failing(root: Path, url: str) -> Path:
    """Return a project with stored values whose KPI 6 has since begun to fail; KPI 7 stands alone."""
    write_project(
        root, {"success/kpi_07.py": kpi_text("SELECT 70 AS value", name="Alone")}, {"success": ""}
    )
    run(root, url, "2026-W43..2026-W46", kpis=[6])
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "count(*) / (count(*) - count(*))")
    return root


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


def test_the_record_of_a_run_names_what_failed(failing: Path, url: str) -> None:
    run(failing, url, "2026-W46", now=LATER)

    ((outcome, message),) = stored(
        url, "outcome, message", "scorecard_run", "started_at DESC LIMIT 1"
    )
    assert outcome == "failed"
    assert re.match(
        r"success/kpi_05: depends on kpi_06, which failed; success/kpi_06: .*(?i:division by zero)",
        message,
    )


def test_what_failed_is_made_up_for_once_it_is_mended(failing: Path, url: str) -> None:
    run(failing, url, "2026-W46", now=LATER)
    edit(failing, "scorecards/success/kpi_06.py", "count(*) / (count(*) - count(*))", "count(*)")
    report = run(failing, url, "2026-W46", now="2026-11-16T19:00+01:00")

    assert report.ok
    assert values_of(failing, url, 5)["2026-W46"] == 5.5
    assert ledger(url) == []


def test_a_kpi_that_fails_at_its_first_run_says_so_in_the_store(root: Path, url: str) -> None:
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "count(*) / 0")
    run(root, url, "2026-W46")

    row = row_of(root, url, 6, "2026-W46")
    assert (row.outcome, row.value) == ("failed", None)
    assert re.search("(?i)division by zero", row.reason)


def test_a_table_that_is_missing_is_that_kpis_failure_alone(tmp_path: Path, url: str) -> None:
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


# periods: partial, healed, refused


def test_a_partial_value_becomes_final_without_a_restatement(root: Path, url: str) -> None:
    wednesday = "2026-11-11T12:00+01:00"
    execute(
        url,
        "DELETE FROM stg.forms WHERE sent_on = '2026-11-15'",
        "INSERT INTO stg.forms VALUES ('2026-11-10')",
    )
    with pytest.raises(
        UsageError,
        match="2026-W46 ends on 2026-11-15, which has not passed; wait, or add --partial",
    ):
        run(root, url, "2026-W46", kpis=[6], now=wednesday)
    run(root, url, "2026-W46", kpis=[6], now=wednesday, partial=True)
    partial = row_of(root, url, 6, "2026-W46")
    execute(url, "INSERT INTO stg.forms VALUES ('2026-11-14')")
    run(root, url)
    final = row_of(root, url, 6, "2026-W46")

    assert (partial.value, partial.partial, final.value, final.partial) == (1, True, 2, False)
    assert partial.cut_off == datetime.fromisoformat(wednesday)
    assert final.cut_off == datetime(2026, 11, 16, 6, tzinfo=BERLIN)
    assert ledger(url) == []


def test_a_partial_period_is_refreshed_only_where_its_value_moved(root: Path, url: str) -> None:
    run(root, url, "2026-W46", kpis=[6], now="2026-11-11T12:00+01:00", partial=True)
    first = row_of(root, url, 6, "2026-W46")
    run(root, url, "2026-W46", kpis=[6], now="2026-11-12T12:00+01:00", partial=True)

    assert row_of(root, url, 6, "2026-W46") == first


def test_a_run_without_a_period_fills_the_gaps_of_the_four_before(root: Path, url: str) -> None:
    run(root, url, "2026-W43", kpis=[6])
    report = run(root, url)

    run_for = [
        (row.kpi_number, row.period.label) for result in report.results for row in result.rows
    ]
    assert sorted(run_for) == [
        *((5, "2026-W42"), (5, "2026-W43"), (5, "2026-W44"), (5, "2026-W45"), (5, "2026-W46")),
        *((6, "2026-W42"), (6, "2026-W44"), (6, "2026-W45"), (6, "2026-W46")),
    ]
    assert values_of(root, url, 5)["2026-W46"] == 5.5


def test_a_machine_that_was_off_makes_up_for_it_at_its_next_run(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W43", now="2026-10-26T06:00+01:00")
    run(root, url)

    assert values_of(root, url, 6) == COUNTS
    assert run(root, url, now=LATER).results[0].task.period.label == "2026-W46"


def test_last_is_the_last_ended_period_alone(root: Path, url: str) -> None:
    report = run(root, url, "last")

    assert {result.task.period.label for result in report.results} == {"2026-W46"}


# dry runs


def test_a_dry_run_computes_everything_and_writes_nothing(
    root: Path, url: str, tmp_path: Path
) -> None:
    run(root, url, "2026-W43..2026-W46")
    fill_forms(url, {"2026-W46": 4})
    before = everything(url, tmp_path)
    report = run(root, url, "2026-W43..2026-W46", dry_run=True, now=LATER)

    results = {
        (result.task.entry.number, result.task.period.label): result for result in report.results
    }
    newest = results[5, "2026-W46"]
    assert ([row.value for row in newest.before], [row.value for row in newest.rows]) == (
        [5.5],
        [6.5],
    )
    assert everything(url, tmp_path) == before


def everything(url: str, folder: Path) -> object:
    """Return all there is of a warehouse: the file's bytes, or the rows of every table of the
    store.
    """
    if url.startswith("duckdb"):
        return [(path, path.read_bytes()) for path in sorted((folder / "warehouse").iterdir())]
    tables = execute(
        url, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'vl_analytics'"
    )
    return [(name, stored(url, "*", name)) for (name,) in tables]


def test_a_dry_run_before_the_first_run_leaves_no_store(root: Path, url: str) -> None:
    report = run(root, url, "2026-W46", dry_run=True)

    schemas = "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'vl_analytics'"
    assert outcomes(report)[6, "2026-W46"] == "value"
    assert execute(url, schemas) == [(0,)]


# snapshot


def test_data_that_change_during_a_run_are_seen_by_none_of_it(
    root: Path, postgres_url: str
) -> None:
    """Every week's count and the ones after it see what was there when the run began."""
    fill_forms(postgres_url)
    settings = settings_of(root, SCORECARD_WAREHOUSE=postgres_url)

    def meddle(task: Task, done: int, total: int) -> None:
        execute(
            postgres_url,
            "INSERT INTO stg.forms SELECT sent_on FROM stg.forms WHERE sent_on = '2026-11-15'",
        )

    run_pipeline(
        settings,
        RunRequest(["success"], [6], CADENCES, "2026-W44..2026-W46"),
        Options(HOLDER),
        meddle,
    )

    assert values_of(root, postgres_url, 6) == {"2026-W44": 5, "2026-W45": 6, "2026-W46": 7}


# mishaps

KILLED = """
import os, signal, sys
from pathlib import Path
from core.run import pipeline
from core.model.period import CADENCES
from core.run.pipeline import Options, run
from core.run.plan import RunRequest
from tests.project import settings_of

root, url, call, every = sys.argv[1:]
pipeline.WRITE_EVERY = float(every)
left = int(call)

def die(task, done, total):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

request = RunRequest(["success"], (), CADENCES, "2026-W40..2026-W46")
run(settings_of(Path(root), SCORECARD_WAREHOUSE=url), request, Options("scorecard run"), die)
"""


ALONE = {
    f"success/kpi_0{number}.py": kpi_text("SELECT 70 AS value", name=f"Alone {number}")
    for number in (7, 8, 9)
}
UNDISTURBED = {
    5: dict(zip(SUNDAYS, (None, None, None, 2.5, 3.5, 4.5, 5.5), strict=True)),
    6: COUNTS,
    **{number: dict.fromkeys(SUNDAYS, 70) for number in (7, 8, 9)},
}


def all_values(root: Path, url: str) -> dict[int, dict[str, float | None]]:
    return {number: found for number in UNDISTURBED if (found := values_of(root, url, number))}


@pytest.mark.parametrize(("call", "every"), [(1, 0), (2, 0), (5, 0), (5, 60)])
def test_a_run_that_is_killed_leaves_whole_steps_and_the_next_one_completes_it(
    root: Path, url: str, call: int, every: float
) -> None:
    write_project(root, ALONE, {"success": ""})
    command = [sys.executable, "-c", KILLED, str(root), url, str(call), str(every)]
    killed = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    left, values = rows_of(root, url), all_values(root, url)
    run(root, url, "2026-W40..2026-W46", now=LATER, wait=5)

    assert killed.returncode == -9
    assert values == {number: UNDISTURBED[number] for number in values}
    assert len(values) == (0 if every else call - 1)
    assert all_values(root, url) == UNDISTURBED
    assert ledger(url) == []
    # What was stored before the kill stays as it was.
    assert [
        row for row in rows_of(root, url) if row.computed_at < datetime.fromisoformat(LATER)
    ] == left
    assert stored(url, "outcome", "scorecard_run", "started_at") == [("interrupted",), ("ok",)]


def at_call(number: int, act: Callable[[], None]) -> Callable[[Task, int, int], None]:
    """Return a progress that acts at its call of that number."""
    calls = count(1)

    def progress(task: Task, done: int, total: int) -> None:
        if next(calls) == number:
            act()

    return progress


def test_a_run_that_is_interrupted_leaves_whole_steps_and_says_so(
    root: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.run.pipeline.WRITE_EVERY", 0.0)
    write_project(root, ALONE, {"success": ""})

    def interrupt() -> None:
        raise KeyboardInterrupt

    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    request = RunRequest(["success"], (), CADENCES, "2026-W40..2026-W46")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(settings, request, Options(HOLDER), at_call(3, interrupt))
    values = all_values(root, url)

    assert len(values) == 2
    assert values == {number: UNDISTURBED[number] for number in values}
    assert stored(url, "outcome", "scorecard_run", "1") == [("interrupted",)]


def test_a_run_waits_for_another_one_to_end(root: Path, url: str) -> None:
    with another_process_holding(root, url, seconds=0.5):
        report = run(root, url, "2026-W46", wait=20)

    assert report.ok


def test_a_run_that_may_not_wait_names_the_other_one_and_stores_nothing(
    root: Path, url: str
) -> None:
    with (
        another_process_holding(root, url) as holder,
        pytest.raises(LockedError, match=rf"\(pid {holder.pid}\)"),
    ):
        run(root, url, "2026-W46", wait=0.1)

    assert rows_of(root, url) == []


def test_a_connection_lost_in_the_middle_leaves_whole_steps_and_one_sentence(
    root: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_forms(postgres_url)
    monkeypatch.setattr("core.run.pipeline.WRITE_EVERY", 0.0)
    write_project(root, ALONE, {"success": ""})

    def cut() -> None:
        execute(
            postgres_url,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )

    settings = settings_of(root, SCORECARD_WAREHOUSE=postgres_url)
    request = RunRequest(["success"], (), CADENCES, "2026-W40..2026-W46")
    with pytest.raises(WarehouseError, match=r"nothing is half stored$"):
        run_pipeline(settings, request, Options(HOLDER), at_call(3, cut))
    values = all_values(root, postgres_url)
    run(root, postgres_url, "2026-W40..2026-W46", now=LATER)

    assert len(values) == 2
    assert values == {number: UNDISTURBED[number] for number in values}
    assert all_values(root, postgres_url) == UNDISTURBED


# calendars and clocks


def test_the_run_of_4_january_2027_fills_column_w53_of_2026(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_project(tmp_path, {"success/kpi_01.py": kpi_text(COUNT, sources=[FORMS])})
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (sent_on date)")
    execute(
        warehouse_url,
        "INSERT INTO stg.forms VALUES ('2026-12-27'), ('2026-12-28'), ('2027-01-01'),"
        " ('2027-01-03'), ('2027-01-04')",
    )
    report = run(root, warehouse_url, now="2027-01-04T06:30+01:00", publish=True)

    book = workbook_at(root / "var" / "success.xlsx")
    sheet = book["sc2026"]
    labels = {
        cell.value: cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value
    }
    name = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Forms")
    below = sheet.cell(name.row - 1, labels["W53"]).value
    assert report.ok
    assert book.sheetnames == ["sc2026"]
    assert sheet.cell(name.row, labels["W53"]).value == 3
    assert sheet.cell(name.row, labels["W52"]).value == 1
    assert isinstance(below, datetime)
    assert below.date() == date(2027, 1, 3)
    row = row_of(root, warehouse_url, 1, "2026-W53")
    assert (row.period.year, row.print_date) == (2026, date(2027, 1, 4))


def test_the_first_week_of_a_year_goes_to_a_tab_of_its_own(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_project(tmp_path, {"success/kpi_01.py": kpi_text("SELECT 1 AS value")})
    run(root, warehouse_url, now="2027-01-11T06:30+01:00", publish=True)

    assert workbook_at(root / "var" / "success.xlsx").sheetnames == ["sc2027", "sc2026"]


ZONED = """
    SELECT count(*) FILTER (WHERE local >= :start AND local < :end) * 100
         + count(*) FILTER (WHERE instant >= :start AND instant < :end) AS value
    FROM stg.visits
"""
RUN_IT = """
import sys
from pathlib import Path
from tests.runs import run

root, url = sys.argv[1:]
run(Path(root), url, "2026-W46", domains=["success", "applications"])
"""


@pytest.mark.parametrize("timezone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_machines_time_zone_makes_no_difference(
    tmp_path: Path, warehouse_url: str, timezone: str
) -> None:
    kpi = kpi_text(ZONED, sources=[Table("stg.visits")])
    kpis = {"success/kpi_01.py": kpi, "applications/kpi_01.py": kpi}
    root = write_project(
        tmp_path, kpis, {"applications": runner_text("applications", "America/New_York")}
    )
    # Two instants on Sunday and Monday night in Berlin, six hours earlier in New York; and the same
    # by the wall clock.
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.visits (local timestamp, instant timestamptz)",
        "INSERT INTO stg.visits VALUES ('2026-11-09 00:30', '2026-11-08 23:30Z')",
        "INSERT INTO stg.visits VALUES ('2026-11-15 23:30', '2026-11-15 23:30Z')",
    )
    command = [sys.executable, "-c", RUN_IT, str(root), warehouse_url]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": timezone})

    assert values_of(root, warehouse_url, 1) == {"2026-W46": 201.0}
    assert values_of(root, warehouse_url, 1, "applications") == {"2026-W46": 201.0}
    assert row_of(root, warehouse_url, 1, "2026-W46").cut_off == datetime(
        2026, 11, 16, 5, tzinfo=UTC
    )


def test_what_is_published_comes_from_the_store_alone(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    execute(url, "DROP TABLE stg.forms")
    report = run(root, url, "2026-W46", kpis=[5], publish=True, now=LATER)

    sheet = workbook_at(root / "var" / "success.xlsx")["sc2026"]
    numbers = [
        cell.value
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert report.ok
    assert {7, 6, 5, 5.5, 4.5} <= set(numbers)


def test_a_scorecard_that_cannot_be_published_fails_the_run_but_not_the_store(
    root: Path, url: str
) -> None:
    write_project(root, runners={"success": runner_text("success", sheet="SUCCESS_SHEET")})
    report = run(
        root,
        url,
        "2026-W46",
        publish=True,
        SUCCESS_SHEET="scorecards/success/kpi_06.py/success.xlsx",
    )

    assert not report.ok
    assert values_of(root, url, 6) == {"2026-W46": 7}


def test_settings_do_not_show_secrets(tmp_path: Path) -> None:
    settings: Settings = settings_of(
        write_project(tmp_path), SCORECARD_WAREHOUSE="postgresql://me:s3cret@host/w"
    )

    assert "s3cret" not in repr(settings)
    assert "s3cret" not in repr(replace(settings, query_timeout=1.0))


def test_a_query_that_cannot_be_asked_for_many_weeks_at_once_is_asked_week_by_week(
    tmp_path: Path, warehouse_url: str
) -> None:
    # DuckDB has no plan for the lateral join of a subquery beside an aggregate.
    share = (
        "SELECT (SELECT count(*) FROM stg.forms WHERE sent_on = :last_day)::float /"
        " nullif(count(*), 0) AS value FROM stg.forms WHERE sent_on <= :last_day"
    )
    write_project(
        tmp_path,
        {"success/kpi_07.py": kpi_text(share, name="Share", unit="percent", sources=[FORMS])},
    )
    fill_forms(warehouse_url)
    run(tmp_path, warehouse_url, "2026-W40..2026-W44")

    # 1, 2, 3, 4 and 5 forms came in on the weeks' Sundays.
    expected = {
        "2026-W40": 1 / 1,
        "2026-W41": 2 / 3,
        "2026-W42": 3 / 6,
        "2026-W43": 4 / 10,
        "2026-W44": 5 / 15,
    }
    found = {row.period.label: row.value for row in rows_of(tmp_path, warehouse_url)}
    assert found == pytest.approx(expected)


def test_one_week_that_fails_takes_none_of_the_others_with_it(
    tmp_path: Path, warehouse_url: str
) -> None:
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


def test_parameters_side_by_side_are_no_dollar_quote(tmp_path: Path, warehouse_url: str) -> None:
    text = (
        "SELECT length(:first_day::text||:last_day::text||:first_day::text)::int AS value FROM"
        " kpi_06"
    )
    derived = kpi_text(text, name="Letters", sources=[Values(6)])
    write_project(tmp_path, {"success/kpi_06.py": KPI_06, "success/kpi_07.py": derived})
    fill_forms(warehouse_url)
    run(tmp_path, warehouse_url, "2026-W40..2026-W44")

    assert set(values_of(tmp_path, warehouse_url, 7).values()) == {30}


def test_a_clock_that_was_set_back_makes_no_whole_value_partial(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    before = {row.key: row for row in rows_of(root, url)}
    fill_forms(url, {"2026-W44": 4})
    run(root, url, "2026-W44", now="2026-11-10T06:00+01:00")

    after = {row.key: row for row in rows_of(root, url)}
    # W46 is not over by this clock, so its average stays; W44 and W45 are brought up to date.
    assert {row.period.label for key, row in after.items() if row != before[key]} == {
        "2026-W44",
        "2026-W45",
    }
    assert not any(row.partial for row in after.values())
