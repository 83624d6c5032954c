"""The watch over a query: its result, its error, its end."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from core.engines.remote.watch import (
    OverdueError,
    SilentError,
    answer_within,
    end_within,
    run_watched,
)
from tests.processes import usual_signals


def test_the_result_and_the_error_are_those_of_the_work() -> None:
    assert run_watched(lambda: 7, 1, lambda: None) == 7
    with pytest.raises(ZeroDivisionError):
        run_watched(lambda: 1 // 0, 1, lambda: None)


def test_work_that_takes_too_long_is_cancelled() -> None:
    cancelled = threading.Event()
    began = time.monotonic()

    with pytest.raises(OverdueError):
        run_watched(lambda: cancelled.wait(60), 0.1, cancelled.set)

    assert cancelled.is_set()
    assert time.monotonic() - began < 2


def test_a_cancellation_that_fails_is_not_what_is_reported() -> None:
    with pytest.raises(OverdueError):
        run_watched(lambda: time.sleep(0.3), 0.1, lambda: 1 // 0)


def test_ctrl_c_cancels_the_work() -> None:
    cancelled = threading.Event()
    threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGINT]).start()

    with usual_signals(), pytest.raises(KeyboardInterrupt):
        run_watched(lambda: cancelled.wait(60), 60, cancelled.set)

    assert cancelled.is_set()


def test_a_connection_without_an_answer_to_a_cancellation_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.engines.remote.watch._FAREWELL", 0.1)
    never = threading.Event()

    with pytest.raises(SilentError, match="it does not answer"):
        run_watched(lambda: never.wait(60), 0.1, lambda: never.wait(60))
    never.set()


def test_work_that_cannot_be_cancelled_goes_on_without_us() -> None:
    never = threading.Event()

    assert answer_within(60, lambda: 7) == 7
    with pytest.raises(SilentError):
        answer_within(0.1, lambda: never.wait(60))
    end_within(0.1, lambda: never.wait(60))
    end_within(60, lambda: 1 // 0)
    never.set()
