"""Tables in a folder of files: Parquet, Delta and Iceberg."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# What a folder of each format has in it.
_MARKS = {"delta": "_delta_log/*.json", "iceberg": "metadata/*.metadata.json"}


class LakeTable(NamedTuple):
    """A table of a lake; `path` is its file, or its folder."""

    schema: str
    name: str
    format: str
    path: Path


def find_lake_tables(lake: Path) -> list[LakeTable]:
    """Return the files `schema/table.parquet` and the folders `schema/table` of Delta or Iceberg.

    Folders without the marks of a format are none of ours.
    """
    return sorted(_tables(lake))


def _tables(lake: Path) -> Iterator[LakeTable]:
    for path in lake.glob("*/*"):
        if path.is_file() and path.suffix == ".parquet":
            yield LakeTable(path.parent.name, path.stem, "parquet", path)
        for name, mark in _MARKS.items():
            if next(path.glob(mark), None):
                yield LakeTable(path.parent.name, path.name, name, path)
