"""Python processes that begin with everything imported: forks of one that has done so.

A command takes half a second of CPU to import what it needs. What it does from then on, and how it
ends, is the same in a fork: it is a process of its own and a child of the test's.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
_LIBRARIES = (
    "duckdb", "google.oauth2.service_account", "gspread", "openpyxl", "psycopg", "requests",
    "sqlglot", "sqlglot.dialects.duckdb", "sqlglot.dialects.postgres", "xlsxwriter",
)  # fmt: skip
_EXTRAS = "core.engines.remote"  # imports drivers that few commands need
_LENGTH = 8  # bytes
_PR_SET_CHILD_SUBREAPER = 36
# openpyxl imports numpy, whose threads a fork would not have.
_ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
_lock = threading.Lock()


class Request(NamedTuple):
    """What is to run: words after `python`, the folder to run in, and all of the environment."""

    words: Sequence[str]
    folder: str
    environment: dict[str, str]


class ForkedPython(subprocess.Popen[str]):
    """A `Popen` of `python` whose process is forked instead of started."""

    def _execute_child(self, args: Any, *given: Any) -> None:
        (_, _, _, _, folder, environment, _, _, _, *pipes) = given
        ends = pipes[:6]
        fds = [end if end >= 0 else own for own, end in enumerate((ends[0], ends[3], ends[5]))]
        request = Request(args[1:], str(folder), dict(environment))
        self.pid = _forker().fork(request, fds)
        self._child_created = True
        self._close_pipe_fds(*ends)


def python(*words: str, **given: Any) -> subprocess.Popen[str]:
    """Run `python` with these words; `given` are arguments of `Popen`, `cwd` and `env` among them.

    Only Linux lets a process adopt the children of another one.
    """
    start = ForkedPython if sys.platform == "linux" else subprocess.Popen[str]
    return start([sys.executable, *words], text=True, **given)


class _Forker:
    """The process that has imported everything."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._socket = ours
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forks", str(theirs.fileno())],
                cwd=ROOT,
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self.close)

    def fork(self, request: Request, fds: list[int]) -> int:
        """Return the id of a new process; the child of a process that ends becomes ours."""
        body = json.dumps(request).encode()
        with _lock:
            _adopt(True)
            try:
                socket.send_fds(self._socket, [len(body).to_bytes(_LENGTH)], fds)
                self._socket.sendall(body)
                return int.from_bytes(_received(self._socket, _LENGTH))
            finally:
                _adopt(False)

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


@cache
def _forker() -> _Forker:
    return _Forker()


def _adopt(does: bool) -> None:
    assert ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(does), 0, 0, 0) == 0


def _received(connection: socket.socket, length: int) -> bytes:
    parts = b""
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            raise EOFError
        parts += part
    return parts


def _serve(connection: socket.socket) -> tuple[Request, list[int]] | None:
    """Fork for each request; return it in the fork, and nothing once no more can come."""
    while True:
        head, fds, _, _ = socket.recv_fds(connection, _LENGTH, 3)
        if not head:
            return None
        request = Request(*json.loads(_received(connection, int.from_bytes(head))))
        read, write = os.pipe()
        between = os.fork()
        if not between:
            child = os.fork()
            if child:
                os.write(write, child.to_bytes(_LENGTH))
                os._exit(0)
            for fd in (read, write, connection.detach()):
                os.close(fd)
            return request, fds
        os.waitpid(between, 0)
        connection.sendall(os.read(read, _LENGTH))
        for fd in (read, write, *fds):
            os.close(fd)


def _become(request: Request, fds: list[int]) -> None:
    """Take over the files, the folder and the environment, as if Python had just started."""
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
    for fd in set(fds) - {0, 1, 2}:
        os.close(fd)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request.environment)
    os.chdir(request.folder)
    time.tzset()
    sys.stdin = io.TextIOWrapper(io.FileIO(0), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w")), "utf-8", "backslashreplace", line_buffering=True
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    paths = [path for path in sys.path if Path(path) != ROOT]
    sys.path[:] = [*filter(None, request.environment.get("PYTHONPATH", "").split(":")), *paths]


def _run(first: str, *words: str) -> None:
    main = sys.modules["__main__"] = ModuleType("__main__")
    sys.argv = list(words) if first == "-m" else [first, *words]
    if first == "-m":
        sys.path.insert(0, str(Path.cwd()))
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    elif first == "-c":
        sys.path.insert(0, "")
        del sys.argv[1]
        exec(words[0], vars(main))
    else:
        sys.path.insert(0, str(Path(first).parent))
        main.__file__ = first
        exec(compile(Path(first).read_text(), first, "exec"), vars(main))


def _exit_code(request: Request) -> int:
    """Run what was asked for; return the exit code that Python would end with."""
    try:
        _run(*request.words)
    except SystemExit as end:
        if isinstance(end.code, int | None):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001  # as Python reports what a program does not handle
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _end(code: int) -> None:
    """End as Python does, but leave its memory to the system: to free it takes a fifth of a second.

    What Python calls at exit and the threads it waits for come first.
    """
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _import_everything() -> None:
    import core

    for name in _LIBRARIES:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.endswith("__main__") and not module.name.startswith(_EXTRAS):
            importlib.import_module(module.name)
    gc.freeze()  # so that no collection copies the memory that forks share


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the tests
    _import_everything()
    received = _serve(socket.socket(fileno=int(sys.argv[1])))
    if received:
        _become(*received)
        _end(_exit_code(received[0]))
    os._exit(0)
