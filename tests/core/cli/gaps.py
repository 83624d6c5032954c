"""A project whose stored weeks have gaps, for `catch-up` and `overdue`."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kpi import Table, Values
from tests.processes import Outcome, ended, start
from tests.project import kpi_text, write_project
from tests.runs import values_of
from tests.warehouses import execute

AFTER = "2026-11-16T09:05+01:00"
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
KPIS = {
    "success/kpi_05.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_06", name="Sum", sources=[Values(6, last=2)]
    ),
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[Table("stg.forms")]),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(warehouse_url: str) -> str:
    """Return a warehouse with one form on each day from 2026-W30 to W46."""
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date)",
        (
            "INSERT INTO stg.forms SELECT unnest(generate_series(DATE '2026-07-20', DATE"
            " '2026-11-15', INTERVAL 1 DAY))"
            if warehouse_url.startswith("duckdb")
            else (
                "INSERT INTO stg.forms SELECT generate_series(date '2026-07-20', date '2026-11-15',"
                " interval '1 day')"
            )
        ),
    )
    return warehouse_url


def scorecard(root: Path, url: str, *arguments: str, now: str = AFTER) -> Outcome:
    return ended(start(root, *arguments, SCORECARD_WAREHOUSE=url, SCORECARD_NOW=now))


def weeks(root: Path, url: str, number: int) -> list[int]:
    return [int(label[-2:]) for label in sorted(values_of(root, url, number))]
