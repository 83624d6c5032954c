"""Tables in a folder of files."""

from __future__ import annotations

from pathlib import Path

from core.engines.remote.lake import find_lake_tables


def test_files_and_folders_of_known_formats_are_tables(tmp_path: Path) -> None:
    files = (
        "shop/days.parquet",
        "shop/readme.txt",
        "shop/orders/part-0.parquet",
        "shop/orders/_delta_log/00000000000000000000.json",
        "shop/items/metadata/v1.metadata.json",
        "shop/notes/metadata/notes.json",
        "shop/metadata/v1.metadata.json",
    )
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()

    assert [(each.schema, each.name, each.format) for each in find_lake_tables(tmp_path)] == [
        ("shop", "days", "parquet"),
        ("shop", "items", "iceberg"),
        ("shop", "orders", "delta"),
    ]
