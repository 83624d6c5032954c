"""Faults of a cluster of Spark during a run; a driver needs a process of its own.

python -m tests.faults.spark4 <URL of the store> <an empty folder> [executor | driver | ctrl-c]…

Each fault, by default all three, happens in a run of its own; its exit code is one line.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from core.cli.program import _run
from tests.faults.remotes import tables, write_shop
from tests.processes import usual_signals
from tests.project import NOW
from tests.remotes import write_lake
from tests.warehouses import execute

MASTER = "spark://local-cluster[2,1,512]?spark.executor.memory=512m"
NUMBERS = 10_000
WEEKS = ("2026-W46", "2026-W45", "2026-W44")
EXECUTOR, DRIVER = "CoarseGrainedExecutorBackend", "org.apache.spark.deploy.SparkSubmit"


def descendants(of: int) -> list[tuple[int, str]]:
    """Return the processes below one, each with its command line."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True)  # noqa: PLW1510
    lines = [line.split(None, 2) for line in listed.stdout.splitlines()[1:]]
    found = [(int(pid), line) for pid, parent, line in lines if int(parent) == of]
    return found + [each for pid, _ in found for each in descendants(pid)]


def kill(program: str) -> None:
    """Kill the first process of this one that runs a program of Spark's."""
    pid = next(pid for pid, line in descendants(os.getpid()) if program in line)
    os.kill(pid, signal.SIGKILL)


def run_with(fault: Callable[[], object], week: str, store: str) -> int:
    """Run a week and let the fault happen once the run has begun; return the exit code."""

    def wait() -> None:
        sql = f"SELECT count(*) FROM vl_analytics.scorecard_run WHERE command LIKE '%{week}%'"
        while not _count(store, sql):
            time.sleep(0.1)
        time.sleep(1)
        fault()

    threading.Thread(target=wait, daemon=True).start()
    words = ("run", "success", "--period", week, "--no-publish")
    sys.argv = ["/usr/bin/scorecard", *words]
    return int(_run(words))


def _count(store: str, sql: str) -> int:
    try:
        return int(execute(store, sql)[0][0])
    except Exception:  # noqa: BLE001 -- the table does not exist yet
        return 0


FAULTS: dict[str, Callable[[], object]] = {
    "executor": lambda: kill(EXECUTOR),
    "driver": lambda: kill(DRIVER),
    "ctrl-c": lambda: os.kill(os.getpid(), signal.SIGINT),
}


def main(store: str, root: Path, *names: str) -> None:
    write_shop(root)
    os.environ |= {
        "SCORECARD_NOW": NOW,
        "SCORECARD_WAREHOUSE": MASTER,
        "SCORECARD_STORE": store,
        "SCORECARD_LAKE": str(write_lake(root / "lake", tables(NUMBERS))),
    }
    os.chdir(root)
    for week, name in zip(WEEKS, names or FAULTS, strict=False):
        with usual_signals():
            code = run_with(FAULTS[name], week, store)
        print(name, code, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
    sys.stdout.flush()
    os._exit(0)  # without waiting for Java
