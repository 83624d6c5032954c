"""The time limit of a query, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import duckdb
import pytest

from core.engines.alarm import Alarm
from core.engines.base import interruptible
from tests.core.engines.asking import ENDLESS
from tests.processes import usual_signals


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as found:
        yield found


def test_a_query_is_interrupted_at_the_limit_and_the_next_one_has_its_own(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with closing(Alarm(connection, 0.2)) as alarm:
        for _ in range(2):
            began = time.monotonic()
            with pytest.raises(duckdb.InterruptException), alarm:
                connection.execute(ENDLESS).fetchall()
            assert 0.15 < time.monotonic() - began < 3
        with alarm:
            assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_what_runs_outside_of_the_alarm_has_no_limit(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with closing(Alarm(connection, 0.05)) as alarm:
        with alarm:
            connection.execute("SELECT 1").fetchall()
        time.sleep(0.15)
        slow = "SELECT count(*) FROM range(30000) AS a(n), range(30000) AS b(n) WHERE a.n < b.n"
        assert connection.execute(slow).fetchall() == [(449985000,)]


def test_ctrl_c_ends_a_query_at_once(connection: duckdb.DuckDBPyConnection) -> None:
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()
    began = time.monotonic()
    with (
        usual_signals(),
        closing(Alarm(connection, 60)) as alarm,
        pytest.raises((KeyboardInterrupt, duckdb.InterruptException)),
        interruptible(),
        alarm,
    ):
        connection.execute(ENDLESS).fetchall()

    assert time.monotonic() - began < 5


def test_a_closed_alarm_gives_back_the_signals_and_ends_its_thread(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    before = threading.active_count()
    Alarm(connection, 60).close()

    assert threading.active_count() == before
    assert signal.set_wakeup_fd(-1) == -1


def test_a_process_with_many_open_files_has_its_limit(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with ExitStack() as files:
        for _ in range(1100):
            files.enter_context(Path(os.devnull).open("rb"))
        alarm = files.enter_context(closing(Alarm(connection, 0.2)))
        with pytest.raises(duckdb.InterruptException), alarm:
            connection.execute(ENDLESS).fetchall()
