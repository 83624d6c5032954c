"""The domain of quality, written by its command, over the store of real runs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from core.errors import UsageError
from core.operations.quality_domain import write_quality_domain
from tests.core.run.gates import fill_orders, write_shop
from tests.runs import rows_of, run

PAGE = Path(__file__).parents[3] / "docs/quality.md"
LOSE_CLIENTS = "UPDATE stg.orders SET client_id = NULL WHERE order_id <= 3"
SUNDAY = "2026-11-15T10:00+01:00"


def test_the_quality_of_sources_is_a_scorecard_of_its_own(
    tmp_path: Path, warehouse_url: str
) -> None:
    terms = 'loaded_at="_synced_at", fresh="30 hours", checks=[missing("client_id", 0.05)]'
    root = write_shop(tmp_path, terms)
    written = write_quality_domain(root, "quality", "data@example.com", "Europe/Berlin")
    fill_orders(warehouse_url, LOSE_CLIENTS, synced="2026-11-15 04:00+01:00")
    run(root, warehouse_url, "2026-W46", now=SUNDAY, partial=True)

    report = run(root, warehouse_url, "2026-W46", domains=["quality"], publish=True)

    assert report.ok
    assert len(written) == 9
    rows = rows_of(root, warehouse_url, domain="quality")
    assert {(row.kpi_number, row.field_details): row.value for row in rows} == {
        (1, "stg.orders"): 0.3,
        (2, "stg.orders"): 6.0,
        (3, ""): 0.0,
        (4, ""): 1.0,
        (5, ""): None,
        (6, ""): 0.0,
        (7, ""): 1.0,
        (8, ""): 0.0,
    }
    sheet = openpyxl.load_workbook(root / "var/quality.xlsx").active
    assert sheet is not None
    names = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {"Freshness lag", "stg.orders", "Checks that held values"} <= set(names)


def test_the_time_to_a_complete_run_is_that_of_each_domain(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path)
    write_quality_domain(root, "quality", "data@example.com", "Europe/Berlin")
    fill_orders(warehouse_url)
    run(root, warehouse_url, "2026-W45", now="2026-11-09T06:30+01:00")

    run(root, warehouse_url, "2026-W46", domains=["quality"], kpis=[5])

    (row,) = rows_of(root, warehouse_url, domain="quality")
    assert row.field_details == "success"
    assert row.value == pytest.approx(6.5, abs=0.05)


def test_a_domain_that_exists_is_not_written_over(tmp_path: Path) -> None:
    root = write_shop(tmp_path)
    with pytest.raises(UsageError, match=r"runners/success\.py exists already"):
        write_quality_domain(root, "success", "data@example.com", "Europe/Berlin")


def test_the_page_names_every_kpi_that_is_written(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for path in write_quality_domain(tmp_path, "quality", "data@example.com", "Europe/Berlin"):
        assert f"`{path}`" in page or f"`{Path(path).name}`" in page
