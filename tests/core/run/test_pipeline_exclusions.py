"""Whole runs of a domain in which a KPI file has a finding: the rest runs, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import CatalogueError
from tests.core.run.results import LATER, outcomes
from tests.forms import KPI_05, edit
from tests.project import kpi_text, write_project
from tests.runs import catch_up, rows_of, run, values_of
from tests.warehouses import stored

AVERAGE = "scorecards/success/kpi_05.py"
OWNER = ("success@example.com", "nobody")
FINDING = f"{AVERAGE}:7: owner 'nobody' is not an e-mail address; give the address of the person"


@pytest.fixture
def unsound(root: Path, url: str) -> Path:
    """Return a project with stored values whose KPI 5 has a finding since."""
    run(root, url, "2026-W43..2026-W46")
    edit(root, AVERAGE, *OWNER)
    return root


def test_the_other_kpis_run_and_the_finding_is_reported_once(root: Path, url: str) -> None:
    edit(root, AVERAGE, *OWNER)
    report = run(root, url, "2026-W46")

    assert not report.ok
    assert outcomes(report) == {(6, "2026-W46"): "value"}
    (finding,) = report.findings
    assert str(finding).startswith(FINDING)
    assert [row.kpi_number for row in rows_of(root, url)] == [6]
    assert stored(url, "outcome, message", "scorecard_run", "1") == [("failed", str(finding))]


def test_a_cascade_never_touches_the_values_of_a_kpi_left_out(unsound: Path, url: str) -> None:
    before = [row for row in rows_of(unsound, url) if row.kpi_number == 5]
    edit(unsound, "scorecards/success/kpi_06.py", "count(*) AS", "10 * count(*) AS")
    run(unsound, url, "2026-W44", now=LATER)

    assert values_of(unsound, url, 6)["2026-W44"] == 50
    assert [row for row in rows_of(unsound, url) if row.kpi_number == 5] == before
    assert stored(url, "count(*)", "scorecard_restatement WHERE kpi_number = 5", "1") == [(0,)]


def test_the_kpi_is_filled_in_once_its_file_is_fixed(unsound: Path, url: str) -> None:
    write_project(unsound, {"success/kpi_05.py": KPI_05})
    edit(unsound, AVERAGE, *OWNER)
    run(unsound, url, now="2026-11-23T06:00+01:00")
    assert "2026-W47" not in values_of(unsound, url, 5)

    edit(unsound, AVERAGE, *reversed(OWNER))
    assert run(unsound, url, now="2026-11-23T07:00+01:00").ok
    assert "2026-W47" in values_of(unsound, url, 5)


def test_only_kpis_that_are_left_out_are_nothing_to_run(unsound: Path, url: str) -> None:
    with pytest.raises(CatalogueError, match="owner 'nobody' is not an e-mail address"):
        run(unsound, url, "2026-W46", kpis=[5])

    report = run(unsound, url, "2026-W46", kpis=[5, 6])
    assert outcomes(report).keys() == {(6, "2026-W46")}


def test_a_finding_in_a_kpi_that_was_not_asked_for_is_a_note(unsound: Path, url: str) -> None:
    report = run(unsound, url, "2026-W46", kpis=[6])

    assert report.ok
    assert report.findings == ()
    note = "1 finding in KPIs that were not asked for; see scorecard check"
    assert report.notes == (note,)
    newest = stored(url, "outcome, message", "scorecard_run", "started_at DESC, run_id DESC")[0]
    assert newest == ("ok", "")


def test_a_finding_in_the_source_of_a_kpi_asked_for_is_its_own(root: Path, url: str) -> None:
    write_project(root, {"success/kpi_07.py": kpi_text("SELECT 70 AS value", name="Alone")})
    edit(root, "scorecards/success/kpi_06.py", *OWNER)
    report = run(root, url, "2026-W46", kpis=[5, 7])

    assert outcomes(report).keys() == {(7, "2026-W46")}
    assert [finding.message for finding in report.findings] == [
        "reads success/kpi_06, which cannot run; fix that first"
    ]
    assert len(report.notes) == 1
    assert not report.ok


def test_catching_up_reports_them_even_if_nothing_is_missing(unsound: Path, url: str) -> None:
    report = catch_up(unsound, url)

    assert (report.results, report.ok) == ((), False)
    assert len(report.findings) == 1


def test_a_reader_of_a_kpi_left_out_keeps_its_stored_values(root: Path, url: str) -> None:
    write_project(root, {"success/kpi_07.py": kpi_text("SELECT 70 AS value", name="Alone")})
    run(root, url, "2026-W46")
    before = [row for row in rows_of(root, url) if row.kpi_number != 7]
    edit(
        root,
        "scorecards/success/kpi_06.py",
        "from core.kpi import",
        "print(1)\nfrom core.kpi import",
    )
    report = run(root, url, "2026-W46", now=LATER)

    assert outcomes(report).keys() == {(7, "2026-W46")}
    assert [finding.message for finding in report.findings] == [
        "reads success/kpi_06, which cannot run; fix that first",
        "prints while it is imported; remove the call",
    ]
    assert [row for row in rows_of(root, url) if row.kpi_number != 7] == before
