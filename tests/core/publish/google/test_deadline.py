"""A spreadsheet without the newest week is overdue, on both engines."""

from __future__ import annotations

from pathlib import Path

from tests.core.operations.test_deadlines import KPIS, reasons
from tests.project import kpi_text, runner_text, write_project
from tests.runs import run
from tests.sheets_emulator import Emulator
from tests.spreadsheets import Office, Waits


def test_a_spreadsheet_counts_once_it_is_known_to_have_the_week(
    sheets: Emulator, waits: Waits, tmp_path: Path, warehouse_url: str
) -> None:
    office = Office(sheets, tmp_path, url=warehouse_url)
    write_project(
        tmp_path, KPIS, runners={"success": runner_text("success", sheet=office.variable)}
    )
    sheet = dict(office.environment)
    sheet.pop("SCORECARD_WAREHOUSE")
    run(tmp_path, warehouse_url, publish=True, **sheet)
    assert reasons(tmp_path, warehouse_url, **sheet) == []

    (tmp_path / "scorecards/success/kpi_05.py").write_text(
        kpi_text("SELECT 2 AS value", name="Forms")
    )
    run(tmp_path, warehouse_url, "2026-W45..2026-W46", now="2026-11-16T08:00+01:00", **sheet)
    unpublished = [f"stored, but not published to {office.book}"]
    assert [each[1] for each in reasons(tmp_path, warehouse_url, **sheet)] == unpublished
    # Another week's cells were published, then this one's.
    office.numbers = frozenset({5, 6})
    office.publish(now="2026-11-16T08:10+01:00", period="2026-W45")
    assert [each[1] for each in reasons(tmp_path, warehouse_url, **sheet)] == unpublished
    office.publish(now="2026-11-16T08:20+01:00", period="last")
    assert reasons(tmp_path, warehouse_url, **sheet) == []
