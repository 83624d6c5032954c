"""Loading the sample company into a warehouse, and only into one of its own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.demo.load import load_company
from core.demo.tables import TABLES
from core.engines import Access
from core.errors import UsageError
from core.settings import Settings
from tests.project import settings_of, write_project
from tests.warehouses import execute, open_for

ACCESS = Access("scorecard demo", write=True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"duckdb:///{tmp_path / 'warehouse.duckdb'}"
    return settings_of(write_project(tmp_path), SCORECARD_WAREHOUSE=url)


def counts(settings: Settings) -> dict[str, int]:
    with closing(open_for(settings, write=False)) as warehouse:
        return {
            table.name: warehouse.execute(f"SELECT count(*) FROM {table.name}").rows[0][0]
            for table in TABLES
        }


def test_every_table_is_filled_and_loading_again_replaces_the_rows(
    settings: Settings, tmp_path: Path
) -> None:
    load_company(settings, tmp_path / "var", ACCESS)
    first = counts(settings)
    assert min(first.values()) > 100
    load_company(settings, tmp_path / "var", ACCESS)
    assert counts(settings) == first
    assert (tmp_path / "var" / "operations.xlsx").exists()


def test_a_warehouse_with_tables_of_others_is_left_alone(
    settings: Settings, tmp_path: Path
) -> None:
    url = f"duckdb:///{tmp_path / 'warehouse.duckdb'}"
    execute(url, "CREATE SCHEMA stg_desk", "CREATE TABLE stg_desk.applications (n int)")
    with pytest.raises(UsageError, match="already has a schema stg_desk that is not the sample's"):
        load_company(settings, tmp_path / "var", ACCESS)
    assert execute(url, "SELECT count(*) FROM stg_desk.applications") == [(0,)]
