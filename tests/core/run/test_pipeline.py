"""Whole runs on both engines: what they store, what they leave alone, and what they publish."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from core.kpi import Table, Values
from tests.core.run.results import LATER, outcomes
from tests.forms import COUNTS, KPI_06, fill_forms
from tests.project import kpi_text, write_project
from tests.runs import row_of, rows_of, run, values_of
from tests.warehouses import execute, stored

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_run_stores_each_value_with_its_metadata(root: Path, url: str) -> None:
    report = run(root, url, "2026-W46", kpis=[6])

    row = row_of(root, url, 6, "2026-W46")
    definition, run_id = row.definition, row.run_id
    assert report.ok
    assert re.fullmatch(r"[0-9a-f]{12}", definition)
    assert re.fullmatch(r"20261116T050000Z-success-[0-9a-f]{6}", run_id)
    columns = (
        "sc_name, kpi_number, field_name, field_details, range_type, cadence, period, period_start,"
        " period_end, year, year_week, last_sunday, print_date, partial, outcome, value, reason,"
        " unit, target, cut_off, computed_at"
    )
    assert stored(url, columns, "scorecard_success") == [
        (
            *(
                "Success scorecard",
                6,
                "forms",
                "",
                "week",
                "weekly",
                "2026-W46",
                date(2026, 11, 9),
                date(2026, 11, 15),
            ),
            *(
                2026,
                "2026-W46",
                date(2026, 11, 15),
                date(2026, 11, 16),
                False,
                "value",
                7.0,
                "",
                "count",
                None,
            ),
            *(datetime(2026, 11, 16, 6, tzinfo=BERLIN), datetime(2026, 11, 16, 6, tzinfo=BERLIN)),
        )
    ]


def test_running_again_changes_nothing(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")
    before = rows_of(root, url)
    report = run(root, url, "2026-W40..2026-W46", now=LATER)

    assert len(before) == 14
    assert rows_of(root, url) == before
    assert [result.changes.written for result in report.results] == [()] * 14
    assert stored(url, "count(*)", "scorecard_restatement", "1") == [(0,)]


def test_sums_in_another_order_are_not_a_change(tmp_path: Path, warehouse_url: str) -> None:
    query = "SELECT sum(n) AS value FROM stg.parts"
    root = write_project(
        tmp_path, {"success/kpi_01.py": kpi_text(query, sources=[Table("stg.parts")])}
    )
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.parts (n float8)")
    execute(warehouse_url, "INSERT INTO stg.parts VALUES (0.1), (0.2), (0.3)")
    run(root, warehouse_url, "2026-W46")
    before = rows_of(root, warehouse_url)
    execute(
        warehouse_url, "DELETE FROM stg.parts", "INSERT INTO stg.parts VALUES (0.3), (0.2), (0.1)"
    )
    run(root, warehouse_url, "2026-W46", now=LATER)

    assert rows_of(root, warehouse_url) == before


def test_a_derived_kpi_sees_the_values_of_the_same_run(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46")

    assert values_of(root, url, 6) == COUNTS
    assert values_of(root, url, 5) == {
        "2026-W40": None,
        "2026-W41": None,
        "2026-W42": None,
        "2026-W43": 2.5,
        "2026-W44": 3.5,
        "2026-W45": 4.5,
        "2026-W46": 5.5,
    }


def test_a_history_that_is_too_short_gives_no_value_and_the_reason(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W42")

    row = row_of(root, url, 5, "2026-W42")
    assert (row.outcome, row.value) == ("none", None)
    assert (
        row.reason
        == "history too short: 3 of the 4 periods of kpi_06 have a value; 2026-W39 has none"
    )


def test_a_derived_kpi_can_run_alone_on_what_is_stored(root: Path, url: str) -> None:
    run(root, url, "2026-W40..2026-W46", kpis=[6])
    run(root, url, "2026-W46", kpis=[5])

    assert values_of(root, url, 5) == {"2026-W46": 5.5}


def test_a_kpi_reads_values_of_another_domain(tmp_path: Path, url: str) -> None:
    kpis = {
        "leadership/kpi_01.py": kpi_text(
            "SELECT value * 10 AS value FROM kpi_06", sources=[Values(6, domain="success")]
        ),
        "success/kpi_06.py": KPI_06,
    }
    root = write_project(tmp_path, kpis)

    alone = run(root, url, "2026-W46", domains=["leadership"])
    together = run(root, url, "2026-W46", domains=["leadership", "success"])

    reason = "history too short: 0 of the 1 periods of kpi_06 have a value; 2026-W46 has none"
    assert outcomes(alone) == {(1, "2026-W46"): reason}
    assert together.ok
    assert values_of(root, url, 1, "leadership") == {"2026-W46": 70.0}
    assert stored(url, "domain", "scorecard_run", "started_at, domain") == [("leadership",)] * 2 + [
        ("success",)
    ]


def test_a_dry_run_computes_everything_and_writes_nothing(
    root: Path, url: str, tmp_path: Path
) -> None:
    run(root, url, "2026-W43..2026-W46")
    fill_forms(url, {"2026-W46": 4})
    before = everything(url, tmp_path)
    report = run(root, url, "2026-W43..2026-W46", dry_run=True, now=LATER)

    results = {
        (result.task.entry.number, result.task.period.label): result for result in report.results
    }
    newest = results[5, "2026-W46"]
    assert ([row.value for row in newest.before], [row.value for row in newest.rows]) == (
        [5.5],
        [6.5],
    )
    assert everything(url, tmp_path) == before


def everything(url: str, folder: Path) -> object:
    """Return all there is of a warehouse: the file's bytes, or the rows of every table of the
    store.
    """
    if url.startswith("duckdb"):
        return [(path, path.read_bytes()) for path in sorted((folder / "warehouse").iterdir())]
    tables = execute(
        url, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'vl_analytics'"
    )
    return [(name, stored(url, "*", name)) for (name,) in tables]


def test_a_dry_run_before_the_first_run_leaves_no_store(root: Path, url: str) -> None:
    report = run(root, url, "2026-W46", dry_run=True)

    schemas = "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'vl_analytics'"
    assert outcomes(report)[6, "2026-W46"] == "value"
    assert execute(url, schemas) == [(0,)]
