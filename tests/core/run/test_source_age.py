"""Sources that stopped although nothing says how fresh they have to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from core.kpi import Table
from core.model import Input
from core.run.source_age import age_warnings
from core.store import SourceAge
from tests.forms import COUNT
from tests.project import kpi_text, write_project
from tests.runs import run
from tests.warehouses import execute

MONDAY = datetime.fromisoformat("2026-11-16T05:00+00:00")


def seen(hours: float) -> Input:
    newest = MONDAY - timedelta(hours=hours)
    return Input(
        run_id="r", domain="success", kpi_number=1, source="stg.a", kind="table", newest=newest
    )


def ages(*hours: float, shift: timedelta = timedelta()) -> list[SourceAge]:
    past = []
    for back, age in enumerate(hours, 1):
        at = MONDAY - timedelta(weeks=back) + shift
        past.append(SourceAge("stg.a", at, at - timedelta(hours=age)))
    return past


def test_a_source_older_than_ever_is_a_warning() -> None:
    (warning,) = age_warnings([seen(60)], ages(50, 2, 3, 49), (), MONDAY)
    assert warning == (
        "warning: the newest row of stg.a is 60 h old, and was never older than 50 h at this time"
        " of the week; if it stopped, declare fresh= so that its KPIs are late"
    )


def test_an_age_that_was_seen_before_is_not() -> None:
    assert not list(age_warnings([seen(50.5)], ages(50, 2, 3, 4), (), MONDAY))


def test_other_days_of_the_week_do_not_count() -> None:
    tuesdays = ages(50, 50, 50, 50, shift=timedelta(days=1))
    assert not list(age_warnings([seen(60)], [*tuesdays, *ages(2, 2, 2)], (), MONDAY))


def test_a_source_with_a_limit_of_its_own_is_judged_by_that() -> None:
    assert not list(age_warnings([seen(60)], ages(1, 1, 1, 1), ["stg.a"], MONDAY))


def test_a_run_warns_of_a_source_that_stopped(tmp_path: Path, warehouse_url: str) -> None:
    source = Table("stg.forms", loaded_at="sent_on")
    root = write_project(tmp_path, {"success/kpi_06.py": kpi_text(COUNT, sources=[source])})
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (sent_on date)")
    for week in range(4):
        day = datetime(2026, 10, 19) + timedelta(weeks=week)
        execute(warehouse_url, f"INSERT INTO stg.forms VALUES ('{day:%Y-%m-%d}')")
        report = run(root, warehouse_url, "last", now=f"{day:%Y-%m-%d}T06:00+01:00")
        assert report.notes == ()

    report = run(root, warehouse_url, "last", now="2026-11-16T06:00+01:00")

    (note,) = report.notes
    assert note.startswith("warning: the newest row of stg.forms is 174 h old")
