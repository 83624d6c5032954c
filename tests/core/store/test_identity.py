"""The store's identity on both engines: made once, and of that store alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.engines.base import Warehouse
from core.store.identity import read_identity
from core.store.schema import migrate
from tests.warehouses import open_for, settings_for


def test_a_warehouse_without_a_store_has_no_identity(warehouse: Warehouse) -> None:
    assert read_identity(warehouse) == ""


def test_a_store_gets_its_identity_once(warehouse: Warehouse) -> None:
    migrate(warehouse, ["success"])
    identity = read_identity(warehouse)
    migrate(warehouse, ["success", "finance"])

    assert len(identity) == 32
    assert read_identity(warehouse) == identity
    rows = warehouse.execute("SELECT count(*) FROM vl_analytics.scorecard_store").rows
    assert [*rows] == [(1,)]


def test_two_stores_have_two_identities(warehouse: Warehouse, tmp_path: Path) -> None:
    migrate(warehouse, ["success"])
    url = f"duckdb:///{tmp_path / 'other.duckdb'}"
    with closing(open_for(settings_for(tmp_path, url))) as other:
        migrate(other, ["success"])
        assert read_identity(other) != read_identity(warehouse)
