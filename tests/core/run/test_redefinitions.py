"""Changes of definitions that a run says: of targets, titles and time zones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.run.results import LATER
from tests.forms import edit
from tests.runs import rows_of, run

KPI_06 = "scorecards/success/kpi_06.py"
RUNNER = "runners/success.py"
NEXT_MONDAY = "2026-11-23T06:00+01:00"


@pytest.fixture
def with_target(root: Path, url: str) -> Path:
    """Return a project with the target 5, which runs for W44 to W46 have stored."""
    edit(root, KPI_06, "unit='count',", "unit='count', better='higher', target=5,")
    run(root, url, "2026-W44..2026-W46")
    return root


def targets(root: Path, url: str) -> dict[str, float | None]:
    return {row.period.label: row.target for row in rows_of(root, url) if row.kpi_number == 6}


def test_a_new_target_holds_for_periods_that_had_none(with_target: Path, url: str) -> None:
    edit(with_target, KPI_06, "target=5", "target=6")
    report = run(with_target, url, "2026-W44..2026-W47", now=NEXT_MONDAY)

    assert targets(with_target, url) == {
        "2026-W44": 5,
        "2026-W45": 5,
        "2026-W46": 5,
        "2026-W47": 6,
    }
    assert report.notes == (
        "success/kpi_06: the target changed from ≥ 5 to ≥ 6; periods that had one keep it, unless"
        " you give them another with scorecard target set success 6",
    )
    assert run(with_target, url, "2026-W44..2026-W47", now=NEXT_MONDAY).notes == ()


def test_the_period_just_judged_keeps_its_target(with_target: Path, url: str) -> None:
    edit(with_target, KPI_06, "target=5", "target=6")
    run(with_target, url, "2026-W45..2026-W46")

    assert targets(with_target, url) == {"2026-W44": 5, "2026-W45": 5, "2026-W46": 5}


def test_a_period_that_runs_takes_the_newest_target(with_target: Path, url: str) -> None:
    run(with_target, url, "2026-W47", now="2026-11-18T06:00+01:00", partial=True)
    edit(with_target, KPI_06, "target=5", "target=6")
    run(with_target, url, "2026-W47", now="2026-11-19T06:00+01:00", partial=True)

    assert targets(with_target, url)["2026-W47"] == 6


def test_a_first_target_judges_no_earlier_period(root: Path, url: str) -> None:
    run(root, url, "2026-W44..2026-W46")
    edit(root, KPI_06, "unit='count',", "unit='count', better='higher', target=5,")
    report = run(root, url, "2026-W44..2026-W46")

    assert targets(root, url) == {"2026-W44": None, "2026-W45": None, "2026-W46": 5}
    assert "the target changed from none to ≥ 5; " in report.notes[0]


def test_a_first_target_that_names_its_time_judges_earlier_periods(root: Path, url: str) -> None:
    run(root, url, "2026-W44..2026-W46")
    edit(root, KPI_06, "core.kpi import Kpi", "core.kpi import Kpi, Target")
    since = "target=[Target(5, since='2026-W45', until='2026-W45')]"
    edit(root, KPI_06, "unit='count',", f"unit='count', better='higher', {since},")
    run(root, url, "2026-W44..2026-W46")

    assert targets(root, url) == {"2026-W44": None, "2026-W45": 5, "2026-W46": None}


def test_a_target_in_another_unit_is_not_kept(with_target: Path, url: str) -> None:
    edit(with_target, KPI_06, "unit='count'", "unit='hours'")
    edit(with_target, KPI_06, "target=5", "target=7")
    run(with_target, url, "2026-W44..2026-W46")

    assert set(targets(with_target, url).values()) == {7}


def test_a_new_period_of_the_past_has_the_target_of_its_time(with_target: Path, url: str) -> None:
    edit(with_target, KPI_06, "target=5", "target=6")
    run(with_target, url, "2026-W47", now=NEXT_MONDAY)
    edit(with_target, KPI_06, "target=6", "target=7")
    later = "2026-12-07T06:00+01:00"
    run(with_target, url, "2026-W43", now=later)
    run(with_target, url, "2026-W48", now=later)
    run(with_target, url, "2026-W49", now=later)

    found = targets(with_target, url)
    assert [found[f"2026-W{week}"] for week in (43, 47, 48, 49)] == [5, 6, 6, 7]


def test_a_run_says_once_that_the_runner_has_another_title_and_time_zone(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W46")
    edit(root, RUNNER, "Europe/Berlin", "Europe/London")
    edit(root, RUNNER, 'title="', 'title="The ')
    report = run(root, url, "2026-W46", now=LATER)

    title, zone = report.notes
    assert title.startswith("success has changed its title from '")
    assert zone == (
        "success has changed its time zone from Europe/Berlin to Europe/London; values computed"
        " from now on have a new definition"
    )
    assert run(root, url, "2026-W46", now=LATER).notes == ()
