"""Every engine behaves alike: statements, transactions, snapshots and the time limit."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from core.engines import open_warehouse
from core.engines.access import Access
from core.engines.base import Snapshot, Warehouse
from core.errors import QueryError, SettingsError, WarehouseError
from core.query.result import Query
from tests.core.engines.asking import ENDLESS, ask, ask_local, value
from tests.warehouses import HOLDER, execute, settings_for


def test_a_statement_takes_named_parameters_each_as_often_as_it_likes(warehouse: Warehouse) -> None:
    found = warehouse.execute(
        "SELECT :day::date + 1 AS Next, :name::text || :name::text AS Twice",
        {"day": date(2026, 2, 28), "name": "é"},
    )

    assert found.columns == ("next", "twice")
    assert [(str(day)[:10], twice) for day, twice in found.rows] == [("2026-03-01", "éé")]


def test_lists_are_parameters_too(warehouse: Warehouse) -> None:
    found = warehouse.execute(
        "SELECT unnest(:numbers::int[]), unnest(:texts::text[])",
        {"numbers": [1, 2], "texts": ["a", None]},
    )

    assert found.rows == [(1, "a"), (2, None)]


def test_a_transaction_commits_all_of_it(warehouse: Warehouse, warehouse_url: str) -> None:
    warehouse.script("CREATE TABLE t (n int); CREATE TABLE u (n int)")
    with warehouse.transaction():
        warehouse.execute("INSERT INTO t VALUES (:n)", {"n": 1})
        warehouse.execute("INSERT INTO u VALUES (:n)", {"n": 2})
    warehouse.close()

    assert execute(warehouse_url, "SELECT t.n, u.n FROM t, u") == [(1, 2)]


def test_a_transaction_that_fails_leaves_nothing(warehouse: Warehouse) -> None:
    warehouse.script("CREATE TABLE t (n int PRIMARY KEY)")

    def fail() -> None:
        with warehouse.transaction():
            warehouse.execute("INSERT INTO t VALUES (1)")
            warehouse.script("CREATE TABLE u (n int)")
            warehouse.execute("INSERT INTO t VALUES (1)")

    with pytest.raises(WarehouseError, match=r"the warehouse failed: .*(?i:duplicate)"):
        fail()
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'u'"
    assert warehouse.execute("SELECT count(*) FROM t").rows == [(0,)]
    assert warehouse.execute(tables).rows == [(0,)]


def test_an_interrupted_transaction_leaves_nothing(warehouse: Warehouse) -> None:
    warehouse.script("CREATE TABLE t (n int)")

    def interrupt() -> None:
        with warehouse.transaction():
            warehouse.execute("INSERT INTO t VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert warehouse.execute("SELECT count(*) FROM t").rows == [(0,)]


def test_a_snapshot_sees_no_change_made_after_it_was_taken(warehouse: Warehouse) -> None:
    warehouse.script("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")

    with warehouse.snapshot(20) as snapshot:
        warehouse.execute("INSERT INTO t VALUES (2)")
        before = value(snapshot, "(SELECT sum(n) FROM t)")
        warehouse.execute("UPDATE t SET n = 100")
        warehouse.execute("DELETE FROM t WHERE n = 100")
        after = value(snapshot, "(SELECT sum(n) FROM t)")
    with warehouse.snapshot(20) as snapshot:
        later = value(snapshot, "(SELECT count(*) FROM t)")

    assert (before, after, later) == (1, 1, 0)


def test_after_a_failed_query_the_next_one_runs_in_the_same_time_zone(snapshot: Snapshot) -> None:
    snapshot.set_timezone("America/New_York")
    with pytest.raises(QueryError):
        value(snapshot, "1 / 0")
    snapshot.recover()

    assert (
        value(snapshot, "extract(epoch FROM '2026-01-01 00:00'::timestamp::timestamptz)::int")
        == 1767243600
    )


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (2)",
        "UPDATE t SET n = 2",
        "DELETE FROM t",
        "CREATE TABLE u (n int)",
        "DROP TABLE t",
        "SELECT nextval('numbers') AS value",
    ],
)
def test_a_query_cannot_write_even_if_it_got_past_the_checks(
    warehouse: Warehouse, sql: str
) -> None:
    warehouse.script("CREATE TABLE t (n int); INSERT INTO t VALUES (1); CREATE SEQUENCE numbers")

    with warehouse.snapshot(20) as snapshot:
        with pytest.raises(QueryError):
            snapshot.fetch(Query(sql, sql, {}))
        snapshot.recover()
        assert value(snapshot, "(SELECT sum(n) FROM t)") == 1


def test_a_slow_query_ends_at_the_time_limit_and_the_next_one_works(warehouse: Warehouse) -> None:
    with warehouse.snapshot(0.3) as snapshot:
        began = time.monotonic()
        with pytest.raises(QueryError, match=r"took longer than 0\.3 s; .*SCORECARD_QUERY_TIMEOUT"):
            ask(snapshot, ENDLESS)
        took = time.monotonic() - began
        snapshot.recover()

        assert 0.25 < took < 3
        assert value(snapshot, "1 + 1") == 2


def test_a_slow_query_over_extracts_ends_at_the_time_limit_too(warehouse: Warehouse) -> None:
    with warehouse.snapshot(0.3) as snapshot:
        with pytest.raises(QueryError, match=r"took longer than 0\.3 s"):
            ask_local(snapshot, ENDLESS)
        snapshot.recover()

        assert ask_local(snapshot, "SELECT 2 AS value").rows == [(2,)]


def test_an_error_is_the_databases_own_message_in_one_line(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match=r"nowhere") as caught:
        ask(snapshot, "SELECT count(*) AS value\nFROM nowhere.at_all")
    assert "\n" not in str(caught.value)
    assert "Error" not in str(caught.value).partition(":")[0] or "Catalog" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cret@127.0.0.1:1/warehouse",
        "postgresql://me:s3cret@no-such-host.invalid/warehouse",
        "postgresql://me:s3/cret@127.0.0.1/warehouse",
        "postgresql://me:s3#cret@127.0.0.1:1/warehouse",
        "postgresql://me@127.0.0.1:1/warehouse?password=s3cret",
        "postgresql://me:s3cret@127.0.0.1:1/warehouse?s3cret=1",
        "duckdb:///scorecards",
        "sqlite:///me:s3cret@w",
        "s3cret",
        "",
    ],
)
def test_a_warehouse_that_cannot_be_reached_is_one_sentence_without_a_secret(
    url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, url or "duckdb:///scorecards/../scorecards")

    with pytest.raises(SettingsError, match=r"^SCORECARD_WAREHOUSE") as caught:
        open_warehouse(settings, Access(HOLDER, write=True))
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    assert "cret" not in str(caught.value)
