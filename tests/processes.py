"""Processes beside the test: commands as users start them, and a holder of the lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.forks import python

ROOT = Path(__file__).parent.parent

_PIPES: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.PIPE,
}
_HOLD = """
import sys, time
from pathlib import Path
from core.engines.access import Access
from core.run.context import open_locked
from tests.warehouses import settings_for

root, url, command, domain, seconds = sys.argv[1:]
with open_locked(settings_for(Path(root), url), Access(command, write=True), [domain]):
    print("held", flush=True)
    time.sleep(float(seconds))
"""


@contextmanager
def another_process_holding(
    root: Path, url: str, domain: str = "success", seconds: float = 60
) -> Iterator[subprocess.Popen[str]]:
    """Run a process that holds a domain's lock for some seconds, as if it were `scorecard run`."""
    title = "scorecard run success --week 2026-W46"
    words = ("-c", _HOLD, str(root), url, title, domain, str(seconds))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with python(*words, stdout=subprocess.PIPE, cwd=ROOT, env=environment) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


@contextmanager
def usual_signals() -> Iterator[None]:
    """Let processes that are started meanwhile end by Ctrl-C and SIGHUP.

    A background job ignores the one, a job of nohup the other, and child processes inherit that.
    """
    former = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGHUP: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    }
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


class Outcome(NamedTuple):
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str


def start(root: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start `scorecard …` in a project's folder, with only the given environment."""
    program = str(Path(sys.executable).with_name("scorecard"))
    return start_python(root, program, *arguments, **environment)


def start_python(root: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    """Start `python …` that way, all imports done; see `tests.forks`."""
    return python(*words, cwd=root, env=_environment(root, environment), **_PIPES)


def start_command(root: Path, command: Sequence[str], **environment: str) -> subprocess.Popen[str]:
    """Start any command that way; `python` is the one that runs the tests."""
    given = _environment(root, environment)
    with usual_signals():
        return subprocess.Popen(command, cwd=root, env=given, text=True, **_PIPES)


def _environment(root: Path, given: dict[str, str]) -> dict[str, str]:
    path = os.pathsep.join((str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"))
    return {
        "PATH": path,
        "HOME": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        **given,
    }


def ended(process: subprocess.Popen[str], within: float = 60) -> Outcome:
    """Wait for a process and return its outcome."""
    with process:
        try:
            out, err = process.communicate(timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Outcome(process.returncode, out, err)
