"""What a run records of the files and tabs that its KPIs read."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from core.catalog.tasks import Task
from core.model.records import Input
from core.model.sources import File, Tab
from tests.core.compute.sources import (
    DEALS,
    DEALS_QUERY,
    WEEK,
    run_doing,
    seen,
    write,
)
from tests.project import kpi_text, write_project
from tests.runs import row_of, run


def test_a_file_has_its_size_time_and_checksum(tmp_path: Path, warehouse_url: str) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    os.utime(tmp_path / "deals.csv", (1_794_000_000, 1_794_000_000))
    write(tmp_path, DEALS_QUERY, File("deals.csv", loaded_at="closed_on"))
    run(tmp_path, warehouse_url, WEEK)

    assert seen(tmp_path, warehouse_url) == {
        "deals.csv": Input(
            run_id=row_of(tmp_path, warehouse_url, 1, WEEK).run_id,
            domain="success",
            kpi_number=1,
            source="deals.csv",
            kind="file",
            rows=2,
            newest=datetime(2026, 11, 14, 23, tzinfo=UTC),
            files=1,
            bytes=len(DEALS),
            checksum=hashlib.sha256(DEALS.encode()).hexdigest()[:16],
            modified=datetime.fromtimestamp(1_794_000_000, UTC),
        )
    }


def test_a_glob_is_its_files_one_after_another(tmp_path: Path, warehouse_url: str) -> None:
    others = "id,closed_on\n3,2026-11-10\n"
    (tmp_path / "deals-2.csv").write_text(others)
    (tmp_path / "deals-1.csv").write_text(DEALS)
    os.utime(tmp_path / "deals-1.csv", (1_700_000_000, 1_700_000_000))
    os.utime(tmp_path / "deals-2.csv", (1_794_000_000, 1_794_000_000))
    write(tmp_path, DEALS_QUERY, File("deals-*.csv", name="deals"))
    run(tmp_path, warehouse_url, WEEK)

    (found,) = seen(tmp_path, warehouse_url).values()
    assert (found.source, found.files, found.rows, found.bytes) == (
        "deals-*.csv",
        2,
        3,
        len(DEALS) + len(others),
    )
    assert found.checksum == hashlib.sha256((DEALS + others).encode()).hexdigest()[:16]
    assert found.modified == datetime.fromtimestamp(1_794_000_000, UTC)


def test_a_file_that_changes_while_it_is_read_has_no_checksum(
    tmp_path: Path, warehouse_url: str
) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    kpis = {
        "success/kpi_01.py": kpi_text(DEALS_QUERY, name="One", sources=[File("deals.csv")]),
        "success/kpi_02.py": kpi_text("SELECT 1 AS value", name="Two"),
    }

    def append(task: Task) -> None:
        if task.entry.number == 2:
            (tmp_path / "deals.csv").write_text(DEALS + "3,2026-11-15\n")

    report = run_doing(write_project(tmp_path, kpis), warehouse_url, append)

    (found,) = seen(tmp_path, warehouse_url).values()
    assert (found.rows, found.bytes, found.checksum) == (2, len(DEALS), "")
    assert report.notes == (
        (
            "scorecards/success/kpi_01.py: deals.csv changed while it was read; "
            "the value is stored, with an incomplete record of its source"
        ),
    )


def test_a_file_outlives_a_query_that_fails_after_it(tmp_path: Path, warehouse_url: str) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    kpis = {
        "success/kpi_01.py": kpi_text(DEALS_QUERY, name="One", sources=[File("deals.csv")]),
        "success/kpi_02.py": kpi_text(
            "SELECT id::date AS value FROM deals", name="Two", sources=[File("deals.csv")]
        ),
    }
    run(write_project(tmp_path, kpis), warehouse_url, WEEK)

    assert [seen(tmp_path, warehouse_url, number)["deals.csv"].rows for number in (1, 2)] == [2, 2]


def test_a_missing_file_is_recorded_without_any_facts(tmp_path: Path, warehouse_url: str) -> None:
    write(tmp_path, DEALS_QUERY, File("deals.csv"))
    report = run(tmp_path, warehouse_url, WEEK)

    (found,) = seen(tmp_path, warehouse_url).values()
    assert (found.kind, found.rows, found.bytes, found.checksum) == ("file", None, None, "")
    assert report.notes == ()


def test_a_tab_has_its_rows_place_and_a_checksum_of_its_texts(
    tmp_path: Path, warehouse_url: str
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Calls"
    for line in (
        ["Client", "Called on", "Note"],
        ["Acme", date(2026, 11, 9), "x"],
        [None, date(2026, 11, 12), "y"],
    ):
        book.active.append(line)
    book.save(tmp_path / "operations.xlsx")
    tab = Tab("OPERATIONS_SHEET", "Calls", columns=("Client", "Called on"), loaded_at="called_on")
    write(tmp_path, "SELECT count(*) AS value FROM calls", tab)
    run(tmp_path, warehouse_url, WEEK, OPERATIONS_SHEET="operations.xlsx")

    (found,) = seen(tmp_path, warehouse_url).values()
    lines = (["Acme", "2026-11-09"], [None, "2026-11-12"])
    text = "".join(json.dumps(line) + "\n" for line in lines)
    assert (found.source, found.kind, found.place, found.rows) == (
        "OPERATIONS_SHEET › Calls",
        "tab",
        "operations.xlsx",
        2,
    )
    assert found.newest == datetime(2026, 11, 11, 23, tzinfo=UTC)
    assert found.checksum == hashlib.sha256(text.encode()).hexdigest()[:16]


def test_a_column_of_text_without_times_is_reported(tmp_path: Path, warehouse_url: str) -> None:
    (tmp_path / "deals.csv").write_text("id,closed_on\n1,after Easter\n2,soon\n")
    write(tmp_path, DEALS_QUERY, File("deals.csv", loaded_at="closed_on"))
    report = run(tmp_path, warehouse_url, WEEK)

    assert seen(tmp_path, warehouse_url)["deals.csv"].newest is None
    assert report.notes == (
        (
            "scorecards/success/kpi_01.py: deals.csv has nothing in its column closed_on that reads"
            " like a time; the value is stored, with an incomplete record of its source"
        ),
    )
