"""A breakdown of thousands of labels, half of which are others in the next run: CPU by command.

`python -m benchmarks.labels [LABELS,…] [URL of an empty PostgreSQL database]` publishes to a
workbook.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from core.engines import open_warehouse
from core.engines.base import Access
from core.settings import load_settings

LABELS = "500,1000,2000,4000"
RUNNER = '''"""Success."""

from core.runner import Runner

RUNNER = Runner(
    title="Success", timezone="Europe/Berlin", schedule={"weekly": "0 6 * * MON"}
)
'''
KPI = '''"""Things by part."""

from core.kpi import Kpi, Table

KPI = Kpi(
    name="Things",
    owner="success@example.com",
    unit="count",
    sources=[Table("stg.things")],
    query="""
        SELECT label AS field, sum(n) AS value FROM stg.things
        WHERE happened_on BETWEEN :first_day AND :last_day GROUP BY label
    """,
)
'''
COMMANDS = (
    ("the first run", 1, ("run", "success", "--period", "2026-W46", "--no-publish")),
    ("the first publish", 1, ("publish", "success")),
    ("a run, half renamed", 2, ("run", "success", "--period", "2026-W46", "--no-publish")),
    ("its publish", 2, ("publish", "success")),
    ("the same publish again", 2, ("publish", "success")),
    ("values as JSON", 2, ("values", "success", "--format", "json")),
)


def fill(environment: dict[str, str], labels: int, version: int) -> None:
    """Store one thing for each label; every second label carries the version."""
    warehouse = open_warehouse(
        load_settings(environment, start=Path(environment["SCORECARD_HOME"])),
        Access("benchmark", write=True),
    )
    try:
        warehouse.execute("CREATE SCHEMA IF NOT EXISTS stg", {})
        warehouse.execute("DROP TABLE IF EXISTS stg.things", {})
        warehouse.execute(
            "CREATE TABLE stg.things AS SELECT 'part ' || i || CASE WHEN i % 2 = 0 THEN ''"
            f" ELSE ' v{version}' END AS label, i AS n, date '2026-11-10' AS happened_on"
            f" FROM generate_series(1, {labels}) AS t(i)",
            {},
        )
    finally:
        warehouse.close()


def seconds(environment: dict[str, str], *arguments: str) -> float:
    """Return the CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "core", *arguments]
    given = {**os.environ, **environment}
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(labels: int, url: str) -> list[float]:
    """Return the CPU seconds of each command in a new project."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in (("runners/success", RUNNER), ("scorecards/success/kpi_01", KPI)):
            file = root / f"{name}.py"
            file.parent.mkdir(parents=True)
            file.write_text(text)
        environment = {
            "SCORECARD_HOME": folder,
            "SCORECARD_WAREHOUSE": url or f"duckdb:///{root}/warehouse.duckdb",
            "SCORECARD_NOW": "2026-11-16T06:00+01:00",
        }
        found = []
        for _, version, arguments in COMMANDS:
            fill(environment, labels, version)
            found.append(seconds(environment, *arguments))
        return found


def main() -> None:
    """Print a table of CPU seconds: a line per command, a column per number of labels."""
    counts = [int(count) for count in (sys.argv[1:] or [LABELS])[0].split(",")]
    url = sys.argv[2] if len(sys.argv) > 2 else ""
    columns = [measure(count, url) for count in counts]
    print(f"{'labels':24}" + "".join(f"{count:>8,}" for count in counts))
    for (title, _, _), line in zip(COMMANDS, zip(*columns, strict=True), strict=True):
        print(f"{title:24}" + "".join(f"{each:8.2f}" for each in line))


if __name__ == "__main__":
    main()
