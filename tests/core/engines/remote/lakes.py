"""Warehouses with tables of Delta and Iceberg, which Sail writes, on Sail and on chdb."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from core.settings import Settings
from tests.project import settings_of, write_project
from tests.remotes import append_to_table, fill_chdb, show_lake_tables, write_lake

TWO_ROWS = pa.table(
    {
        "id": pa.array([1, 2], pa.int64()),
        "price": pa.array([1.5, 2.5], pa.float64()),
    }
)
KINDS = ("delta", "iceberg")


def settings_on(engine: str, root: Path, sail: str) -> Settings:
    """Make tables of two rows, `shop.delta`, `shop.iceberg` and `shop.plain`."""
    write_project(root)
    for kind in KINDS:
        append_rows(root, sail, kind)
    if engine == "sail":
        lake = write_lake(root / "lake", {"shop.plain": TWO_ROWS})
        return settings_of(root, SCORECARD_WAREHOUSE=sail, SCORECARD_LAKE=str(lake))
    url = fill_chdb(root / "chdb", {"shop.plain": TWO_ROWS})
    engines: Mapping[str, str] = {"delta": "DeltaLakeLocal", "iceberg": "IcebergLocal"}
    folders = {f"shop.{kind}": (engines[kind], root / "lake" / "shop" / kind) for kind in KINDS}
    show_lake_tables(root / "chdb", folders)
    return settings_of(root, SCORECARD_WAREHOUSE=url)


def append_rows(root: Path, sail: str, kind: str) -> None:
    """Append two rows, as a loader beside a run does."""
    append_to_table(sail, root / "lake" / "shop" / kind, TWO_ROWS, kind)
