"""Whole runs for partial, missed and odd periods, in time zones and over the turn of a year."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.errors import UsageError
from core.kpi import Table
from tests.core.run.results import LATER, restatements
from tests.forms import COUNT, COUNTS, FORMS, fill_forms
from tests.processes import ROOT
from tests.project import kpi_text, runner_text, write_project
from tests.runs import row_of, rows_of, run, values_of, workbook_at
from tests.warehouses import execute

BERLIN = ZoneInfo("Europe/Berlin")


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


def test_a_quarter_is_run_once_it_has_ended_and_has_a_tab_of_quarters(
    tmp_path: Path, warehouse_url: str
) -> None:
    kpi = kpi_text(COUNT, sources=[FORMS], cadence="quarterly", range="year to date")
    runner = runner_text("success", schedule={"quarterly": "0 7 1 1,4,7,10 *"})
    root = write_project(tmp_path, {"success/kpi_01.py": kpi}, runners={"success": runner})
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (sent_on date)")
    days = "('2025-12-31'), ('2026-01-01'), ('2026-03-31'), ('2026-04-01'), ('2026-09-30')"
    execute(warehouse_url, f"INSERT INTO stg.forms VALUES {days}, ('2026-10-01')")
    run(root, warehouse_url, "2026-Q1..last", now="2026-10-01T07:00+02:00", publish=True)

    sheet = workbook_at(root / "var" / "success.xlsx")["sc2026 quarterly"]
    texts = {cell.value for row in sheet.iter_rows(max_row=4) for cell in row}
    assert values_of(root, warehouse_url, 1) == {"2026-Q1": 2, "2026-Q2": 3, "2026-Q3": 4}
    assert row_of(root, warehouse_url, 1, "2026-Q3").print_date == date(2026, 10, 1)
    assert {"Q1", "Q2", "Q3", "Q4"} <= texts


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
    assert restatements(url) == []


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


def test_a_machine_that_was_off_catches_up_at_its_next_run(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W43", now="2026-10-26T06:00+01:00")
    run(root, url)

    assert values_of(root, url, 6) == COUNTS
    assert run(root, url, now=LATER).results[0].task.period.label == "2026-W46"


def test_last_is_the_last_ended_period_alone(root: Path, url: str) -> None:
    report = run(root, url, "last")

    assert {result.task.period.label for result in report.results} == {"2026-W46"}


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
        cell.value: cell.column
        for row in sheet.iter_rows(min_row=3, max_row=3)
        for cell in row
        if cell.value
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


def test_a_clock_set_back_makes_no_whole_value_partial(root: Path, url: str) -> None:
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
