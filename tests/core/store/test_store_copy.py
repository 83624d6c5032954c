"""A store as another one: equal rows, in an empty place, or nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.engines.base import EngineConnection
from core.errors import UsageError, WarehouseError
from core.store import Store
from core.store.store_copy import copy_store
from tests.project import kpi_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import execute, open_for, stored

KPIS = {"success/kpi_01.py": kpi_text("SELECT 0.1 AS value"), "growth/kpi_02.py": kpi_text()}


def open_at(root: Path, url: str, *, write: bool = True) -> closing[EngineConnection]:
    return closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=write))


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, str]:
    """Return a project, and the URL of its filled store in DuckDB."""
    root, url = write_project(tmp_path, KPIS), f"duckdb:///{tmp_path / 'filled.duckdb'}"
    run(root, url, "2026-W45..2026-W46", domains=["success", "growth"], publish=True)
    return root, url


def contents(url: str) -> list[list[tuple[object, ...]]]:
    return [
        stored(url, "period_start, value, computed_at, run_id", "scorecard_success"),
        stored(url, "period_start, value, computed_at, run_id", "scorecard_growth"),
        stored(url, "run_id, command, started_at, engine", "scorecard_run"),
        stored(url, "identity, 1", "scorecard_store"),
    ]


def test_a_copy_is_equal_and_goes_on_where_the_store_was(
    filled: tuple[Path, str], warehouse_url: str
) -> None:
    root, url = filled
    with open_at(root, url, write=False) as source, open_at(root, warehouse_url) as target:
        rows = copy_store(source, target)

    assert rows > 10
    assert contents(warehouse_url) == contents(url)
    again = run(root, warehouse_url, "2026-W45..2026-W46", domains=["success", "growth"])
    assert not any(result.changes.written for result in again.results)


def test_a_store_with_rows_is_left_alone(filled: tuple[Path, str], warehouse_url: str) -> None:
    root, url = filled
    run(root, warehouse_url, "2026-W46")
    before = stored(warehouse_url, "period_start, value", "scorecard_success")

    with (
        open_at(root, url, write=False) as source,
        open_at(root, warehouse_url) as target,
        pytest.raises(UsageError, match=r"already has rows in scorecard_.*empty store"),
    ):
        copy_store(source, target)
    assert stored(warehouse_url, "period_start, value", "scorecard_success") == before


def test_a_copy_that_breaks_off_leaves_no_row(filled: tuple[Path, str], warehouse_url: str) -> None:
    root, url = filled
    with open_at(root, warehouse_url) as target:
        Store(target).prepare(["growth", "success"])
    # Of the same name, and of another shape.
    execute(warehouse_url, "DROP TABLE vl_analytics.scorecard_success")
    execute(warehouse_url, "CREATE TABLE vl_analytics.scorecard_success (kpi_number int)")

    with (
        open_at(root, url, write=False) as source,
        open_at(root, warehouse_url) as target,
        pytest.raises(WarehouseError, match=r"scorecard_success differs in .*nothing was copied"),
    ):
        copy_store(source, target)
    assert stored(warehouse_url, "count(*)", "scorecard_growth", "1") == [(0,)]
    assert stored(warehouse_url, "count(*)", "scorecard_run", "1") == [(0,)]


def test_what_is_no_store_is_refused(tmp_path: Path, warehouse_url: str) -> None:
    root, url = write_project(tmp_path), f"duckdb:///{tmp_path / 'none.duckdb'}"
    execute(url, "SELECT 1")

    with (
        open_at(root, url, write=False) as source,
        open_at(root, warehouse_url) as target,
        pytest.raises(UsageError, match="has no store of this version; run scorecard init"),
    ):
        copy_store(source, target)
