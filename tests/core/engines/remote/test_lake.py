"""Tables in a folder of files."""

from __future__ import annotations

from pathlib import Path

from core.engines.remote.lake import find_lake_tables


def test_files_and_folders_of_known_formats_are_tables(tmp_path: Path) -> None:
    for folder in ("shop/orders/_delta_log", "shop/items/metadata", "shop/notes", "hr/metadata"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("shop/days.parquet", "shop/readme.txt", "shop/orders/part-0.parquet"):
        (tmp_path / file).touch()

    assert [(each.schema, each.name, each.format) for each in find_lake_tables(tmp_path)] == [
        ("shop", "days", "parquet"),
        ("shop", "items", "iceberg"),
        ("shop", "orders", "delta"),
    ]
