"""The log of a command, for those that cron starts: `SCORECARD_LOG` names the file.

Each line has the time with its offset and the process. Several processes may append to one file: a
line is one write, and only a new process moves a full file aside.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from click import unstyle

VARIABLE = "SCORECARD_LOG"
MOST_BYTES = 1_000_000
KEPT = 5  # full files beside the current one: success.log.1 is the newest

_PRIVATE = 0o600


@dataclass
class Log:
    """A file that gets what a command prints; `file` is None if there is none.

    `fault` says why lines are missing, and what to do.
    """

    path: Path | None = None
    file: int | None = None
    fault: str = ""
    runs: list[str] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def begin(self, command: str) -> None:
        """Write the first line of a command."""
        self.write(f"started: {command}")

    def add_run(self, run_id: str) -> None:
        """Write that a run has begun."""
        self.runs.append(run_id)
        self.write(f"run {run_id} began")

    def end(self, code: int) -> None:
        """Write the last line of a command, and close the file."""
        runs = f", run {', '.join(self.runs)}" if self.runs else ""
        seconds = time.monotonic() - self._began
        self.write(f"ended with exit code {code} after {seconds:.1f} s{runs}")
        if self.file is not None:
            os.close(self.file)
            self.file = None

    def write(self, line: str) -> None:
        """Append a line; a disk that is full does not end the command."""
        if self.file is None:
            return
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        text = f"{now} [{os.getpid()}] {line}\n"
        try:
            os.write(self.file, text.encode("utf-8", "replace"))
        except OSError as error:
            self.fault = _fault(self.path, error)

    @contextmanager
    def copy(self, stream: TextIO, *, silently: bool) -> Iterator[LoggedStream]:
        """Yield a stream whose lines go to the log, and to `stream` unless that is silenced."""
        logged = LoggedStream(stream, self, silently=silently)
        yield logged
        logged.finish()


class LoggedStream:
    """A text stream whose lines go to a log too."""

    def __init__(self, stream: TextIO, log: Log, *, silently: bool) -> None:
        self._stream = stream
        self._log = log
        self._silently = silently
        self._line = ""

    def write(self, text: str) -> int:
        """Write a text, and its whole lines to the log."""
        if self._log.file is not None:
            *lines, self._line = (self._line + text).split("\n")
            for line in lines:
                self._log.write(_plain(line))
        return len(text) if self._silently else self._stream.write(text)

    def finish(self) -> None:
        """Write what is left of a line to the log."""
        if self._line:
            self._log.write(_plain(self._line))

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # would lead around the log
            raise AttributeError(name)
        return getattr(self._stream, name)


def open_log(environment: Mapping[str, str]) -> Log:
    """Open the log that the environment names; a full one is moved aside."""
    name = environment.get(VARIABLE, "")
    if not name:
        return Log()
    path = Path(environment.get("SCORECARD_HOME") or ".", name).expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _rotate(path)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE)
        # The shell that started the command may have made it, with another mode.
        with suppress(PermissionError):
            os.fchmod(file, _PRIVATE)
    except OSError as error:
        return Log(fault=_fault(path, error))
    return Log(path, file)


def is_same_file(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether a stream goes to the log already, as a shell has redirected it."""
    path = Path(environment.get("SCORECARD_HOME") or ".", environment.get(VARIABLE) or ".")
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.expanduser().stat())
    except (OSError, ValueError):
        return False


def _rotate(path: Path) -> None:
    """Move a full file aside, and drop the oldest one."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # Of two processes that start at once, the second finds a new file.
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not path.exists() or path.stat().st_size < MOST_BYTES:
            return
        for number in range(KEPT - 1, 0, -1):
            with suppress(FileNotFoundError):
                _numbered(path, number).replace(_numbered(path, number + 1))
        path.replace(_numbered(path, 1))
    finally:
        os.close(folder)


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")


def _plain(line: str) -> str:
    """Return a line as a terminal shows it in the end, without colours."""
    return unstyle(line.rstrip("\r").rpartition("\r")[2])


def _fault(path: Path | None, error: OSError) -> str:
    reason = error.strerror or str(error)
    return (
        f"{VARIABLE}: {path} cannot be written: {reason}; make room, or make it writable for this"
        " user"
    )
