"""Scorecards past their deadline, and the reasons, on both engines."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from core.catalog.check import load_valid_catalogue
from core.operations.deadlines import Overdue, all_overdue, newest_due
from core.runner import Runner
from tests.project import kpi_text, runner_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import execute, open_for

BEFORE, AFTER = "2026-11-16T08:59+01:00", "2026-11-16T09:05+01:00"

KPIS = {
    "success/kpi_05.py": kpi_text(name="Forms"),
    "success/kpi_06.py": kpi_text("SELECT 1 AS value WHERE false", name="Nothing"),
}
BROKEN = kpi_text("SELECT 1 / 0 AS value", name="Broken")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


def overdue(
    root: Path, url: str, now: str = AFTER, *domains: str, **environment: str
) -> list[Overdue]:
    settings = settings_of(root, now, SCORECARD_WAREHOUSE=url, **environment)
    names = domains or ("success",)
    catalogue, _ = load_valid_catalogue(settings, names)
    with closing(open_for(settings, write=False)) as warehouse:
        return all_overdue(settings, catalogue, warehouse, names)


def reasons(*given: object, **environment: str) -> list[tuple[str, str, str]]:
    found = overdue(*given, **environment)  # type: ignore[arg-type]
    return [(each.period.label, each.reason, each.command) for each in found]


@pytest.mark.parametrize(
    ("schedule", "now", "period"),
    [
        ("0 6 * * MON", "2026-11-16T08:59:59+01:00", "2026-W45"),
        ("0 6 * * MON", "2026-11-16T09:00:00+01:00", "2026-W46"),
        ("0 6 * * MON", "2026-11-22T23:59:59+01:00", "2026-W46"),
        ("0 10 * * MON", "2026-11-17T08:59:59+01:00", "2026-W45"),
        ("0 10 * * MON", "2026-11-17T09:00:00+01:00", "2026-W46"),
        # A quarter past midnight on Monday in Berlin, still Sunday in UTC.
        ("0 6 * * MON", "2026-11-15T23:15:00+00:00", "2026-W45"),
    ],
)
def test_only_the_newest_period_whose_deadline_is_over_is_examined(
    schedule: str, now: str, period: str
) -> None:
    runner = Runner(title="Success", timezone="Europe/Berlin", schedule={"weekly": schedule})
    assert newest_due(runner, "weekly", datetime.fromisoformat(now)).label == period


def test_only_the_last_of_several_days_published_together_is_examined() -> None:
    runner = Runner(
        title="Success", timezone="Europe/Berlin", schedule={"daily": "0 6 * * MON-FRI"}
    )
    found = {
        day: newest_due(runner, "daily", datetime.fromisoformat(f"2026-11-{day}T09:00+01:00")).label
        for day in (13, 14, 15, 16, 17)
    }
    assert found == {
        13: "2026-11-12",
        14: "2026-11-12",
        15: "2026-11-12",
        16: "2026-11-15",
        17: "2026-11-16",
    }


def test_a_monday_without_a_run_is_overdue_once_the_deadline_is_over(
    root: Path, warehouse_url: str
) -> None:
    run(root, warehouse_url, "2026-W45", now="2026-11-09T06:00+01:00", publish=True)
    assert reasons(root, warehouse_url, BEFORE) == []
    (late,) = overdue(root, warehouse_url)
    assert (
        str(late)
        == "success 2026-W46 is overdue since 2026-11-16 09:00 (Europe/Berlin): no run since"
        " 2026-11-16 06:00; fix it with scorecard catch-up success"
    )
    assert late.as_json() == {
        "domain": "success",
        "cadence": "weekly",
        "period": "2026-W46",
        "due": "2026-11-16T09:00:00+01:00",
        "missing": (5, 6),
        "failed": (),
        "withheld": (),
        "partial": (),
        "reason": "no run since 2026-11-16 06:00",
        "command": "scorecard catch-up success",
    }


def test_a_scorecard_that_was_run_and_published_is_on_time(root: Path, warehouse_url: str) -> None:
    # The second KPI has no value, and a reason.
    assert run(root, warehouse_url, publish=True).ok
    assert reasons(root, warehouse_url) == []
    run(root, warehouse_url, now="2026-11-17T06:00+01:00", publish=True)
    assert reasons(root, warehouse_url, "2026-11-18T09:05+01:00") == []


def test_before_the_first_run_everything_is_overdue_and_no_store_is_created(
    root: Path, warehouse_url: str
) -> None:
    assert reasons(root, warehouse_url) == [
        ("2026-W46", "no run since 2026-11-16 06:00", "scorecard catch-up success")
    ]


def test_failed_kpis_and_kpis_without_a_row_are_named(root: Path, warehouse_url: str) -> None:
    run(root, warehouse_url, "last", kpis=[5])
    write_project(root, {"success/kpi_07.py": BROKEN})
    run(root, warehouse_url, "last", kpis=[7], publish=True)
    assert reasons(root, warehouse_url) == [
        ("2026-W46", "no value stored for kpi_06; failed: kpi_07", "scorecard catch-up success")
    ]


def test_only_the_first_of_many_kpis_are_named(root: Path, warehouse_url: str) -> None:
    write_project(
        root,
        {
            f"success/kpi_{n}.py": kpi_text("SELECT 1 / 0 AS value", name=f"N{n}")
            for n in range(10, 17)
        },
    )
    run(root, warehouse_url, "last", publish=True)
    (late,) = overdue(root, warehouse_url)
    assert late.reason == "failed: kpi_10, kpi_11, kpi_12, kpi_13, kpi_14 and 2 more"
    assert late.failed == tuple(range(10, 17))


def test_a_value_from_before_the_week_was_over_is_only_partial(
    root: Path, warehouse_url: str
) -> None:
    run(root, warehouse_url, "2026-W46", now="2026-11-13T12:00+01:00", partial=True, publish=True)
    assert [each[1] for each in reasons(root, warehouse_url)] == ["only partial: kpi_05, kpi_06"]
    run(root, warehouse_url, publish=True)
    assert reasons(root, warehouse_url) == []


def test_a_run_that_has_not_ended_is_mentioned(root: Path, warehouse_url: str) -> None:
    run(root, warehouse_url, "last", kpis=[5], publish=True)
    execute(warehouse_url, "UPDATE vl_analytics.scorecard_run SET outcome = 'running'")
    assert [each[1] for each in reasons(root, warehouse_url)] == [
        "a run has not ended; no value stored for kpi_06"
    ]


def test_stored_values_that_are_not_published_are_overdue(root: Path, warehouse_url: str) -> None:
    run(root, warehouse_url)
    place = root / "var" / "success.xlsx"
    unpublished = ("2026-W46", f"stored, but not published to {place}", "scorecard publish success")
    assert reasons(root, warehouse_url) == [unpublished]

    run(root, warehouse_url, publish=True)
    assert reasons(root, warehouse_url) == []
    # Readers do not have the changed value yet.
    write_project(root, {"success/kpi_05.py": kpi_text("SELECT 2 AS value", name="Forms")})
    run(root, warehouse_url, now="2026-11-16T08:00+01:00")
    assert reasons(root, warehouse_url) == [unpublished]


def test_a_publish_to_another_place_does_not_count(tmp_path: Path, warehouse_url: str) -> None:
    root = write_project(
        tmp_path, KPIS, runners={"success": runner_text("success", sheet="SUCCESS_SHEET")}
    )
    run(root, warehouse_url, publish=True)
    assert reasons(root, warehouse_url) == []
    assert [each[1] for each in reasons(root, warehouse_url, SUCCESS_SHEET="new.xlsx")] == [
        f"stored, but not published to {root / 'new.xlsx'}"
    ]
    (unusable,) = reasons(root, warehouse_url, SUCCESS_SHEET="?")
    assert unusable[1].startswith(
        "SUCCESS_SHEET is neither a spreadsheet's id or URL nor the path of an .xlsx"
    )


def test_a_kpi_whose_data_begin_later_is_not_expected(root: Path, warehouse_url: str) -> None:
    run(root, warehouse_url, publish=True)
    write_project(root, {"success/kpi_07.py": kpi_text(name="Later", since="2026-W47")})
    assert reasons(root, warehouse_url) == []


def test_each_cadence_and_domain_has_its_own_deadline(root: Path, warehouse_url: str) -> None:
    daily = kpi_text(name="Daily", cadence="daily")
    monthly = kpi_text(name="Monthly", cadence="monthly")
    write_project(
        root,
        {"success/kpi_07.py": daily, "board/kpi_01.py": monthly},
        runners={"board": runner_text("board", "America/New_York")},
    )
    run(root, warehouse_url, publish=True)
    found = overdue(root, warehouse_url, "2026-11-17T09:00+01:00", "success", "board")
    assert [(each.domain, each.period.label, each.due.isoformat()) for each in found] == [
        ("success", "2026-11-16", "2026-11-17T09:00:00+01:00"),
        ("board", "2026-10", "2026-11-01T09:00:00-05:00"),
    ]


def test_an_overdue_scorecard_can_be_written_as_json(root: Path, warehouse_url: str) -> None:
    (late,) = overdue(root, warehouse_url)
    assert json.loads(json.dumps(late.as_json()))["missing"] == [5, 6]
