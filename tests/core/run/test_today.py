"""Today so far: computed again and again, marked partial, and final when the day is over."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from core.errors import UsageError
from core.kpi import Table, Values
from core.operations.deadlines import all_overdue
from core.run.context import Options
from core.run.pipeline import Report
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.settings import Settings
from tests.forms import edit
from tests.project import catalogue_of, kpi_text, settings_of, write_project
from tests.runs import row_of, run, say_nothing, values_of, workbook_at
from tests.warehouses import HOLDER, execute, open_for, stored

ORDERS = Table("stg.orders")
COUNT = """
    SELECT count(*) AS value FROM stg.orders WHERE ordered_at >= :start AND ordered_at < :end
"""
KPIS = {
    "success/kpi_01.py": kpi_text(COUNT, name="Orders", cadence="daily", sources=[ORDERS]),
    "success/kpi_02.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_01",
        name="Orders of a week",
        sources=[Values(1, cadence="daily")],
    ),
}
TUESDAY = "2026-11-17"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(warehouse_url: str) -> str:
    execute(
        warehouse_url,
        "CREATE SCHEMA IF NOT EXISTS stg",
        "CREATE TABLE stg.orders (ordered_at timestamptz)",
    )
    order(warehouse_url, *(f"2026-11-{day} 12:00+01" for day in (10, 11, 12, 13, 14, 15, 16)))
    return warehouse_url


def order(url: str, *instants: str) -> None:
    for instant in instants:
        execute(url, f"INSERT INTO stg.orders VALUES ('{instant}')")


def settings_at(root: Path, url: str, now: str) -> Settings:
    return settings_of(root, now, SCORECARD_WAREHOUSE=url)


def today(root: Path, url: str, now: str, *, publish: bool = False) -> Report:
    """Run today so far at an instant."""
    request = RunRequest(["success"], today=True)
    options = Options(HOLDER, publish=publish)
    return run_pipeline(settings_at(root, url, now), request, options, say_nothing)


def shown(root: Path, url: str, day: str) -> tuple[float | None, str]:
    row = row_of(root, url, 1, day)
    return row.value, row.state.value


def computed(report: Report) -> list[str]:
    return [str(result.task.period) for result in report.results]


def test_today_so_far_stands_partial_beside_yesterday(root: Path, url: str) -> None:
    run(root, url, now="2026-11-17T06:00+01:00")
    order(url, "2026-11-17 09:10+01", "2026-11-17 09:20+01")
    report = today(root, url, "2026-11-17T10:00+01:00")

    assert report.ok
    assert computed(report) == [TUESDAY]
    assert shown(root, url, "2026-11-16") == (1, "value")
    assert shown(root, url, TUESDAY) == (2, "partial")


def test_a_partial_value_that_moves_and_becomes_final_is_no_correction(
    root: Path, url: str
) -> None:
    run(root, url, now="2026-11-17T06:00+01:00")
    for hour in range(8, 24):
        order(url, f"2026-11-17 {hour:02}:30+01")
        today(root, url, f"2026-11-17T{hour:02}:59+01:00")
    assert shown(root, url, TUESDAY) == (16, "partial")
    run(root, url, now="2026-11-18T06:00+01:00")

    assert shown(root, url, TUESDAY) == (16, "value")
    assert stored(url, "kpi_number, period", "scorecard_restatement") == []


def test_a_day_that_is_over_waits_for_its_cut_off(root: Path, url: str) -> None:
    run(root, url, now="2026-11-17T06:00+01:00")
    today(root, url, "2026-11-17T23:00+01:00")
    order(url, "2026-11-17 23:30+01")

    # At midnight the new day begins; late data of the old one may still arrive.
    assert computed(today(root, url, "2026-11-18T00:00+01:00")) == ["2026-11-18"]
    assert shown(root, url, TUESDAY) == (0, "partial")
    assert shown(root, url, "2026-11-18") == (0, "partial")


def test_a_missed_schedule_is_made_good_by_the_next_hour(root: Path, url: str) -> None:
    run(root, url, now="2026-11-17T06:00+01:00")
    order(url, "2026-11-17 09:00+01")
    today(root, url, "2026-11-17T10:00+01:00")
    report = today(root, url, "2026-11-18T07:00+01:00")

    assert computed(report) == [TUESDAY, "2026-11-18"]
    assert shown(root, url, TUESDAY) == (1, "value")
    assert computed(today(root, url, "2026-11-18T08:00+01:00")) == ["2026-11-18"]


def test_a_run_that_finds_nothing_new_writes_nothing(root: Path, url: str) -> None:
    run(root, url, now="2026-11-17T06:00+01:00")
    first = today(root, url, "2026-11-17T10:00+01:00", publish=True)
    again = today(root, url, "2026-11-17T11:00+01:00", publish=True)

    outcomes = [first.published["success"], again.published["success"]]
    assert [getattr(each, "written", None) for each in outcomes] == [True, False]
    assert [result.changes.written for result in again.results] == [()]


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-29", 23), ("2026-10-25", 25)],
)
def test_a_day_on_which_the_clocks_change_has_its_hours(
    root: Path, url: str, day: str, hours: int
) -> None:
    # One order at the half of each hour of the day, which begins at 00:00 in Berlin.
    begin = {"2026-03-29": "2026-03-28T23", "2026-10-25": "2026-10-24T22"}[day]
    execute(
        url,
        f"INSERT INTO stg.orders SELECT timestamptz '{begin}:30+00' + n * interval '1 hour'"
        " FROM generate_series(-3, 30) AS s(n)",
    )
    end = {"2026-03-29": "2026-03-29T21:59+00:00", "2026-10-25": "2026-10-25T22:59+00:00"}[day]
    today(root, url, end)

    assert shown(root, url, day) == (hours, "partial")


def test_the_day_is_that_of_the_runners_time_zone(root: Path, url: str) -> None:
    order(url, "2026-11-17 23:10+00")  # ten past midnight in Berlin
    today(root, url, "2026-11-17T23:30+00:00")

    assert shown(root, url, "2026-11-18") == (1, "partial")


def test_a_partial_week_of_which_days_are_to_come_says_so(root: Path, url: str) -> None:
    run(root, url, now="2026-11-17T06:00+01:00")
    today(root, url, "2026-11-17T10:00+01:00")
    run(root, url, "2026-W47", kpis=[2], partial=True, now="2026-11-17T10:05+01:00")

    assert row_of(root, url, 2, "2026-W47").reason == (
        "history too short: 2 of the 7 periods of kpi_01 have a value; 2026-11-22 has none"
    )


def test_checks_of_values_do_not_judge_a_part_of_a_day(root: Path, url: str) -> None:
    path = "scorecards/success/kpi_01.py"
    edit(root, path, "import Kpi, Table", "import Kpi, Table, value_between")
    edit(root, path, "    cadence=", "    checks=[value_between(1, 99)],\n    cadence=")
    today(root, url, "2026-11-17T10:00+01:00")
    assert shown(root, url, TUESDAY) == (0, "partial")

    run(root, url, now="2026-11-18T06:00+01:00")
    assert row_of(root, url, 1, TUESDAY).state.value == "withheld"


def test_a_rule_is_not_told_before_the_day_is_over(root: Path, url: str) -> None:
    path = "scorecards/success/kpi_01.py"
    edit(root, path, "import Kpi, Table", "import Kpi, Table, above")
    edit(root, path, "    cadence=", '    alerts=[above(1, "critical")],\n    cadence=')
    run(root, url, now="2026-11-17T06:00+01:00", publish=True)
    order(url, *(f"2026-11-17 {hour:02}:30+01" for hour in range(8, 11)))
    for hour in (9, 10, 11):
        report = today(root, url, f"2026-11-17T{hour:02}:00+01:00", publish=True)
        assert report.alerted.events == ()
    (event,) = run(root, url, now="2026-11-18T06:00+01:00", publish=True).alerted.events

    assert event.sentence == "Orders in 2026-11-17 is 3, above 1"


def test_nothing_is_missing_or_overdue_because_of_today(root: Path, url: str) -> None:
    run(root, url, "2026-11-10..2026-11-16", now="2026-11-17T06:00+01:00", publish=True)
    report = today(root, url, "2026-11-17T10:00+01:00", publish=True)
    assert report.holes == ()
    settings = settings_at(root, url, "2026-11-17T10:30+01:00")
    with closing(open_for(settings, write=False)) as database:
        overdue = all_overdue(settings, catalogue_of(root), database, ["success"])
    assert [str(each.period) for each in overdue if each.period.cadence == "daily"] == []


def test_the_workbook_shows_today_beside_yesterday_and_judges_yesterday(
    root: Path, url: str
) -> None:
    run(root, url, "2026-11-10..2026-11-16", now="2026-11-17T06:00+01:00")
    order(url, "2026-11-17 09:00+01", "2026-11-17 09:01+01", "2026-11-17 09:02+01")
    today(root, url, "2026-11-17T10:00+01:00", publish=True)

    sheet = workbook_at(root / "var" / "success.xlsx")["sc2026 daily"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    days = [datetime(2026, 11, 16), datetime(2026, 11, 17)]
    (header,) = (row for row in rows if days[0] in row)
    (line,) = (row for row in rows if "Orders" in row)
    yesterday = header.index(days[0])
    assert header[yesterday : yesterday + 2] == days
    assert line[yesterday : yesterday + 2] == [1, 3]
    note = sheet.cell(rows.index(line) + 1, yesterday + 2).comment.text
    assert "partial: the period had not ended" in note
    assert (header[2:4], line[2:4]) == (["Mon 16 Nov", "vs Sun 15 Nov"], [1, 0])


def test_a_domain_without_a_daily_kpi_has_no_today(tmp_path: Path, url: str) -> None:
    root = write_project(tmp_path, {"success/kpi_03.py": kpi_text(name="Weekly")})
    with pytest.raises(UsageError, match="success has no daily KPI"):
        today(root, url, "2026-11-17T10:00+01:00")
    assert values_of(root, url, 3) == {}
