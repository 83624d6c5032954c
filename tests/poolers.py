"""A real pgbouncer in front of a real server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import Server, free_port

_PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
_CONFIG = """
[databases]
* = host=127.0.0.1 port={server} user=postgres

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
query_wait_timeout = {patience}
{more}
"""


@contextmanager
def pooler(
    server: Server, mode: str, size: int, *, patience: int = 60, more: str = ""
) -> Iterator[int]:
    """Run a pgbouncer and yield its port; its folder is one that another user can enter.

    `patience` is for how many seconds a client may wait for one of its `size` connections.
    """
    if _PROGRAM is None:
        pytest.skip("pgbouncer is not installed")
    folder = Path(tempfile.mkdtemp(prefix="scorecard-pooler-"))
    folder.chmod(0o755)
    config, port = folder / "pgbouncer.ini", free_port()
    config.write_text(
        _CONFIG.format(
            server=server.port, port=port, mode=mode, size=size, patience=patience, more=more
        )
    )
    # It refuses to run as root.
    command = [_PROGRAM, "-q", *(["-u", "nobody"] if os.getuid() == 0 else []), str(config)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_open(port)
            yield port
        finally:
            process.terminate()
    shutil.rmtree(folder)


def _wait_until_open(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, "pgbouncer does not listen"
        time.sleep(0.02)
