"""A snapshot of DuckDB: its local database is the warehouse itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engines import LocalDatabase, TableCopy, open_in_memory
from core.errors import QueryError
from tests.core.engines.asking import ask_local, value
from tests.warehouses import open_for, settings_for


def fill(database: LocalDatabase) -> None:
    database.execute("CREATE TABLE t AS SELECT 7 AS n")


def test_a_snapshot_in_memory_has_the_tables_that_it_is_filled_with() -> None:
    with open_in_memory(fill, 20) as snapshot:
        assert value(snapshot, "(SELECT n / 2 FROM t)") == 3
        assert ask_local(snapshot, "SELECT n / 2 FROM t").rows == [(3.5,)]
        assert snapshot.has_local_tables
        with pytest.raises(QueryError, match="read-only"):
            snapshot.local().execute("INSERT INTO t VALUES (8)")


def test_an_extract_of_a_table_is_the_table_and_needs_no_copy() -> None:
    with open_in_memory(fill, 20) as snapshot:
        snapshot.extract("t", TableCopy(frozenset("n")))
        snapshot.work_locally({"t": frozenset("n")})

        assert snapshot.row_count(["t"]) == 0
        assert [measured.rows for measured in snapshot.measure([("t", "")])] == [1]


def test_recovery_loses_temporary_tables_and_says_so() -> None:
    with open_in_memory(fill, 20) as snapshot:
        snapshot.local().execute("CREATE TEMP TABLE extract_1 AS SELECT 1")

        assert snapshot.recover() is True
        with pytest.raises(QueryError, match="extract_1 does not exist"):
            ask_local(snapshot, "SELECT * FROM extract_1")
        snapshot.recover()
        assert value(snapshot, "(SELECT n FROM t)") == 7


def test_the_store_is_written_beside_an_open_snapshot(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"duckdb:///{tmp_path / 'w.duckdb'}")
    warehouse = open_for(settings)
    warehouse.script("CREATE TABLE t (n int)")
    with warehouse.snapshot(20) as snapshot:
        warehouse.execute("INSERT INTO t VALUES (1)")
        assert value(snapshot, "(SELECT count(*) FROM t)") == 0

    assert warehouse.execute("SELECT n FROM t").rows == [(1,)]
    warehouse.close()
