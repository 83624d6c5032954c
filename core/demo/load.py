"""Writes the sample company's files and loads its tables into the warehouse."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.demo.generate import generate, write_exports, write_operations
from core.demo.lake import write_lake
from core.engines import Access, EngineConnection, is_remote, open_writable
from core.errors import UsageError
from core.resources import sql_folder
from core.settings import Settings

_MARK = "vl_sample"  # a schema that shows that the tables are the sample's
_MAKE_MARK = f"""
    CREATE SCHEMA IF NOT EXISTS {_MARK};
    CREATE TABLE IF NOT EXISTS {_MARK}.made (made_at timestamptz)
"""
_SCHEMAS_WITH_TABLES = """
    SELECT table_schema FROM information_schema.tables WHERE table_schema = ANY(:schemas::text[])
"""


def load_company(settings: Settings, folder: Path, access: Access) -> None:
    """Write the sample's files below `folder`, and replace its tables in the warehouse.

    Raises:
        UsageError: The warehouse has schemas of the same names that are not the sample's, or is
            one that only takes files, and no folder is set for them.
        LockedError: Another process holds the warehouse for longer than `access.wait`.
    """
    today = settings.now.date()
    write_exports(folder, today)
    write_operations(folder, today)
    files = generate(folder, today)
    if is_remote(settings):
        _write_lake(settings, files)
        return
    with closing(open_writable(settings, access)) as warehouse, warehouse.lock([_MARK], access):
        _refuse_foreign_tables(warehouse, files)
        _replace_tables(warehouse, files)


def _write_lake(settings: Settings, files: dict[str, Path]) -> None:
    lake = settings.environment.get("SCORECARD_LAKE", "")
    if not lake:
        raise UsageError(
            "the demo makes tables in PostgreSQL, DuckDB, or for Spark in the folder that"
            " SCORECARD_LAKE names; set SCORECARD_LAKE=var/lake, or SCORECARD_WAREHOUSE to one of"
            " them"
        )
    write_lake(settings.path(lake), files)


def _refuse_foreign_tables(warehouse: EngineConnection, files: dict[str, Path]) -> None:
    if _schemas_with_tables(warehouse, [_MARK]):
        return
    schemas = sorted({name.split(".")[0] for name in files})
    if foreign := _schemas_with_tables(warehouse, schemas):
        raise UsageError(
            f"{warehouse.place} already has a schema {foreign[0]} that is not the sample's; "
            "give the demo a warehouse of its own"
        )


def _schemas_with_tables(warehouse: EngineConnection, schemas: list[str]) -> list[str]:
    rows = warehouse.execute(_SCHEMAS_WITH_TABLES, {"schemas": schemas}).rows
    return [str(row[0]) for row in rows]


def _replace_tables(warehouse: EngineConnection, files: dict[str, Path]) -> None:
    with warehouse.transaction():
        warehouse.script(_MAKE_MARK)
        warehouse.script((sql_folder("sample") / "warehouse.sql").read_text(encoding="utf-8"))
        for table, path in files.items():
            warehouse.execute(f"DELETE FROM {table}")
            warehouse.load_csv(table, path)
