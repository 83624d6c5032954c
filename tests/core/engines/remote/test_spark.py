"""Spark's own ways: files as tables, and what its errors mean."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.engines import Access, open_warehouse
from core.errors import SettingsError
from tests.core.engines.remote.conftest import ORDERS
from tests.project import settings_of, write_project
from tests.remotes import write_lake

READING = Access("scorecard run", write=False)


def test_files_of_a_lake_are_tables_whatever_their_path(tmp_path: Path, sail: str) -> None:
    write_project(tmp_path)
    lake = write_lake(tmp_path / "it's a lake", {"shop.orders": ORDERS})
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=sail, SCORECARD_LAKE=str(lake))

    with closing(open_warehouse(settings, READING)) as warehouse:
        assert [table.full_name for table in warehouse.relations()] == ["shop.orders"]


def test_an_empty_lake_is_a_wrong_path(tmp_path: Path, sail: str) -> None:
    write_project(tmp_path)
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=sail, SCORECARD_LAKE="nowhere")

    with pytest.raises(SettingsError, match=r"SCORECARD_LAKE: .*nowhere has neither files"):
        open_warehouse(settings, READING)
