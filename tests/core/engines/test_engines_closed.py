"""The local database reads declared files alone and writes none, whatever gets past the checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.engines.base import Snapshot, Warehouse
from core.errors import QueryError
from tests.core.engines.asking import ask, ask_local
from tests.warehouses import open_for, settings_for

DEALS, OTHER = "day,size\n2026-11-09,7\n", "secret\n42\n"


@pytest.fixture
def snapshot(warehouse: Warehouse, tmp_path: Path) -> Iterator[Snapshot]:
    (tmp_path / "it's deals.csv").write_text(DEALS)
    (tmp_path / "other.csv").write_text(OTHER)
    with warehouse.snapshot(20, [str(tmp_path / "it's deals.csv")]) as found:
        yield found


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_csv('{root}/other.csv')",
        "SELECT * FROM '{root}/other.csv'",
        "SELECT * FROM read_csv('{root}/*.csv')",
        "SELECT * FROM read_blob('{root}/x/../other.csv')",
        "SELECT * FROM sniff_csv('{root}/other.csv')",
        "SELECT * FROM glob('/etc/*')",
        "FROM (VALUES (1)) AS v(x), LATERAL query('FROM read_text(''/etc/passwd'')')",
        "SELECT (SELECT content FROM query('FROM read_text(''{root}/other.csv'')'))",
        "SELECT * FROM enable_logging(storage = 'file', storage_config = {{'path': '{root}/out'}})",
        "CALL enable_logging()",
        "COPY (SELECT 1) TO '{root}/out.csv'",
        "COPY (SELECT 1) TO '{root}/it''s deals.csv'",
        "ATTACH '{root}/out.duckdb' AS other",
        "EXPORT DATABASE '{root}/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/etc']",
        "PRAGMA enable_profiling = 'json'",
        "CREATE TABLE mine AS SELECT 1",
        "SELECT 1; COPY (SELECT 1) TO '{root}/out.csv'",
        "",
    ],
)
def test_no_query_reads_or_writes_another_file(
    snapshot: Snapshot, tmp_path: Path, sql: str
) -> None:
    local = snapshot.local()

    with pytest.raises(QueryError):
        local.fetch(sql.format(root=tmp_path), {}, integer_division=False)

    assert not list(tmp_path.glob("out*"))
    assert (tmp_path / "it's deals.csv").read_text() == DEALS


def test_the_declared_file_is_loaded_and_another_is_not(snapshot: Snapshot, tmp_path: Path) -> None:
    local = snapshot.local()
    local.load_files("deals", [str(tmp_path / "it's deals.csv")], {})

    assert ask_local(snapshot, "SELECT size FROM deals").rows == [(7,)]
    with pytest.raises(QueryError, match=r"other\.csv, which no source declares; add a File"):
        local.load_files("other", [str(tmp_path / "other.csv")], {})


def test_a_view_of_the_warehouse_over_a_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "lake.csv").write_text(OTHER)
    warehouse = open_for(settings_for(tmp_path, f"duckdb:///{tmp_path / 'w.duckdb'}"))
    warehouse.script(f"CREATE VIEW lake AS FROM read_csv('{tmp_path / 'lake.csv'}')")

    with closing(warehouse), warehouse.snapshot(20) as snapshot:
        with pytest.raises(QueryError, match=r"lake\.csv, which no source declares"):
            ask(snapshot, "SELECT secret FROM lake")
        snapshot.recover()
        with pytest.raises(QueryError, match=r"lake\.csv, which no source declares"):
            snapshot.measure([("lake", "")])


def test_a_database_that_is_closed_off_still_uses_its_own_files(tmp_path: Path) -> None:
    """What does not fit into memory is written to its folder, and the store to its file."""
    settings = settings_for(tmp_path, f"duckdb:///{tmp_path / 'w.duckdb'}")
    warehouse = open_for(settings)
    warehouse.script("CREATE TABLE t (n int); SET memory_limit = '64MB'")
    with warehouse.snapshot(20) as snapshot:
        local = snapshot.local()
        local.execute(
            "CREATE TEMP TABLE large AS"
            " SELECT n, repeat('x', 90) || n AS t FROM range(2000000) AS s(n)"
        )
        assert ask_local(snapshot, "SELECT count(*) FROM large").rows == [(2_000_000,)]
        spilled = local.execute("SELECT sum(size) > 0 FROM duckdb_temporary_files()").rows
        warehouse.execute("INSERT INTO t VALUES (1)")
    warehouse.script("CHECKPOINT")
    warehouse.close()

    assert spilled == [(True,)]
    with closing(open_for(settings)) as again:
        assert again.execute("SELECT n FROM t").rows == [(1,)]
