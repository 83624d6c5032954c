"""Runs over a remote warehouse: rows and ledger in the store, and nothing in the warehouse."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from core.errors import SettingsError
from core.kpi import File, Table
from tests.project import kpi_text, write_project
from tests.remotes import sail_server, sail_url, write_lake
from tests.runs import run
from tests.warehouses import stored

ORDERS = Table("shop.orders", loaded_at="sent_at")
IN_WEEK = "WHERE sent_at >= :start AND sent_at < :end"
KPIS = {
    "success/kpi_01.py": kpi_text(
        f"SELECT count(*) AS value FROM shop.orders {IN_WEEK}", sources=[ORDERS]
    ),
    "success/kpi_02.py": kpi_text(
        "SELECT count(*) AS value FROM shop.orders JOIN regions USING (region)"
        " WHERE regions.name = 'north' AND sent_at >= :start AND sent_at < :end",
        name="In the north",
        sources=[ORDERS, File("regions.csv")],
    ),
    "success/kpi_03.py": kpi_text(
        f"SELECT count(*) AS value FROM shop.gone {IN_WEEK}",
        name="Gone",
        sources=[Table("shop.gone")],
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    # 00:30 in Berlin on a Monday, which is Sunday in UTC.
    moments = ((8, 22), (8, 23), (9, 12), (15, 23))
    times = [datetime(2026, 11, day, hour, 30, tzinfo=UTC) for day, hour in moments]
    orders = pa.table(
        {"region": ["n", "n", "s", "n"], "sent_at": pa.array(times, pa.timestamp("us", "UTC"))}
    )
    write_lake(tmp_path / "lake", {"shop.orders": orders})
    return write_project(tmp_path, KPIS, files={"regions.csv": "region,name\nn,north\ns,south\n"})


def environment(root: Path, store: str) -> dict[str, str]:
    return {"SCORECARD_STORE": store, "SCORECARD_LAKE": str(root / "lake")}


def test_values_are_stored_with_what_was_read(root: Path, sail: str, warehouse_url: str) -> None:
    report = run(root, sail, "2026-W46", **environment(root, warehouse_url))
    again = run(root, sail, "2026-W46", **environment(root, warehouse_url))

    values = stored(warehouse_url, "kpi_number, value, outcome", "scorecard_success")
    assert [(number, value and float(value), outcome) for number, value, outcome in values] == [
        (1, 2.0, "value"),
        (2, 1.0, "value"),
        (3, None, "failed"),
    ]
    assert not report.ok
    assert [len(result.changes.written) for result in again.results] == [0, 0, 0]
    [(engine,), *_] = stored(warehouse_url, "engine", "scorecard_run", "started_at")
    assert engine.startswith("Spark 4")
    assert "(no snapshot), files, tabs and stored values in DuckDB" in engine
    inputs = stored(warehouse_url, "DISTINCT source, row_count", "scorecard_source")
    assert inputs == [("regions.csv", 2), ("shop.gone", None), ("shop.orders", 4)]


def test_a_remote_warehouse_without_a_store_runs_nothing(root: Path, sail: str) -> None:
    with pytest.raises(SettingsError, match=r"^SCORECARD_STORE is where the stored values are"):
        run(root, sail)


def test_a_server_that_is_gone_leaves_what_is_stored(root: Path, warehouse_url: str) -> None:
    with sail_server() as server:
        url = sail_url(server)
        run(root, url, "2026-W46", kpis=[1], **environment(root, warehouse_url))
        server.kill()
        server.wait()
        with pytest.raises(SettingsError, match=r"Spark at .* cannot be reached"):
            run(root, url, "2026-W46", kpis=[1], **environment(root, warehouse_url))
    assert stored(warehouse_url, "value, reason", "scorecard_success") == [(2, "")]
