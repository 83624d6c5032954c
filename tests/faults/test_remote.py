"""Faults of a remote warehouse during a run: exit codes and store are as on PostgreSQL."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from core.cli.program import _run
from tests.faults.remotes import Proxy, make_quick, proxy_to, tables, write_shop
from tests.processes import Outcome, ended, start, usual_signals
from tests.project import NOW
from tests.remotes import fill_chdb, sail_server, sail_url, write_lake
from tests.warehouses import execute

RUN = ("run", "success", "--period", "2026-W46", "--no-publish")
AGAIN = (
    "the warehouse closed the connection in the middle of the run; attempt 2 of 3 in 1 s; values"
    " stored so far count as unchanged\n"
)
BOTH = [(1, 3.0, ""), (2, 45.0, "")]

Environment = dict[str, str]
Command = Callable[..., Outcome]


@pytest.fixture
def shop(tmp_path: Path, postgres_url: str) -> Environment:
    """Return the environment of a project; a test adds the warehouse."""
    write_shop(tmp_path)
    write_lake(tmp_path / "lake", tables())
    return {
        "SCORECARD_NOW": NOW,
        "SCORECARD_STORE": postgres_url,
        "SCORECARD_LAKE": str(tmp_path / "lake"),
        "SCORECARD_QUERY_TIMEOUT": "60",
    }


@pytest.fixture
def own_sail() -> Iterator[str]:
    """Return a server of the test's own: Sail computes some queries on that were cancelled."""
    with sail_server() as server:
        yield sail_url(server)


@pytest.fixture(params=["sail", "chdb"])
def on_any(request: pytest.FixtureRequest, shop: Environment, tmp_path: Path) -> Environment:
    if request.param == "chdb":
        return shop | {"SCORECARD_WAREHOUSE": fill_chdb(tmp_path / "chdb", tables())}
    return shop | {"SCORECARD_WAREHOUSE": request.getfixturevalue("own_sail")}


