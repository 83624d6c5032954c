"""What changed, when and why, as commands show it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.cli.program import cli
from core.kpi import Table, Values
from core.model.records import Row
from tests.project import kpi_text, write_project
from tests.runs import rows_of, run
from tests.warehouses import execute

FORMS = Table("stg.forms")
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
KPIS = {
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[FORMS]),
    "success/kpi_05.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_06",
        name="Average",
        unit="number",
        sources=[Values(6, last=4)],
    ),
    "leadership/kpi_01.py": kpi_text(
        "SELECT max(value) AS value FROM kpi_05",
        name="Worst",
        unit="number",
        sources=[Values(5, domain="success")],
    ),
}
LATER = "2026-11-17T09:00+01:00"


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str) -> Path:
    """Weeks 37 to 46 are stored, with one form a week; then two late ones of week 40 come in."""
    days = ", ".join(f"('{date.fromisocalendar(2026, week, 3)}')" for week in range(37, 47))
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date)",
        f"INSERT INTO stg.forms VALUES {days}",
    )
    write_project(tmp_path, KPIS)
    run(tmp_path, warehouse_url, "2026-W37..2026-W46", domains=("success", "leadership"))
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-09-30'), ('2026-10-01')")
    return tmp_path


def scorecard(root: Path, url: str, *arguments: str) -> Result:
    environment = {"SCORECARD_HOME": str(root), "SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": LATER}
    return CliRunner().invoke(
        cli, arguments, env=environment, prog_name="scorecard", terminal_width=200
    )


def all_rows(root: Path, url: str) -> list[Row]:
    return [row for domain in ("success", "leadership") for row in rows_of(root, url, domain)]


def test_late_rows_change_exactly_what_was_made_from_them(root: Path, warehouse_url: str) -> None:
    before = {
        (row.domain, *row.key): row.value
        for domain in ("success", "leadership")
        for row in rows_of(root, warehouse_url, domain)
    }
    report = run(root, warehouse_url, "2026-W40", now=LATER)
    after = {
        (row.domain, *row.key): row
        for domain in ("success", "leadership")
        for row in rows_of(root, warehouse_url, domain)
    }
    changed = {
        (key[0], key[1], row.period.label): row.value
        for key, row in after.items()
        if row.value != before[key]
    }

    # One form more than one a week in a window of four adds a quarter, two add a half.
    averages = {("success", 5, f"2026-W{week}"): 1.5 for week in (40, 41, 42, 43)}
    worst = {("leadership", 1, f"2026-W{week}"): 1.5 for week in (40, 41, 42, 43)}
    assert changed == {("success", 6, "2026-W40"): 3, **averages, **worst}
    assert sum(len(result.changes.restated) for result in report.results) == 9


def test_only_keeps_to_what_was_asked_for_and_says_what_is_stale(
    root: Path, warehouse_url: str
) -> None:
    found = scorecard(
        root,
        warehouse_url,
        "run",
        "success",
        "--kpi",
        "6",
        "--week",
        "2026-W40",
        "--only",
        "--no-publish",
    )

    for name in ("leadership/kpi_01", "success/kpi_05"):
        assert f"{name} 2026-W40..2026-W43 is stale: computed before" in found.stderr
    values = {(row.kpi_number, row.period.label): row.value for row in rows_of(root, warehouse_url)}
    assert values[6, "2026-W40"] == 3
    assert values[5, "2026-W40"] == 1


def test_diff_lists_what_changed_since_a_day_or_a_run(root: Path, warehouse_url: str) -> None:
    report = run(root, warehouse_url, "2026-W40", now=LATER)
    run_id = report.results[0].rows[0].run_id

    by_day = scorecard(root, warehouse_url, "diff", "success", "--since", "2026-11-17").stdout
    assert by_day.splitlines()[2].split()[:8] == [
        "success",
        "05",
        "Average",
        "2026-W40",
        "1.00",
        "1.50",
        "late",
        "or",
    ]
    assert len(by_day.splitlines()) == 2 + 5
    assert scorecard(root, warehouse_url, "diff", "success", "--since", run_id).stdout == by_day
    assert scorecard(root, warehouse_url, "diff").stdout.count("2026-W40") == 3
    assert (
        "nothing has changed since 2026-11-18"
        in scorecard(root, warehouse_url, "diff", "--since", "2026-11-18").stdout
    )


def test_history_tells_the_story_of_a_cell(root: Path, warehouse_url: str) -> None:
    run(root, warehouse_url, "2026-W40", now=LATER)
    found = scorecard(root, warehouse_url, "history", "success", "6", "--period", "2026-W40").stdout

    assert "late or changed data" in found
    assert found.count("2026-W40") == 2
    assert scorecard(
        root, warehouse_url, "history", "success", "6", "--period", "2026-W45"
    ).stdout.endswith("no changes recorded\n")


def test_an_unknown_run_is_refused(root: Path, warehouse_url: str) -> None:
    found = scorecard(root, warehouse_url, "diff", "--since", "yesterday")

    assert "'yesterday' is neither a day such as 2026-11-16 nor the id of a run" in str(
        found.exception
    )


def test_show_names_what_a_kpi_feeds_in_any_domain(root: Path, warehouse_url: str) -> None:
    assert (
        "feeds     leadership/kpi_01"
        in scorecard(root, warehouse_url, "show", "success", "5").stdout
    )


def test_check_says_which_values_an_older_definition_computed_and_a_run_restates_them(
    root: Path, warehouse_url: str
) -> None:
    assert scorecard(root, warehouse_url, "check").stderr == ""
    doubled = COUNT.replace("count(*)", "2 * count(*)")
    (root / "scorecards/success/kpi_06.py").write_text(
        kpi_text(doubled, name="Forms", sources=[FORMS])
    )

    assert (
        scorecard(root, warehouse_url, "check").stderr
        == "success/kpi_06: an older definition computed 10 stored values of 2026-W37..2026-W46;"
        " restate them with scorecard run success --kpi 6 --period"
        " 2026-W37..2026-W46\n"
    )
    scorecard(
        root,
        warehouse_url,
        "run",
        "success",
        "--kpi",
        "6",
        "--period",
        "2026-W37..2026-W46",
        "--no-publish",
    )
    assert scorecard(root, warehouse_url, "check").stderr == ""
    changes = scorecard(root, warehouse_url, "history", "success", "6").stdout
    assert changes.count("new definition") == 10


def test_a_domain_with_findings_stops_no_other_and_is_said_to_be_left_out(
    root: Path, warehouse_url: str
) -> None:
    (root / "scorecards/leadership/kpi_01.py").write_text("KPI = nothing\n")
    found = scorecard(root, warehouse_url, "run", "success", "--week", "2026-W40", "--no-publish")

    assert found.exit_code == 0
    assert (
        "leadership has errors, so its dependent values were not recomputed;"
        " see scorecard check leadership" in found.stderr
    )
    assert {row.value for row in rows_of(root, warehouse_url) if row.kpi_number == 6} == {1, 3}
    assert {row.value for row in rows_of(root, warehouse_url, "leadership")} == {None, 1}
