"""A snapshot of PostgreSQL: recovery, copies, and lost connections."""

from __future__ import annotations

import pytest

from core.engines.base import Warehouse
from core.errors import QueryError, WarehouseError
from core.query.facts import EVERY_COLUMN
from tests.core.engines.asking import ENDLESS, ask_local, value
from tests.warehouses import execute


def test_a_snapshot_is_still_the_same_after_a_query_has_failed(
    on_postgres: Warehouse, postgres_url: str
) -> None:
    """PostgreSQL has other writers; DuckDB's file is this process's alone, and its sources are
    written by none.
    """
    on_postgres.script("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")

    with on_postgres.snapshot(20) as snapshot:
        execute(postgres_url, "INSERT INTO t VALUES (10)")
        with pytest.raises(QueryError, match="division by zero"):
            value(snapshot, "1 / 0")
        snapshot.recover()
        execute(postgres_url, "INSERT INTO t VALUES (100)")
        found = value(snapshot, "(SELECT sum(n) FROM t)")

    assert found == 1


def test_a_table_is_copied_once_however_many_queries_read_all_of_it(on_postgres: Warehouse) -> None:
    on_postgres.script("CREATE TABLE public.t (a int)")

    with on_postgres.snapshot(20) as snapshot:
        snapshot.extract("public.t", frozenset((EVERY_COLUMN,)))
        snapshot.local().execute("INSERT INTO public.t VALUES (7)")
        snapshot.extract("public.t", frozenset((EVERY_COLUMN,)))
        snapshot.extract("public.t", frozenset("a"))
        assert ask_local(snapshot, "SELECT * FROM public.t").rows == [(7,)]


def test_a_copy_that_takes_too_long_ends_at_the_time_limit(on_postgres: Warehouse) -> None:
    on_postgres.script(f"CREATE VIEW slow AS {ENDLESS}")

    with on_postgres.snapshot(0.3) as snapshot:
        with pytest.raises(QueryError, match=r"took longer than 0\.3 s"):
            snapshot.extract("slow", frozenset(("value",)))
        snapshot.recover()
        assert value(snapshot, "2") == 2


def test_a_connection_that_the_server_ends_is_told_as_such(
    on_postgres: Warehouse, postgres_url: str
) -> None:
    with on_postgres.snapshot(20) as snapshot:
        execute(
            postgres_url,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name ="
            " 'scorecard queries' AND datname = current_database()",
        )
        with pytest.raises(QueryError):
            value(snapshot, "1")
        with pytest.raises(WarehouseError, match="nothing is half stored"):
            snapshot.recover()


def test_a_snapshot_whose_keeper_is_gone_is_told_as_such(
    on_postgres: Warehouse, postgres_url: str
) -> None:
    with on_postgres.snapshot(20) as snapshot:
        with pytest.raises(QueryError):
            value(snapshot, "1 / 0")
        execute(
            postgres_url,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name ="
            " 'scorecard snapshot' AND datname = current_database()",
        )
        with pytest.raises(WarehouseError, match="nothing is half stored"):
            snapshot.recover()
