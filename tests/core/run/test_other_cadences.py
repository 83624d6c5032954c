"""KPIs that read values of another cadence: what they are made from, and what follows a change."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.explain.sources import read_values
from core.kpi import Values
from core.model.kpi import Cadence
from core.run.context import Options
from core.run.pipeline import Report
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.store.inputs import Inputs
from tests.forms import COUNT, FORMS, edit
from tests.project import SCHEDULE, kpi_text, runner_text, settings_of, write_project
from tests.runs import row_of, run, say_nothing, values_of
from tests.warehouses import HOLDER, execute, open_for, stored

BUSIEST = """
    SELECT max(value) AS value FROM kpi_01 HAVING count(*) = 7
        AND min(period_start) = $first_day AND max(period_end) = $last_day
"""
KPIS = {
    "success/kpi_01.py": kpi_text(COUNT, name="Forms of a day", cadence="daily", sources=[FORMS]),
    "success/kpi_02.py": kpi_text(
        BUSIEST.replace("$", ":"), name="Busiest day", sources=[Values(1, cadence="daily")]
    ),
    "board/kpi_03.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_01",
        name="Forms of a month",
        cadence="monthly",
        sources=[Values(1, domain="success", cadence="daily")],
    ),
    "board/kpi_04.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_03",
        name="Forms of a quarter",
        cadence="quarterly",
        sources=[Values(3, cadence="monthly")],
    ),
    "success/kpi_05.py": kpi_text(
        "SELECT d.value - w.value / 7.0 AS value FROM kpi_01 AS d, kpi_02 AS w",
        name="Beside the busiest day of last week",
        unit="number",
        cadence="daily",
        sources=[Values(1), Values(2, cadence="weekly")],
    ),
}
ALL = ("success", "board")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    quarterly = runner_text("board", schedule={**SCHEDULE, "quarterly": "0 7 1 1,4,7,10 *"})
    return write_project(tmp_path, KPIS, {"board": quarterly})


@pytest.fixture
def url(warehouse_url: str) -> str:
    """One form on each day from July to 15 November 2026, and two more on 11 November."""
    begin = date(2026, 7, 1)
    days = [begin + timedelta(days=count) for count in range(138)]
    add_forms(warehouse_url, *days, date(2026, 11, 11), date(2026, 11, 11))
    return warehouse_url


def add_forms(url: str, *days: date) -> None:
    execute(
        url,
        "CREATE SCHEMA IF NOT EXISTS stg",
        "CREATE TABLE IF NOT EXISTS stg.forms (sent_on date)",
        "INSERT INTO stg.forms VALUES " + ", ".join(f"('{day}')" for day in days),
    )


def run_cadence(root: Path, url: str, now: str, *cadences: Cadence) -> Report:
    """Run as cron does, for the KPIs of some cadences."""
    settings = settings_of(root, now, SCORECARD_WAREHOUSE=url)
    request = RunRequest(["success"], (), cadences)
    return run_pipeline(settings, request, Options(HOLDER, publish=False), say_nothing)


def test_a_value_is_made_from_the_shorter_periods_within_its_range(root: Path, url: str) -> None:
    run(root, url, "2026-07-01..2026-11-15", domains=ALL)

    assert values_of(root, url, 2)["2026-W46"] == 3
    assert values_of(root, url, 3, "board") == {
        "2026-07": 31,
        "2026-08": 31,
        "2026-09": 30,
        "2026-10": 31,
    }
    assert values_of(root, url, 4, "board") == {"2026-Q3": 92}


def test_a_day_reads_the_week_that_was_over_before_it(root: Path, url: str) -> None:
    run(root, url, "2026-11-02..2026-11-15")

    days = values_of(root, url, 5)
    assert days["2026-11-15"] == 1 - 1 / 7  # of W45, although W46 ends on that day
    assert row_of(root, url, 5, "2026-11-08").reason == (
        "history too short: 0 of the 1 periods of kpi_02 have a value; 2026-W44 has none"
    )


def test_a_week_of_which_a_day_has_no_value_has_none(root: Path, url: str) -> None:
    run(root, url, "2026-11-09..2026-11-14")
    run(root, url, "2026-W46", kpis=[2])

    found = row_of(root, url, 2, "2026-W46")
    assert (found.value, found.outcome) == (None, "none")
    assert found.reason == (
        "history too short: 6 of the 7 periods of kpi_01 have a value; 2026-11-15 has none"
    )


def test_a_corrected_day_corrects_its_week_its_month_and_its_quarter(root: Path, url: str) -> None:
    run(root, url, "2026-07-01..2026-11-15", domains=ALL)
    add_forms(url, *[date(2026, 9, 30)] * 9)
    run(root, url, "2026-09-30", kpis=[1])

    assert values_of(root, url, 2)["2026-W40"] == 10
    assert values_of(root, url, 3, "board")["2026-09"] == 39
    assert values_of(root, url, 4, "board") == {"2026-Q3": 101}
    changed = stored(url, "kpi_number, period, old_value, new_value", "scorecard_restatement")
    assert [each for each in sorted(changed) if each[0] != 5] == [
        (1, "2026-09-30", 1, 10),
        (2, "2026-W40", 1, 10),
        (3, "2026-09", 30, 39),
        (4, "2026-Q3", 92, 101),
    ]
    # The day itself, and those of the week that follows W40.
    assert [period for number, period, *_ in sorted(changed) if number == 5] == [
        "2026-09-30",
        *(f"2026-10-{day:02}" for day in range(5, 12)),
    ]


def test_a_day_that_was_corrected_alone_leaves_its_week_stale_until_the_next_run(
    root: Path, url: str
) -> None:
    run(root, url, "2026-11-02..2026-11-15")
    add_forms(url, *[date(2026, 11, 12)] * 5)
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    alone = RunRequest(["success"], (1,), ("daily",), "2026-11-12", only=True)
    report = run_pipeline(settings, alone, Options(HOLDER, publish=False), say_nothing)

    assert [(each.kpi, str(each.period)) for each in report.stale] == [
        ("success/kpi_02", "2026-W46"),
        ("success/kpi_05", "2026-11-12"),
    ]
    healed = run(root, url)
    assert healed.stale == ()
    assert values_of(root, url, 2)["2026-W46"] == 6


def test_a_weekly_run_that_cron_starts_before_the_daily_one_computes_sunday_itself(
    root: Path, url: str
) -> None:
    run(root, url, "2026-11-02..2026-11-14", kpis=[1])
    report = run_cadence(root, url, "2026-11-16T06:00+01:00", "weekly")

    assert values_of(root, url, 1)["2026-11-15"] == 1
    assert values_of(root, url, 2)["2026-W46"] == 3
    assert [result.task.entry.number for result in report.results][-1] == 2
    assert run_cadence(root, url, "2026-11-16T06:01+01:00", "daily").ok
    assert stored(url, "kpi_number, period", "scorecard_restatement") == []


def test_a_weekly_run_before_the_daily_cut_off_computes_no_day(root: Path, url: str) -> None:
    run(root, url, "2026-11-02..2026-11-14", kpis=[1])
    run_cadence(root, url, "2026-11-16T05:00+01:00", "weekly")

    assert "2026-11-15" not in values_of(root, url, 1)
    assert values_of(root, url, 2)["2026-W46"] is None
    run_cadence(root, url, "2026-11-16T06:00+01:00", "daily")
    assert values_of(root, url, 2)["2026-W46"] == 3


def test_a_week_made_from_days_that_settle_is_provisional_for_whole_weeks(
    root: Path, url: str
) -> None:
    edit(
        root, "scorecards/success/kpi_01.py", "    cadence=", '    settles="10 days",\n    cadence='
    )
    run(root, url, "2026-11-02..2026-11-15")

    assert row_of(root, url, 1, "2026-11-15").provisional_until == date(2026, 11, 26)
    assert row_of(root, url, 2, "2026-W46").provisional_until == date(2026, 11, 30)


def test_explain_names_the_days_that_a_week_was_made_from(root: Path, url: str) -> None:
    run(root, url, "2026-11-02..2026-11-15")
    week = row_of(root, url, 2, "2026-W46")
    day = row_of(root, url, 5, "2026-11-15")
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=False)) as database:
        (days,) = Inputs(database).read(week.run_id, "success", 2)
        own, weeks = Inputs(database).read(day.run_id, "success", 5)
        of_week = read_values(database, days, week)
        of_day = read_values(database, weeks, day)

    assert (days.cadence, own.cadence, weeks.cadence) == ("daily", "", "weekly")
    assert {str(each.period): each.value for each in of_week} == {
        **{f"2026-11-{number:02}": 1 for number in range(9, 16)},
        "2026-11-11": 3,
    }
    assert [(str(each.period), each.value) for each in of_day] == [("2026-W45", 1)]
