"""The sample's tables as Parquet files, for a warehouse of Spark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.engines import LocalDatabase, open_in_memory
from core.resources import sql_folder

_PATIENCE = 60.0  # seconds


def write_lake(folder: Path, files: Mapping[str, Path]) -> None:
    """Write each CSV file of a table as `schema/table.parquet` below a folder, with its types."""

    def convert(database: LocalDatabase) -> None:
        database.execute((sql_folder("sample") / "warehouse.sql").read_text(encoding="utf-8"))
        for table, path in files.items():
            schema, _, name = table.partition(".")
            target = folder / schema / f"{name}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            options = "HEADER, NULLSTR '', ALLOW_QUOTED_NULLS false"
            database.execute(f"COPY {table} FROM {_literal(path)} ({options})")
            database.execute(f"COPY {table} TO {_literal(target)} (FORMAT parquet)")

    with open_in_memory(convert, _PATIENCE):
        pass


def _literal(path: Path) -> str:
    doubled = str(path).replace("'", "''")
    return f"'{doubled}'"
