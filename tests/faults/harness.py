"""`python -m tests.faults.harness`: `scorecard`, which rests in its writes, counts them, and dies.

Environment:
    FAULT_EVERY   seconds between two writes of a run; the product's own is 1
    FAULT_REST    seconds to rest before each write, and before the end of its transaction
    FAULT_AT      number of the write event at which the process kills itself; 0 for none
    FAULT_COUNT   a file for the number of write events, written at the end

A write event is the moment before or after a statement that changes the store, a commit, a request
that changes a spreadsheet, or the renaming of a file.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from core.cli.program import main
from core.engines.duckdb.warehouse import DuckDbWarehouse
from core.engines.postgres.warehouse import PostgresWarehouse
from core.run import pipeline, recording
from core.sheets.client import SheetsClient
from core.store.restatements import Restatements

_CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|ALTER|DROP)\b", re.IGNORECASE)
_events = [0]


def _event() -> None:
    _events[0] += 1
    if _events[0] == int(os.environ.get("FAULT_AT", "0")):
        os.kill(os.getpid(), signal.SIGKILL)


def _around(function: Callable[..., Any], is_write: Callable[..., bool]) -> Callable[..., Any]:
    """Return a function with an event before and after each call that is a write."""

    @wraps(function)
    def with_events(*given: Any, **named: Any) -> Any:
        if not is_write(*given):
            return function(*given, **named)
        _event()
        result = function(*given, **named)
        _event()
        return result

    return with_events


def _is_change(_: object, sql: str, *__: object) -> bool:
    return bool(_CHANGES.match(sql))


def _always(*_: object) -> bool:
    return True


def _with_commits(transaction: Callable[..., Any]) -> Callable[..., Any]:
    @contextmanager
    def with_commits(database: object) -> Iterator[None]:
        with transaction(database):
            yield
            _event()
        _event()

    return with_commits


def _resting(function: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    @wraps(function)
    def rest_first(*given: Any) -> Any:
        time.sleep(seconds)
        return function(*given)

    return rest_first


def _prepare() -> None:
    rest = float(os.environ.get("FAULT_REST", "0"))
    pipeline.WRITE_EVERY = float(os.environ.get("FAULT_EVERY", "1"))
    recording.write = _resting(recording.write, rest)
    Restatements.add = _resting(Restatements.add, rest)  # type: ignore[method-assign]
    for engine in (DuckDbWarehouse, PostgresWarehouse):
        engine.execute = _around(engine.execute, _is_change)  # type: ignore[method-assign]
        engine.script = _around(engine.script, _is_change)  # type: ignore[method-assign]
        engine.transaction = _with_commits(engine.transaction)  # type: ignore[method-assign]
    SheetsClient.batch_update = _around(SheetsClient.batch_update, _always)  # type: ignore[method-assign]
    Path.replace = _around(Path.replace, _always)  # type: ignore[method-assign]


if __name__ == "__main__":
    _prepare()
    sys.argv[0] = "scorecard"
    try:
        main()
    finally:
        if count := os.environ.get("FAULT_COUNT"):
            Path(count).write_text(str(_events[0]))
