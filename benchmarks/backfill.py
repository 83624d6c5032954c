"""Many weeks of the same KPIs: `scorecard run --period A..B` against the bare script's loop over the weeks.

`python -m benchmarks.backfill [WEEKS…]`, default 1, 13, 52. Both begin with nothing stored; both must store the same.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.kpis import specs
from benchmarks.one_week import (
    HISTORY,
    ROOT,
    database,
    environment,
    measured,
    must_equal,
    python,
    scorecard,
    stored,
    weeks,
)


def main() -> None:
    """Measure each count of weeks on both engines."""
    counts = [int(count) for count in sys.argv[1:]] or [1, 13, 52]
    print(f"{len(specs())} KPIs\n")
    print("engine      weeks  bare s  ours s  ratio  ours MB")
    for count in counts:
        found = {engine: _engine(engine, count) for engine in ("duckdb", "postgresql")}
        must_equal("the two engines", found["duckdb"], found["postgresql"])
    print("\nvalues equal: bare and ours, duckdb and postgresql")


def _engine(engine: str, count: int) -> dict[str, float | None]:
    # The weeks before give the derived KPIs their history, and are not looked at.
    every = weeks(HISTORY + count)
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name, database(engine, Path(name)) as url:
        project = Path(name) / engine
        subprocess.run(python("benchmarks.generate", str(project), url), cwd=ROOT, check=True)
        around = environment(project, url)
        bare, _, _ = measured(python("benchmarks.bare", url, *every), around)
        command = [scorecard(), "run", "--no-publish", "--period", f"{every[0]}..{every[-1]}"]
        ours, _, memory = measured(command, around)
        print(f"{engine:10}  {count:5}  {bare:6.2f}  {ours:6.2f}  {ours / bare:5.2f}  {memory:7.0f}", flush=True)
        return stored(url, every[HISTORY:])


if __name__ == "__main__":
    main()
