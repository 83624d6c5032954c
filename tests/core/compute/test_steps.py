"""Steps computed in order, each compared with the store and remembered for those that read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.compute.steps import TaskResult
from core.kpi import Table, Values
from tests.project import kpi_text, write_project
from tests.runs import run
from tests.warehouses import execute

LATER = "2026-11-17T09:00+01:00"
WEEKS = "2026-W45..2026-W46"
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
DOUBLED = (
    "SELECT 2 * count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
)
AVERAGE = kpi_text(
    "SELECT avg(value) AS value FROM kpi_06",
    name="Average",
    unit="number",
    sources=[Values(6, last=1)],
)


def forms(query: str = COUNT) -> dict[str, str]:
    text = kpi_text(query, sources=[Table("stg.forms")])
    return {"success/kpi_06.py": text, "success/kpi_05.py": AVERAGE}


@pytest.fixture
def url(warehouse_url: str) -> str:
    days = "('2026-11-04'), ('2026-11-11')"
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date)",
        f"INSERT INTO stg.forms VALUES {days}",
    )
    return warehouse_url


def keys(results: tuple[TaskResult, ...]) -> list[tuple[int, str]]:
    return [(result.task.entry.number, result.task.period.label) for result in results]


def test_steps_come_in_order_with_what_was_stored_before(tmp_path: Path, url: str) -> None:
    write_project(tmp_path, forms())
    first = run(tmp_path, url, WEEKS).results
    second = run(tmp_path, url, WEEKS, now=LATER).results

    assert keys(first) == [(6, "2026-W45"), (6, "2026-W46"), (5, "2026-W45"), (5, "2026-W46")]
    assert keys(second) == keys(first)
    assert [result.before for result in first] == [()] * 4
    assert [result.before for result in second] == [result.rows for result in first]
    assert [result.changes.written for result in second] == [()] * 4


def test_a_step_reads_what_an_earlier_one_of_the_run_computed(tmp_path: Path, url: str) -> None:
    results = run(write_project(tmp_path, forms()), url, WEEKS).results

    assert [result.rows[0].value for result in results] == [1, 1, 1, 1]


def test_what_reads_a_failed_step_has_failed(tmp_path: Path, url: str) -> None:
    write_project(tmp_path, forms("SELECT count(*)::text AS value FROM stg.forms"))
    results = run(tmp_path, url, WEEKS).results

    assert [result.failed for result in results] == [True] * 4
    assert results[2].rows[0].reason == "depends on kpi_06, which failed"


def test_a_change_of_a_value_has_the_cause_of_what_it_was_made_from(
    tmp_path: Path, url: str
) -> None:
    run(write_project(tmp_path, forms()), url, WEEKS)
    results = run(write_project(tmp_path, forms(DOUBLED)), url, WEEKS, now=LATER).results

    restated = [each for result in results for each in result.changes.restated]
    assert [(each.kpi_number, each.cause, each.note) for each in restated] == [
        (6, "definition", ""),
        (6, "definition", ""),
        (5, "definition", "kpi_06"),
        (5, "definition", "kpi_06"),
    ]


def test_a_dry_run_has_no_run_and_stores_nothing(tmp_path: Path, url: str) -> None:
    write_project(tmp_path, forms())
    results = run(tmp_path, url, WEEKS, dry_run=True).results

    assert {row.run_id for result in results for row in result.rows} == {""}
    assert run(tmp_path, url, WEEKS).results[0].before == ()
