"""Where a run computes, and that it makes no difference to the values."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.catalog.check import check
from core.catalog.parameters import parameters
from core.catalog.tasks import Step, Task
from core.compute.placement import (
    columns_needed,
    copies_of,
    copy_pays,
    find_cell_obstacle,
)
from core.kpi import File, Table, Values
from core.model.period import CADENCES, parse_period
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.project import catalogue_of, kpi_text, settings_of, write_project
from tests.runs import rows_of, say_nothing
from tests.warehouses import execute

NOW = datetime(2026, 12, 1, tzinfo=UTC)
KPIS = {
    "success/kpi_01.py": kpi_text(
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start AND sent_at < :end",
        name="Forms",
        sources=[Table("stg.forms")],
    ),
    "success/kpi_02.py": kpi_text(
        "SELECT kind AS field, sum(hours) / count(*) AS value, sum(hours) AS numerator, count(*) AS"
        " denominator FROM stg.forms WHERE sent_at < :end GROUP BY kind",
        name="Hours",
        unit="hours",
        range="4 weeks",
        sources=[Table("stg.forms")],
    ),
    "success/kpi_03.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_01",
        name="Average",
        unit="number",
        sources=[Values(1, last=2)],
    ),
    "success/kpi_04.py": kpi_text(
        "SELECT max(amount) AS value FROM stg.bills WHERE paid_on <= :last_day",
        name="Bill",
        unit="EUR",
        sources=[Table("stg.bills")],
    ),
}


def steps_for(root: Path, count: int) -> list[Step]:
    catalogue = catalogue_of(root, KPIS)
    last = parse_period("2026-W46")
    return [
        Step(tuple(Task(entry, last.shift(-back)) for back in range(count)))
        for entry in catalogue.entries
    ]


def test_what_queries_read_beside_files_is_known_for_all_periods(tmp_path: Path) -> None:
    sources = [Table("stg.forms"), File("kinds.csv")]
    joined = "SELECT count(*) AS value FROM stg.forms JOIN kinds USING (kind) WHERE"
    bounds = (
        "sent_at >= :start AND sent_at < :end AND hours > 1",
        "sent_at BETWEEN :start AND :end",
    )
    kpis = {
        f"success/kpi_{number:02}.py": kpi_text(f"{joined} {bound}", name=bound, sources=sources)
        for number, bound in enumerate(bounds, 5)
    }
    catalogue = catalogue_of(tmp_path, {**KPIS, **kpis})
    last = parse_period("2026-W46")
    facts = check(catalogue).facts
    copies = []
    for entry in catalogue.entries:
        weeks = [last.shift(-back) for back in range(52)]
        periods = [parameters(entry, week, catalogue, NOW) for week in weeks]
        copies.append(copies_of(entry, facts[entry.key], periods))

    assert copies[:4] == [{}] * 4
    assert [set(each) for each in copies[4:]] == [{"stg.forms"}] * 2
    assert copies[4]["stg.forms"].columns == {"sent_at", "kind", "hours"}
    assert copies[5]["stg.forms"].columns == {"sent_at", "kind"}
    # Two days before 2025-W47 begins and after 2026-W46 ends, both at 23:00 in UTC.
    days = "rows with sent_at from 2025-11-14 to 2026-11-18"
    assert [str(each["stg.forms"].rows) for each in copies[4:]] == [days] * 2


def test_the_columns_of_all_queries_over_a_table_are_needed_at_once(tmp_path: Path) -> None:
    steps = steps_for(tmp_path, 1)
    found = columns_needed(steps, check(catalogue_of(tmp_path)).facts)

    assert found == {"stg.forms": {"sent_at", "kind", "hours"}, "stg.bills": {"amount", "paid_on"}}


@pytest.mark.parametrize(
    ("periods", "rows", "expected"),
    [
        (1, 1_000_000, False),
        (52, 1_000_000, False),
        (52, 50_000, True),
        (1, 0, True),
        (3, 1000, True),
    ],
)
def test_copying_pays_where_many_queries_read_few_rows(
    tmp_path: Path, periods: int, rows: int, expected: bool
) -> None:
    # Three of the four KPIs ask the warehouse, at 4 ms a query against 0.5 ms and 2.5 µs a row,
    # twice over.
    assert copy_pays(steps_for(tmp_path, periods), rows) is expected


def test_both_places_give_the_same_values(tmp_path: Path, warehouse_url: str) -> None:
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms AS SELECT TIMESTAMP '2026-08-31 22:00' + n * INTERVAL '7 hours' AS"
        " sent_at, CASE n % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' END AS kind, n % 11 AS hours FROM"
        " (SELECT * FROM generate_series(0, 300)) AS s(n)",
        "CREATE TABLE stg.bills AS SELECT DATE '2026-09-01' + n::int AS paid_on, "
        "(n * 37 % 101)::numeric(10, 2) / 4 AS amount "
        "FROM (SELECT * FROM generate_series(0, 80)) AS s(n)",
    )
    write_project(tmp_path, KPIS)
    found = {}
    for place in ("warehouse", "local"):
        settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=warehouse_url)
        request = RunRequest(["success"], (), CADENCES, "2026-W37..2026-W46")
        options = Options("scorecard run", publish=False, compute=place)  # type: ignore[arg-type]
        report = run_pipeline(settings, request, options, say_nothing)
        found[place] = [
            (row.key, row.outcome, row.value, row.numerator, row.denominator)
            for result in report.results
            for row in result.rows
        ]

    assert found["warehouse"] == found["local"]
    assert len(rows_of(tmp_path, warehouse_url)) == 10 + 3 * 10 + 10 + 10
    # Of kpi_01 from the first week on: 7 hours a form is 24 a week.
    assert [value for key, _, value, _, _ in found["local"] if key[0] == 1] == [24] * 10


def test_a_table_that_is_not_there_fails_alike_in_both_places(
    tmp_path: Path, warehouse_url: str
) -> None:
    write_project(tmp_path, {"success/kpi_04.py": KPIS["success/kpi_04.py"]})
    for place in ("warehouse", "local"):
        settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=warehouse_url)
        request = RunRequest(["success"], (), CADENCES, "2026-W43..2026-W46")
        report = run_pipeline(
            settings,
            request,
            Options("scorecard run", publish=False, compute=place),
            say_nothing,  # type: ignore[arg-type]
        )

        assert [result.failed for result in report.results] == [True] * 4
        assert "bills" in report.results[0].rows[0].reason


def test_what_keeps_a_query_from_a_remote_engines_cells_is_said(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)
    types = {"stg.forms": {"kind": "text", "hours": "numeric(12,2)", "sent_at": "timestamptz"}}
    found = [find_cell_obstacle(catalogue.entry("success", number), types) for number in (1, 2, 3)]

    assert found == ["", "the query has GROUP BY", "the query reads more than tables"]
