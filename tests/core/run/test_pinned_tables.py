"""A table that is loaded in the middle of a run: every KPI of the run reads the same version."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from core.catalog.tasks import Task
from core.cli.text.sources import source_lines
from core.errors import WarehouseError
from core.explain import origin_of
from core.kpi import File, Table
from core.model.period import CADENCES
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.store.values import Store
from tests.project import kpi_text, settings_of, write_project
from tests.remotes import append_to_table
from tests.runs import run
from tests.warehouses import HOLDER, open_for, stored

ORDERS = Table("shop.orders", loaded_at="sent_at")
IN_WEEK = "WHERE sent_at >= :start AND sent_at < :end"
BERLIN = ZoneInfo("Europe/Berlin")
WEEKS = "2026-W41..2026-W46"
KPIS = {
    # All weeks in one pass over the table.
    "success/kpi_01.py": kpi_text(
        f"SELECT count(*) AS value FROM shop.orders {IN_WEEK}", sources=[ORDERS]
    ),
    # From a copy of the table.
    "success/kpi_02.py": kpi_text(
        f"SELECT count(*) AS value FROM shop.orders JOIN regions USING (region) {IN_WEEK}",
        name="Beside a file",
        sources=[ORDERS, File("regions.csv")],
    ),
}
FIRST = datetime(2026, 10, 6, 12, tzinfo=UTC)  # a Tuesday of week 41
ROWS = pa.table(
    {
        "region": ["n"] * 6,
        "sent_at": pa.array(
            [FIRST + timedelta(weeks=week) for week in range(6)], pa.timestamp("us", "UTC")
        ),
    }
)


def load(root: Path, sail: str) -> None:
    append_to_table(sail, root / "lake" / "shop" / "orders", ROWS)


@pytest.fixture
def root(tmp_path: Path, sail: str) -> Path:
    load(tmp_path, sail)
    return write_project(tmp_path, KPIS, files={"regions.csv": "region,name\nn,north\n"})


def run_with(root: Path, sail: str, store: str, event: Callable[[], object]) -> None:
    """Run the project; let `event` happen between the queries of its two KPIs."""
    environment = {"SCORECARD_STORE": store, "SCORECARD_LAKE": str(root / "lake")}
    settings = settings_of(root, SCORECARD_WAREHOUSE=sail, **environment)
    request = RunRequest(("success",), (), CADENCES, WEEKS)
    events = []

    def report(task: Task, done: int, total: int) -> None:
        if task.entry.number == 2 and not events:
            events.append(done)
            event()

    run_pipeline(settings, request, Options(HOLDER, publish=False), report)
    assert events == [6]


def test_kpis_before_and_after_a_load_read_one_version(
    root: Path, sail: str, warehouse_url: str
) -> None:
    run_with(root, sail, warehouse_url, lambda: load(root, sail))

    values = stored(warehouse_url, "kpi_number, value", "scorecard_success")
    assert [(number, float(value)) for number, value in values] == [(1, 1.0)] * 6 + [(2, 1.0)] * 6
    [(engine,)] = stored(warehouse_url, "engine", "scorecard_run", "1")
    assert "(each table at one version), files, tabs and stored values in DuckDB" in engine
    tables = "scorecard_source WHERE kind = 'table'"
    assert stored(warehouse_url, "version, row_count", tables) == [("0", 6)] * 2
    [made_at] = {moment for (moment,) in stored(warehouse_url, "as_of", tables, "1")}
    assert abs(made_at - datetime.now(UTC)) < timedelta(minutes=5)
    told = f"0 of {made_at.astimezone(BERLIN):%Y-%m-%d %H:%M} CET"
    assert shown(root, warehouse_url).endswith(f" 6 2026-11-10 13:00 CET {told}")

    environment = {"SCORECARD_STORE": warehouse_url, "SCORECARD_LAKE": str(root / "lake")}
    run(root, sail, WEEKS, **environment)
    values = stored(warehouse_url, "DISTINCT value", "scorecard_success", "1")
    assert [float(value) for (value,) in values] == [2.0]
    assert " 12 2026-11-10 13:00 CET 1 of " in shown(root, warehouse_url)


def test_a_run_that_is_tried_again_reads_the_versions_of_then(
    root: Path, sail: str, tmp_path: Path
) -> None:
    store = f"duckdb:///{tmp_path / 'store.duckdb'}"

    def break_off() -> None:
        load(root, sail)
        raise WarehouseError("the connection is lost", transient=True)

    with pytest.raises(WarehouseError):
        run_with(root, sail, store, break_off)
    run_with(root, sail, store, lambda: load(root, sail))

    assert stored(store, "DISTINCT value", "scorecard_success", "1") == [(2.0,)]
    assert ("1", 12) in stored(store, "version, row_count", "scorecard_source WHERE kind = 'table'")


def test_a_table_that_is_dropped_during_a_run_fails_its_kpi_in_a_sentence(
    root: Path, sail: str, tmp_path: Path
) -> None:
    store = f"duckdb:///{tmp_path / 'store.duckdb'}"
    run_with(root, sail, store, lambda: shutil.rmtree(root / "lake" / "shop" / "orders"))

    found = stored(store, "kpi_number, outcome, reason", "scorecard_success")
    assert [row[:2] for row in found] == [(1, "value")] * 6 + [(2, "failed")] * 6
    [reason] = {row[2] for row in found if row[0] == 2}
    assert "a table is gone, or the version at which this run reads it; run again (" in reason
    assert (
        stored(store, "version, row_count", "scorecard_source WHERE kind = 'table'")
        == [("0", None)] * 2
    )


def shown(root: Path, url: str) -> str:
    """Return the line of `explain` for the table."""
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=False)) as store:
        rows = Store(store).rows("success", [1])[-1:]
        [computation] = origin_of(store, rows, BERLIN).computations
    return " ".join(source_lines(computation, BERLIN)[2].split())
