"""A project on a remote warehouse with one slow query, and a proxy that loses connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from core.kpi import Table
from tests.project import kpi_text, write_project
from tests.remotes import empty_chdb, fill_chdb, write_lake

_COUNT = "SELECT count(*) AS value FROM shop.orders WHERE sent_at >= :start AND sent_at < :end"
# Minutes of work on any machine, until the table is short.
_SLOW = "SELECT count(*) AS value FROM shop.numbers AS a JOIN shop.numbers AS b ON a.n > b.n"
_NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
_MANY, _FEW = 400_000, 10


def tables(many: int = _MANY) -> dict[str, pa.Table]:
    """Return two tables: 3 orders in 2026-W46, and so many numbers that a query is slow."""
    numbers = range(many)
    return {
        "shop.orders": pa.table({"sent_at": pa.array([_NOON] * 3, pa.timestamp("us", "UTC"))}),
        "shop.numbers": pa.table({"n": pa.array(numbers, pa.int64())}),
    }


def write_shop(root: Path) -> Path:
    """Write a project of two KPIs: 3 orders, and 45 pairs of numbers where the table is short."""
    kpis = {
        "success/kpi_01.py": kpi_text(_COUNT, sources=[Table("shop.orders")]),
        "success/kpi_02.py": kpi_text(_SLOW, name="Pairs", sources=[Table("shop.numbers")]),
    }
    return write_project(root, kpis)


def make_quick(folder: Path) -> None:
    """Make the table of numbers short, wherever the project has it."""
    write_lake(folder / "lake", tables(_FEW))
    if (folder / "chdb").exists():
        empty_chdb(folder / "chdb", tables())
        fill_chdb(folder / "chdb", tables(_FEW))


class Proxy:
    """Passes connections on to `target`, a port of this machine, until it cuts or silences them."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._silent: set[socket.socket] = set()
        self._run(self._accept)

    def cut(self) -> None:
        """End all connections; new ones are possible."""
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def fall_silent(self) -> None:
        """Pass nothing on any more of these connections, as a network that swallows packets."""
        self._silent.update(self._open)

    def close(self) -> None:
        """End all connections, and listen no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join()
        for each in (self._listener, *self._open):
            each.close()

    def _run(self, work: Callable[..., None], *given: socket.socket) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self._open += [client, server]
                self._run(self._pass_on, client, server)
                self._run(self._pass_on, server, client)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                if source not in self._silent:
                    target.sendall(part)
            target.shutdown(socket.SHUT_WR)


@contextmanager
def proxy_to(target: int) -> Iterator[Proxy]:
    """Run a proxy to a port until the block ends."""
    proxy = Proxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
