"""Alerts of whole runs on both engines: each change of state once, whatever happens between."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lending import (
    WEEKS,
    correct,
    fill_loans,
    kpi_file,
    run_on,
    runner_file,
    told,
    write_lending,
)
from tests.project import write_project
from tests.runs import run
from tests.warehouses import execute, stored

CRITICAL = "critical: PAR90 in 2026-W45 is 5.2%, above 5.0%"
WARNING = "warning: PAR90 in 2026-W46 is 4.0%, above 3.0% but no longer above 5.0%"
OVER = "over: PAR90 in 2026-W47 is 2.0%, no longer above 3.0%"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_lending(tmp_path)


@pytest.fixture
def url(warehouse_url: str) -> str:
    fill_loans(warehouse_url)
    return warehouse_url


def test_each_change_is_told_once_however_often_a_week_is_run(root: Path, url: str) -> None:
    said = []
    for week in WEEKS:
        for _ in range(2):
            said += told(run_on(root, url, week))

    assert said == [CRITICAL, WARNING, OVER]
    assert stored(
        url, "level, change, cause, value, run_id <> ''", "scorecard_alert", "period"
    ) == [
        ("critical", "raised", "", 0.052, True),
        ("warning", "eased", "", 0.04, True),
        ("", "over", "", 0.02, True),
    ]


def test_a_run_that_publishes_nothing_leaves_the_alert_to_the_next(root: Path, url: str) -> None:
    assert told(run_on(root, url, "2026-W45", publish=False)) == []
    assert told(run_on(root, url, "2026-W45", dry_run=True)) == []
    assert told(run_on(root, url, "2026-W45")) == [CRITICAL]


def test_a_correction_of_the_week_is_told_as_one(root: Path, url: str) -> None:
    run_on(root, url, "2026-W45")
    correct(url, "2026-W45", 0.021)

    assert told(run_on(root, url, "2026-W45")) == [
        "over: PAR90 in 2026-W45 is 2.1%, no longer above 5.0% (corrected from 5.2%)"
    ]


def test_a_partial_week_and_a_provisional_one_are_not_judged(root: Path, url: str) -> None:
    during = {"now": "2026-11-06T12:00+01:00", "domains": ("risk",), "publish": True}
    assert told(run(root, url, "2026-W45", partial=True, **during)) == []  # type: ignore[arg-type]

    write_project(root, {"risk/kpi_01.py": kpi_file(settles="1 week")}, {"risk": runner_file()})
    assert told(run_on(root, url, "2026-W45")) == []
    assert told(run_on(root, url, "2026-W46")) == [CRITICAL]


def test_a_backfill_of_old_weeks_tells_nothing(root: Path, url: str) -> None:
    fill_loans(url, {"2026-W30": 0.2})
    run_on(root, url, "2026-W47")

    assert told(run_on(root, url, "2026-W47", period="2026-W28..2026-W45")) == []


def test_a_week_that_fails_keeps_the_state(root: Path, url: str) -> None:
    run_on(root, url, "2026-W45")
    execute(url, "DELETE FROM stg.loans WHERE week = '2026-11-09'")

    assert told(run_on(root, url, "2026-W46")) == []
    assert told(run_on(root, url, "2026-W47")) == [
        "over: PAR90 in 2026-W47 is 2.0%, no longer above 5.0%"
    ]


def test_each_part_of_a_breakdown_has_its_own_state(tmp_path: Path, warehouse_url: str) -> None:
    text = kpi_file().replace("par90 AS value", "par90 AS value, part AS field")
    root = write_project(tmp_path, {"risk/kpi_01.py": text}, {"risk": runner_file()})
    fill_loans(warehouse_url, {"2026-W45": 0.06, "2026-W46": 0.06}, part="north")
    fill_loans(warehouse_url, {"2026-W45": 0.01, "2026-W46": 0.04}, part="south")

    assert told(run_on(root, warehouse_url, "2026-W45")) == [
        "critical: PAR90, north in 2026-W45 is 6.0%, above 5.0%"
    ]
    assert told(run_on(root, warehouse_url, "2026-W46")) == [
        "warning: PAR90, south in 2026-W46 is 4.0%, above 3.0%"
    ]


def test_rules_of_the_runner_are_for_kpis_without_their_own(root: Path, url: str) -> None:
    runner = runner_file().replace("import Runner", "import Runner, above")
    runner = runner.replace("    schedule", "    alerts=[above(0.01, 'info')],\n    schedule")
    write_project(root, {"risk/kpi_01.py": kpi_file("")}, {"risk": runner})

    assert told(run_on(root, url, "2026-W45")) == ["info: PAR90 in 2026-W45 is 5.2%, above 1.0%"]


def test_without_rules_a_run_asks_nothing_about_alerts(root: Path, url: str) -> None:
    write_project(root, {"risk/kpi_01.py": kpi_file("")}, {"risk": runner_file()})
    run_on(root, url, "2026-W45")
    execute(url, "DROP TABLE vl_analytics.scorecard_alert_state")

    assert told(run_on(root, url, "2026-W46")) == []


def test_a_break_of_the_series_ends_what_was_compared_across_it(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill_loans(warehouse_url, {"2026-W45": 0.06, "2026-W46": 0.06})
    root = write_lending(tmp_path, 'above(0.05, "critical", for_=2)')
    run_on(root, warehouse_url, "2026-W45")
    changed = kpi_file('above(0.05, "critical", for_=2)').replace("par90 AS", "par90 + 0 AS")
    write_project(root, {"risk/kpi_01.py": changed}, {"risk": runner_file()})

    assert told(run_on(root, warehouse_url, "2026-W46")) == []


def test_a_kill_before_the_alerts_leaves_them_to_the_next_run(
    root: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("core.run.pipeline.alert", killed)
        with pytest.raises(KeyboardInterrupt):
            run_on(root, url, "2026-W45")

    assert told(run_on(root, url, "2026-W45")) == [CRITICAL]
