"""A time limit for the queries of one DuckDB connection, which a signal can end as well."""

from __future__ import annotations

import math
import os
import select
import signal
import threading
import time

import duckdb

from core.signals import ENDING

# A longer one does not fit into the milliseconds of `poll`; the watch then begins another.
_LONGEST_PAUSE = 24 * 60 * 60


class Alarm:
    """Interrupts what a connection does within `with alarm:` for longer than `timeout` seconds.

    A thread watches the clock, one for all queries: starting a thread takes longer than a small
    query does. It also passes Ctrl-C on, which DuckDB misses while it waits for its own threads:

        main thread                   pipe                   watching thread
        ───────────                   ────                   ───────────────
        __enter__  sets _deadline                            poll(_ear, pause)
        query runs …                                           │ pause is over: look at _deadline
        Ctrl-C     ── SIGINT ──▶ _bell ─▶ _ear ──────────────▶ │ woken up: read the signal
                                                               ▼
                   ◀────────── connection.interrupt() ──────── past the deadline, or SIGINT
        __exit__   clears _deadline                          poll(_ear, pause) …
        close      ── a byte ──▶ _bell ─▶ _ear ──────────────▶ _closed is set: the thread ends

    `_lock` is held while the thread decides and interrupts, and while the deadline is cleared, so
    that no interrupt reaches the connection once the query has ended.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._deadline = math.inf
        self._lock = threading.Lock()
        self._closed = False
        self._ear, self._bell = os.pipe()
        os.set_blocking(self._bell, False)
        self._poll = select.poll()
        self._poll.register(self._ear, select.POLLIN)
        self._in_main = threading.current_thread() is threading.main_thread()
        self._former = self._send_signals_to(self._bell)
        self._thread = threading.Thread(target=self._watch, name="query time limit", daemon=True)
        self._thread.start()

    def _send_signals_to(self, file: int) -> int:
        """Have each signal's number written to `file`; only the main thread may ask for it."""
        return signal.set_wakeup_fd(file, warn_on_full_buffer=False) if self._in_main else -1

    def __enter__(self) -> None:
        self._deadline = time.monotonic() + self._timeout

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._deadline = math.inf

    def _watch(self) -> None:
        pause = self._timeout
        while not self._closed:
            signals = self._wait_for_signals(pause)
            with self._lock:
                left = self._deadline - time.monotonic()
                is_running = left < math.inf
                if left <= 0 or (is_running and not ENDING.isdisjoint(signals)):
                    self._connection.interrupt()
            # A query that begins from now on is not due before a whole timeout has passed.
            pause = left if 0 < left < self._timeout else self._timeout

    def _wait_for_signals(self, pause: float) -> bytes:
        """Return the numbers of signals that arrived within `pause` seconds."""
        ready = self._poll.poll(min(pause, _LONGEST_PAUSE) * 1000)
        return os.read(self._ear, 64) if ready else b""

    def close(self) -> None:
        """End the watching thread."""
        self._send_signals_to(self._former)
        self._closed = True
        os.write(self._bell, b"\0")
        self._thread.join()
        os.close(self._bell)
        os.close(self._ear)
