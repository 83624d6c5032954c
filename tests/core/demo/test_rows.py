"""Rows of the sample: the columns of the warehouse."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from core.demo.tables import TABLES
from tests.core.demo.company import Tables

ROOT = Path(__file__).parents[3]


def test_the_columns_are_those_of_the_warehouse(folder: Path, tables: Tables) -> None:
    ddl = (ROOT / "sql/sample/warehouse.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(ddl)
        connection.execute(ddl)
        for table in TABLES:
            columns = [row[0] for row in connection.execute(f"DESCRIBE {table.name}").fetchall()]
            assert columns == list(table.row._fields)
            connection.execute(
                f"COPY {table.name} FROM '{folder}/warehouse/{table.name}.csv' (HEADER)"
            )
        assert len(TABLES) == len(re.findall("CREATE TABLE", ddl))
