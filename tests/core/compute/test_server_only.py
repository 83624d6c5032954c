"""A backfill stores what each week alone stores, whatever the types of the columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.compute.placement import Placement
from core.kpi import Table
from core.model.period import CADENCES
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.project import kpi_text, settings_of, write_project
from tests.runs import say_nothing
from tests.warehouses import execute

WEEK = "FROM stg.tickets WHERE opened_at >= :start AND opened_at < :end"
# Each counts rare tickets: two in one week of thirty, which no sample of two weeks sees.
QUERIES = {
    1: f"SELECT count(*) AS value {WEEK} AND severity = 'high'",
    2: f"SELECT count(*) AS value {WEEK} AND severity IN ('high', 'top')",
    3: f"SELECT count(*) AS value {WEEK} AND mood > 'calm'",
    4: f"SELECT sum(round(hours)) * 0.3 AS value {WEEK}",
    5: f"SELECT sum(hours) AS value {WEEK}",
    6: f"SELECT sum(minutes) / count(*) AS value {WEEK} AND severity = 'high'",
    7: f"SELECT count(*) AS value {WEEK} AND note ~ '^urgent +c'",
    8: f"SELECT count(*) AS value {WEEK} AND lower(note) = 'ärger'",
    9: f"SELECT max(length(severity)) AS value {WEEK}",
    10: f"SELECT count(*) AS value {WEEK} AND id % 7 = 0",
}


@pytest.fixture
def project(tmp_path: Path, postgres_url: str) -> Path:
    execute(
        postgres_url,
        "CREATE SCHEMA stg",
        "CREATE TYPE stg.mood AS ENUM ('angry', 'calm', 'about to leave')",
        "CREATE TABLE stg.tickets (id bigint, opened_at timestamptz, severity char(8),"
        " mood stg.mood, hours numeric, minutes bigint, note text)",
        "INSERT INTO stg.tickets SELECT n,"
        " TIMESTAMPTZ '2026-04-20 08:00+02' + n * INTERVAL '1 day', 'low', 'calm', 0.5, n, 'fine'"
        " FROM generate_series(0, 209) AS s(n)",
        "UPDATE stg.tickets SET severity = 'high', mood = 'about to leave', hours = 1e17 + 0.5,"
        " note = 'urgent call' WHERE id IN (71, 72)",
        "UPDATE stg.tickets SET note = 'ÄRGER' WHERE id = 71",
    )
    files = {}
    for number, query in QUERIES.items():
        text = kpi_text(query, name=f"Tickets {number}", sources=[Table("stg.tickets")])
        files[f"success/kpi_{number:02}.py"] = text
    write_project(tmp_path, files)
    return tmp_path


def values_of(root: Path, url: str, period: str, compute: Placement) -> dict[Any, Any]:
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    options = Options("scorecard run", dry_run=True, compute=compute)
    request = RunRequest(["success"], (), CADENCES, period)
    report = run_pipeline(settings, request, options, say_nothing)
    return {row.key: (row.outcome, row.value) for result in report.results for row in result.rows}


def test_thirty_weeks_at_once_are_each_week_alone(project: Path, postgres_url: str) -> None:
    span = "2026-W17..2026-W46"
    alone = {}
    for week in range(17, 47):
        alone |= values_of(project, postgres_url, f"2026-W{week}", "warehouse")

    assert len(alone) == 30 * len(QUERIES)
    assert sum(outcome == "failed" for outcome, _ in alone.values()) == 0
    # Both rare tickets fall in one week.
    assert sum(value or 0 for key, (_, value) in alone.items() if key[0] == 1) == 2
    for compute in ("warehouse", "local", "auto"):
        together = values_of(project, postgres_url, span, compute)
        different = {
            key: (alone[key], value) for key, value in together.items() if value != alone[key]
        }
        assert different == {}, compute
