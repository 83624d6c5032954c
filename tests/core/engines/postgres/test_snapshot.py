"""A snapshot of PostgreSQL: recovery, copies, and lost connections."""

from __future__ import annotations

import pytest

from core.engines import TableCopy
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
        snapshot.extract("public.t", TableCopy(frozenset((EVERY_COLUMN,))))
        snapshot.local().execute("INSERT INTO public.t VALUES (7)")
        snapshot.extract("public.t", TableCopy(frozenset((EVERY_COLUMN,))))
        snapshot.extract("public.t", TableCopy(frozenset("a")))
        assert ask_local(snapshot, "SELECT * FROM public.t").rows == [(7,)]


def test_a_copy_that_takes_too_long_ends_at_the_time_limit(on_postgres: Warehouse) -> None:
    on_postgres.script(f"CREATE VIEW slow AS {ENDLESS}")

    with on_postgres.snapshot(0.3) as snapshot:
        with pytest.raises(QueryError, match=r"took longer than 0\.3 s"):
            snapshot.extract("slow", TableCopy(frozenset(("value",))))
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


# An author's query reaches these through a function or a view of the warehouse's.
SETTER = """
    CREATE FUNCTION set_all() RETURNS int LANGUAGE sql AS $$
        SELECT length(set_config('TimeZone', 'Asia/Tokyo', false)
            || set_config('extra_float_digits', '-9', false)
            || set_config('statement_timeout', '0', false))
    $$;
    CREATE VIEW setting AS SELECT set_all() AS n, timestamptz '2026-01-01 00:00Z' AS at
"""
STATE = """
    current_setting('TimeZone') || ' ' || current_setting('extra_float_digits')
    || ' ' || current_setting('statement_timeout')
"""


def test_no_query_leaves_a_setting_to_the_next(on_postgres: Warehouse) -> None:
    on_postgres.script(SETTER)

    with on_postgres.snapshot(20) as snapshot:
        before = value(snapshot, STATE)
        value(snapshot, "set_all()")
        after_query = value(snapshot, STATE)
        with pytest.raises(QueryError, match="division by zero"):
            value(snapshot, "set_all() / 0")
        snapshot.recover()
        after_failure = value(snapshot, STATE)
        snapshot.measure([("setting", "at")])
        after_measure = value(snapshot, STATE)
        snapshot.extract("setting", TableCopy(frozenset(("n",))))
        after_extract = value(snapshot, STATE)

    assert before == "UTC 1 20s"
    assert (after_query, after_failure, after_measure, after_extract) == (before,) * 4


def test_the_time_zone_of_the_run_outlives_queries_and_failures(on_postgres: Warehouse) -> None:
    with on_postgres.snapshot(20) as snapshot:
        value(snapshot, "1")
        snapshot.set_timezone("Europe/Berlin")
        with pytest.raises(QueryError):
            value(snapshot, "1 / 0")
        snapshot.recover()
        assert value(snapshot, "current_setting('TimeZone')") == "Europe/Berlin"


def test_a_failed_query_costs_no_new_transaction(on_postgres: Warehouse) -> None:
    with on_postgres.snapshot(20) as snapshot:
        began = value(snapshot, "now()::text")
        with pytest.raises(QueryError):
            value(snapshot, "1 / 0")
        snapshot.recover()
        assert value(snapshot, "now()::text") == began