@pytest.fixture
def scorecard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return the command line within this process, which a signal may end."""

    def call(environment: Environment) -> Outcome:
        with monkeypatch.context() as patch, usual_signals():
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.chdir(tmp_path)
            patch.setattr(sys, "argv", ["/usr/bin/scorecard", *RUN])
            code = int(_run(RUN))
        return Outcome(code, *capsys.readouterr())

    return call


def stored(environment: Environment) -> list[tuple[object, ...]]:
    try:
        return execute(
            environment["SCORECARD_STORE"],
            "SELECT kpi_number, value, reason FROM vl_analytics.scorecard_success ORDER BY 1",
        )
    except psycopg.errors.UndefinedTable:
        return []


def outcomes(environment: Environment) -> list[str]:
    sql = "SELECT outcome FROM vl_analytics.scorecard_run"
    return sorted(str(row[0]) for row in execute(environment["SCORECARD_STORE"], sql))


@contextmanager
def in_the_query(environment: Environment, fault: Callable[[], object]) -> Iterator[None]:
    """Let a fault happen once the run is at its slow query."""
    running = "SELECT count(*) FROM vl_analytics.scorecard_run WHERE outcome = 'running'"
    has_ended = threading.Event()

    def wait() -> None:
        while not has_ended.wait(0.05):
            try:
                if execute(environment["SCORECARD_STORE"], running) != [(0,)]:
                    break
            except psycopg.Error:
                continue
        if not has_ended.wait(0.5):
            fault()

    watch = threading.Thread(target=wait, daemon=True)
    watch.start()
    try:
        yield
    finally:
        has_ended.set()
        watch.join()


@pytest.mark.parametrize(
    ("on_any", "number", "code", "end"),
    [
        ("sail", signal.SIGINT, 130, "interrupted;"),
        ("chdb", signal.SIGTERM, 143, "interrupted by SIGTERM;"),
    ],
    indirect=["on_any"],
)
def test_a_signal_ends_a_run_at_once_and_stores_nothing_half(
    on_any: Environment, scorecard: Command, number: int, code: int, end: str
) -> None:
    began = time.monotonic()
    with in_the_query(on_any, lambda: os.kill(os.getpid(), number)):
        found = scorecard(on_any)

    assert found.code == code
    assert found.err.endswith(f"{end} nothing is half stored, run again to complete\n")
    assert time.monotonic() - began < 30
    assert stored(on_any) == []
    assert outcomes(on_any) == ["interrupted"]


def test_a_query_that_takes_too_long_fails_alone(on_any: Environment, scorecard: Command) -> None:
    found = scorecard(on_any | {"SCORECARD_QUERY_TIMEOUT": "1"})

    limit = "took longer than 1 s; make the query faster or raise SCORECARD_QUERY_TIMEOUT"
    assert found.code == 1
    assert f"scorecards/success/kpi_02.py: 2026-W46: {limit}" in found.err
    assert stored(on_any) == [(1, 3.0, ""), (2, None, limit)]


def test_a_server_that_dies_ends_the_run_and_the_next_one_carries_on(
    shop: Environment, scorecard: Command, tmp_path: Path
) -> None:
    with sail_server() as server:
        url = sail_url(server)
        with in_the_query(shop, server.kill):
            found = scorecard(shop | {"SCORECARD_WAREHOUSE": url})

    assert found.code == 3
    assert "the warehouse closed the connection in the middle of the run; attempt 2" in found.err
    assert f"Spark at {urlsplit(url).netloc} cannot be reached: " in found.err
    assert "Traceback" not in found.err
    assert stored(shop) == []
    assert outcomes(shop) == ["failed"]
    make_quick(tmp_path)
    with sail_server() as server:
        again = scorecard(shop | {"SCORECARD_WAREHOUSE": sail_url(server)})
    assert (again.code, stored(shop)) == (0, BOTH)


@pytest.fixture
def proxy(own_sail: str) -> Iterator[Proxy]:
    with proxy_to(urlsplit(own_sail).port or 0) as found:
        yield found


@pytest.fixture
def through_proxy(shop: Environment, proxy: Proxy) -> Environment:
    return shop | {"SCORECARD_WAREHOUSE": f"sc://127.0.0.1:{proxy.port}"}


def test_a_connection_that_is_cut_is_made_again(
    through_proxy: Environment, proxy: Proxy, scorecard: Command, tmp_path: Path
) -> None:
    def cut() -> None:
        make_quick(tmp_path)
        proxy.cut()

    with in_the_query(through_proxy, cut):
        found = scorecard(through_proxy)

    assert (found.code, found.err) == (0, "")
    assert (stored(through_proxy), outcomes(through_proxy)) == (BOTH, ["ok"])


def test_a_connection_that_falls_silent_is_lost_and_the_run_begins_anew(
    through_proxy: Environment,
    proxy: Proxy,
    scorecard: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fall_silent() -> None:
        make_quick(tmp_path)
        proxy.fall_silent()

    monkeypatch.setattr("core.engines.remote.watch._FAREWELL", 0.5)
    with in_the_query(through_proxy, fall_silent):
        found = scorecard(through_proxy | {"SCORECARD_QUERY_TIMEOUT": "2"})

    assert (found.code, found.err) == (0, AGAIN)
    assert (stored(through_proxy), outcomes(through_proxy)) == (BOTH, ["failed", "ok"])


def test_a_server_that_starts_anew_has_lost_the_session_and_the_run_begins_anew(
    through_proxy: Environment, proxy: Proxy, scorecard: Command, tmp_path: Path
) -> None:
    with sail_server() as server:
        port = urlsplit(sail_url(server)).port or 0

        def replace() -> None:
            make_quick(tmp_path)
            proxy.target = port
            proxy.cut()

        with in_the_query(through_proxy, replace):
            found = scorecard(through_proxy)

    assert (found.code, found.err) == (0, AGAIN)
    assert (stored(through_proxy), outcomes(through_proxy)) == (BOTH, ["failed", "ok"])


def test_a_killed_run_leaves_nothing_half_and_the_next_one_carries_on(
    on_any: Environment, scorecard: Command, tmp_path: Path
) -> None:
    process = start(tmp_path, *RUN, **on_any)
    with in_the_query(on_any, process.kill):
        found = ended(process)

    assert (found.code, found.err, stored(on_any)) == (-signal.SIGKILL, "", [])
    assert outcomes(on_any) == ["running"]
    make_quick(tmp_path)
    again = scorecard(on_any)
    assert (again.code, stored(on_any)) == (0, BOTH)
    assert outcomes(on_any) == ["interrupted", "ok"]
