"""Locks behind a real pgbouncer: one run at a time, or none where sessions are shared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from core.engines.location import Location
from core.engines.postgres.connection import Connection, connect
from core.engines.postgres.locks import SessionLocks
from core.engines.postgres.target import read_target
from core.errors import SettingsError, WarehouseError
from core.kpi import Table, Values
from tests.poolers import pooler
from tests.processes import Outcome, ended, start
from tests.project import NOW, kpi_text, write_project
from tests.runs import run, values_of
from tests.servers import Server, server_of_our_own
from tests.warehouses import execute, open_for, settings_for

SHARED = (
    "SCORECARD_WAREHOUSE: a pooler in transaction mode lets connections share sessions, so that two"
    " runs could hold one lock; give the port of a pooler in session mode, or the server's own"
)
COUNT = "SELECT count(*) AS value FROM stg.forms"
KPIS = {"success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[Table("stg.forms")])}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_our_own() as found:
        yield found


@pytest.fixture
def database(server: Server) -> str:
    """Return the name of a database with seven forms, slow enough that all ten processes meet."""
    url = server.new_database()
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE VIEW stg.forms AS SELECT n FROM generate_series(1, 7) AS n, pg_sleep(1)",
    )
    return url.rpartition("/")[2]


def behind(port: int, database: str) -> str:
    return f"postgresql://postgres@127.0.0.1:{port}/{database}"


def runs_at_once(number: int, root: Path, url: str, wait: str) -> list[Outcome]:
    given = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
    command = ("run", "success", "--no-publish", "--period", "2026-W46", "--wait", wait)
    processes = [start(root, *command, **given) for _ in range(number)]
    return [ended(process, within=120) for process in processes]


@pytest.mark.slow
def test_of_ten_runs_in_session_mode_one_at_a_time_holds_the_lock(
    server: Server, database: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path, KPIS)
    with pooler(server, "session", 3) as port:
        outcomes = runs_at_once(10, root, behind(port, database), wait="0")

    codes = Counter(found.code for found in outcomes)
    assert codes[0] >= 1
    assert codes[0] + codes[4] == 10, outcomes
    # A holder may have ended by the time its name is asked for.
    held = r"^scorecard_success is held by (scorecard run success .*|another run); wait"
    sentences = [found.err for found in outcomes if found.code == 4]
    assert all(re.search(held, sentence, re.M) for sentence in sentences), sentences
    ok = "SELECT count(*) FROM vl_analytics.scorecard_run WHERE outcome = 'ok'"
    assert execute(server.url(database), ok) == [(codes[0],)]
    assert values_of(root, server.url(database), 6) == {"2026-W46": 7}


@pytest.mark.slow
def test_runs_in_session_mode_wait_for_each_other_though_the_pool_is_small(
    server: Server, database: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path, KPIS)
    with pooler(server, "session", 2) as port:
        outcomes = runs_at_once(4, root, behind(port, database), wait="60")

    assert [found.code for found in outcomes] == [0] * 4, outcomes
    runs = "SELECT count(*) FILTER (WHERE outcome = 'ok') FROM vl_analytics.scorecard_run"
    assert execute(server.url(database), runs) == [(4,)]
    assert values_of(root, server.url(database), 6) == {"2026-W46": 7}


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 3])
def test_ten_runs_in_transaction_mode_are_refused_and_store_nothing(
    server: Server, database: str, tmp_path: Path, size: int
) -> None:
    root = write_project(tmp_path, KPIS)
    with pooler(server, "transaction", size) as port:
        outcomes = runs_at_once(10, root, behind(port, database), wait="0")

    # A run that meets the session of another one before it is refused finds the lock taken.
    assert {found.code for found in outcomes} <= {3, 4}
    assert {found.err.strip() for found in outcomes if found.code == 3} == {SHARED}
    # A run whose first transactions meet one session may make the schema before it is refused.
    tables = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'scorecard_success%'"
    for (table,) in execute(server.url(database), tables):
        assert execute(server.url(database), f"SELECT count(*) FROM vl_analytics.{table}") == [(0,)]


def test_a_pool_of_one_in_session_mode_is_named_as_too_small(
    server: Server, database: str, tmp_path: Path
) -> None:
    root = write_project(tmp_path, KPIS)
    with (
        pooler(server, "session", 1, patience=1) as port,
        pytest.raises(WarehouseError, match=r"the pooler has too few connections .* a run needs 2"),
    ):
        run(root, behind(port, database), "2026-W46")


def test_round_robin_in_transaction_mode_is_noticed_too(
    server: Server, database: str, tmp_path: Path
) -> None:
    with pooler(server, "transaction", 3, more="server_round_robin = 1") as port:
        settings = settings_for(tmp_path, behind(port, database))
        with pytest.raises(SettingsError) as caught:
            open_for(settings)
    assert str(caught.value) == SHARED


# The probe at the connection's beginning can miss a pool that others use at that moment. So below
# are connections that were not probed.


@contextmanager
def unprobed(port: int, database: str) -> Iterator[tuple[Connection, SessionLocks]]:
    target = read_target(Location("SCORECARD_WAREHOUSE", behind(port, database)), {})
    with closing(connect(target, "scorecard test")) as connection:
        yield connection, SessionLocks(connection, "SCORECARD_WAREHOUSE")


def test_a_session_that_another_run_locked_is_refused(server: Server, database: str) -> None:
    with (
        pooler(server, "transaction", 1) as port,
        unprobed(port, database) as (_, first),
        unprobed(port, database) as (_, second),
    ):
        assert first.take(["a"]) == ""
        first.verify()
        with pytest.raises(SettingsError) as caught:
            second.take(["a", "b"])
        first.verify()
        first.release(["a"])
        assert second.take(["a"]) == ""
    assert str(caught.value) == SHARED


def test_a_run_whose_session_went_to_another_writes_no_more(server: Server, database: str) -> None:
    with (
        pooler(server, "transaction", 2) as port,
        unprobed(port, database) as (ours, locks),
        unprobed(port, database) as (others, _),
    ):
        assert locks.take(["a"]) == ""
        with others.transaction():
            others.execute("SELECT 1")  # on our session
            with ours.transaction(), pytest.raises(SettingsError, match="in transaction mode"):
                locks.verify()
        locks.verify()


def test_locks_are_taken_all_or_none(server: Server, database: str) -> None:
    with (
        unprobed(server.port, database) as (_, first),
        unprobed(server.port, database) as (_, second),
        unprobed(server.port, database) as (_, third),
    ):
        assert first.take(["b"]) == ""
        assert second.take(["a", "b"]) == "b"
        assert second.holder_of("b").startswith("scorecard test, since ")
        assert third.take(["a"]) == ""
        first.release(["b"])
        third.release(["a"])
        assert second.take(["a", "b"]) == ""


def test_a_warehouse_that_is_only_read_may_be_behind_transaction_mode(
    server: Server, database: str, tmp_path: Path
) -> None:
    values = kpi_text(
        "SELECT sum(value) AS value FROM kpi_06", name="Sum", sources=[Values(6, last=1)]
    )
    root = write_project(tmp_path, {**KPIS, "success/kpi_07.py": values})
    store = server.new_database()
    with pooler(server, "transaction", 1) as port:
        report = run(root, behind(port, database), "2026-W44..2026-W46", SCORECARD_STORE=store)
        with psycopg.connect(behind(port, database)) as another:
            (limit,) = another.execute("SHOW statement_timeout").fetchall()

    assert report.ok
    assert values_of(root, store, 7) == {"2026-W44": 7, "2026-W45": 7, "2026-W46": 7}
    assert limit == ("0",)  # no setting of ours is left in the pool's session
