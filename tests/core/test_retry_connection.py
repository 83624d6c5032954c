"""A run that loses its connection, or finds no server: another attempt, and each value once."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from core.kpi import Table
from tests.processes import ended, start
from tests.project import NOW, kpi_text, write_project
from tests.runs import row_of, run, values_of
from tests.servers import Cutter, Server, server_of_our_own
from tests.warehouses import execute, stored

SLOW = "SELECT count(*) AS value FROM stg.slow"
KPIS = {
    "success/kpi_01.py": kpi_text(
        "SELECT count(*) AS value FROM stg.forms", name="Forms", sources=[Table("stg.forms")]
    ),
    "success/kpi_02.py": kpi_text(SLOW, name="Slow", sources=[Table("stg.slow")]),
}
AGAIN = "; attempt 2 of 3 in 1 s; values stored so far count as unchanged"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_our_own() as found:
        yield found


@pytest.fixture
def url(server: Server) -> str:
    """Return a database with two forms, and a view that takes 1.5 s to read."""
    url = server.new_database()
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (n int)",
        "INSERT INTO stg.forms VALUES (1), (2)",
        "CREATE VIEW stg.slow AS SELECT 1 AS n FROM pg_sleep(1.5)",
    )
    return url


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


def begin(root: Path, url: str, *arguments: str) -> Popen[str]:
    return start(root, *arguments, SCORECARD_WAREHOUSE=url, SCORECARD_NOW=NOW)


def begin_run(root: Path, url: str) -> Popen[str]:
    """Start a run and return it once its slow query is being answered."""
    process = begin(root, url, "run", "success", "--week", "2026-W46", "--no-publish")
    await_(
        lambda: "PgSleep" in str(execute(url, "SELECT array_agg(wait_event) FROM pg_stat_activity"))
    )
    return process


def await_(happened: Callable[[], bool], within: float = 20) -> None:
    deadline = time.monotonic() + within
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def outcomes(url: str) -> list[str]:
    return [outcome for _, outcome in stored(url, "started_at, outcome", "scorecard_run")]


def test_a_server_restart_in_the_middle_of_a_run_costs_another_attempt(
    root: Path, server: Server, url: str
) -> None:
    process = begin_run(root, url)
    server.restart()
    found = ended(process)

    assert found.code == 0
    assert values_of(root, url, 1) | values_of(root, url, 2) == {"2026-W46": 1}
    assert [line.endswith(AGAIN) for line in found.err.splitlines()] == [True]
    assert sorted(outcomes(url)) == ["interrupted", "ok"]
    assert stored(url, "count(*)", "scorecard_restatement", "1") == [(0,)]


@pytest.mark.parametrize(
    ("connection", "lines", "expected"),
    [
        ("scorecard run success", 1, ["interrupted", "ok"]),
        ("scorecard queries", 1, ["failed", "ok"]),
    ],
)
def test_the_run_completes_whichever_connection_the_server_ends(
    root: Path, url: str, connection: str, lines: int, expected: list[str]
) -> None:
    process = begin_run(root, url)
    terminate(url, connection)
    found = ended(process)

    assert found.code == 0
    assert len(found.err.splitlines()) == lines
    assert values_of(root, url, 1) == {"2026-W46": 2}
    assert values_of(root, url, 2) == {"2026-W46": 1}
    assert sorted(outcomes(url)) == expected


def terminate(url: str, connection: str) -> None:
    found = execute(
        url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        f"WHERE datname = current_database() AND application_name ^@ '{connection}'",
    )
    assert found == [(True,)]


def test_a_connection_that_is_lost_each_time_is_reported_after_three_attempts(
    root: Path, url: str
) -> None:
    execute(
        url,
        "CREATE OR REPLACE VIEW stg.slow AS SELECT pg_terminate_backend(pg_backend_pid())::int"
        " AS n",
    )
    found = ended(begin(root, url, "run", "success", "--week", "2026-W46"))

    assert (found.code, found.out) == (1, "")
    lines = found.err.splitlines()
    fault = "the warehouse closed the connection in the middle of the run"
    kept = "; values stored so far count as unchanged"
    assert [line for line in lines if line.startswith(fault)] == [
        f"{fault}; attempt 2 of 3 in 1 s{kept}",
        f"{fault}; attempt 3 of 3 in 2 s{kept}",
        f"{fault}; run again, nothing is half stored (after 3 attempts)",
    ]
    assert outcomes(url) == ["failed"] * 3


@pytest.mark.parametrize("committed", [True, False], ids=["after the commit", "before the commit"])
def test_a_commit_whose_answer_is_lost_counts_once(root: Path, url: str, committed: bool) -> None:
    """The first backend holds the lock until it ends, so the second attempt cannot start early."""
    execute(url, "CREATE OR REPLACE VIEW stg.slow AS SELECT 1 AS n")
    run(root, url, "2026-W46")
    execute(url, "INSERT INTO stg.forms VALUES (3)")
    with Cutter(url, after=b"scorecard_restatement", committed=committed) as proxy:
        found = ended(
            begin(root, proxy.url, "run", "success", "--week", "2026-W46", "--no-publish")
        )

        assert proxy.cut.is_set()
    restated = [] if committed else ["restated: success/kpi_01 2026-W46 Forms was 2, is 3"]
    again = f"the warehouse failed: server closed the connection unexpectedly{AGAIN}"
    assert (found.code, found.err.splitlines()) == (0, [again, *restated])
    assert values_of(root, url, 1) == {"2026-W46": 3}
    changes = stored(url, "old_value, new_value, run_id", "scorecard_restatement")
    assert [change[:2] for change in changes] == [(2, 3)]
    # The attempt that wrote the value is recorded with it: the first, or else the second.
    by = dict(stored(url, "run_id, outcome", "scorecard_run"))
    assert by[changes[0][2]] == ("interrupted" if committed else "ok")
    assert row_of(root, url, 1, "2026-W46").run_id == changes[0][2]
    assert sorted(by.values()) == ["interrupted", "ok", "ok"]


@pytest.mark.parametrize(
    "arguments", [("run", "success", "--week", "2026-W46"), ("init",)], ids=["run", "init"]
)
def test_a_server_that_comes_up_late_is_waited_for(
    root: Path, server: Server, url: str, arguments: tuple[str]
) -> None:
    server.stop()
    try:
        process = begin(root, url, *arguments)
        assert process.stderr is not None
        announced = [process.stderr.readline() for _ in range(2)]
    finally:
        server.start()
    found = ended(process)

    assert [line.partition("cannot be reached: ")[2] for line in announced] == [
        "Connection refused; attempt 2 of 3 in 1 s\n",
        "Connection refused; attempt 3 of 3 in 2 s\n",
    ]
    assert found.code == 0
    if arguments[0] == "run":
        assert values_of(root, url, 1) == {"2026-W46": 2}


def test_ctrl_c_ends_the_pause_before_another_attempt(root: Path) -> None:
    process = begin(root, "postgresql://me@127.0.0.1:1/w", "run", "success")
    assert process.stderr is not None
    announced = [process.stderr.readline() for _ in range(2)]
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    found = ended(process)

    assert announced[1].endswith("attempt 3 of 3 in 2 s\n")
    assert found.code == 130
    assert found.err.strip() == "interrupted; nothing is half stored, run again to complete"
    assert time.monotonic() - began < 1.9
