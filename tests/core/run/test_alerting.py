"""Alerts after runs of several domains, and after a value that a person sets."""

from __future__ import annotations

from pathlib import Path

from core.run.context import Options
from core.run.manual import ManualCell, ManualValue, enter
from tests.lending import MONDAYS, fill_loans, kpi_file, run_on, told, write_lending
from tests.project import settings_of, write_project
from tests.runs import say_nothing
from tests.warehouses import HOLDER


def test_a_run_of_two_domains_tells_of_those_with_rules(tmp_path: Path, warehouse_url: str) -> None:
    root = write_lending(tmp_path)
    other = {"audit/kpi_01.py": kpi_file(""), "sales/kpi_01.py": kpi_file("above(0.01, 'info')")}
    write_project(root, other)
    fill_loans(warehouse_url)

    report = run_on(root, warehouse_url, "2026-W45", domains=("risk", "sales", "audit"))
    assert [event.subject.domain for event in report.alerted.events] == ["risk", "sales"]
    run_ids = {row.domain: row.run_id for result in report.results for row in result.rows}
    assert [event.run_id for event in report.alerted.events] == [run_ids["risk"], run_ids["sales"]]


def test_a_manual_value_is_judged_at_once(tmp_path: Path, warehouse_url: str) -> None:
    root = write_lending(tmp_path)
    fill_loans(warehouse_url)
    run_on(root, warehouse_url, "2026-W45")
    settings = settings_of(root, MONDAYS["2026-W45"], SCORECARD_WAREHOUSE=warehouse_url)
    cell = ManualCell("risk", 1, "2026-W45")

    result = enter(settings, cell, ManualValue(0.02, "a typo"), Options(HOLDER), say_nothing)
    assert told(result.report) == [
        "over: PAR90 in 2026-W45 is 2.0%, no longer above 5.0% (corrected from 5.2%)"
    ]
