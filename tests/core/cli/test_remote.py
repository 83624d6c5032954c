"""Commands over a remote warehouse: chdb within this process."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from core.kpi import Table
from tests.core.cli.commands import Command
from tests.project import kpi_text, write_project
from tests.remotes import fill_chdb

STORE = {"SCORECARD_STORE": "duckdb:///var/store.duckdb"}
IN_WEEK = "WHERE sent_at >= :start AND sent_at < :end"
TIMES = [datetime(2026, 11, day, 10, tzinfo=UTC) for day in (2, 3, 10, 11, 12)]
ORDERS = pa.table(
    {
        "region": ["n", "n", "n", "s", "s"],
        "price": pa.array([Decimal(price) for price in ("1.50", "2.50", "3.50", "4.00", "5.00")]),
        "sent_at": pa.array(TIMES, pa.timestamp("us", "UTC")),
    }
)
KPIS = {
    "success/kpi_01.py": kpi_text(
        f"SELECT sum(price) AS value FROM shop.orders {IN_WEEK}", sources=[Table("shop.orders")]
    )
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(root: Path) -> str:
    """Return a warehouse with the orders of two weeks."""
    return fill_chdb(root / "chdb", {"shop.orders": ORDERS})


def test_a_table_is_shown_with_rows(scorecard: Command, url: str) -> None:
    found = scorecard("tables", "shop.orders", "--format", "json", url=url, **STORE)

    assert (found.code, found.err) == (0, "")
    sample = json.loads(found.out)["sample"]
    assert len(sample) == 5
    assert {"region": "n", "price": "1.50", "sent_at": "2026-11-02 10:00:00+00:00"} in sample


def test_doctor_reads_every_table(scorecard: Command, url: str) -> None:
    found = scorecard("doctor", url=url, **STORE).out

    assert "ok    tables: 1 table can be read" in found
