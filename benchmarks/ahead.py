"""`python -m benchmarks.ahead`: unusual values and outlooks of 200 KPIs with 130 weeks each.

The two commands together must take at most three seconds of CPU. `--kpis N` takes another number.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

from benchmarks.kpis import DOMAINS, KPIS, TIMEZONE
from benchmarks.sides import environment, measured, scorecard

SPAN = "2024-W20..2026-W46"  # 131 weeks
MOST = 3.0
ROUNDS = 5

_RUNNER = dedent('''\
    """Made by the benchmark."""

    from core.runner import Runner

    RUNNER = Runner(
        title="{domain}",
        timezone="{zone}",
        schedule={{"weekly": "0 6 * * MON"}},
        holidays=["2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06"],
    )
    ''')

# A season, growth and noise, another for each KPI, from nothing but the date.
_KPI = dedent('''\
    """Measure {number} of the benchmark, a sum with a target."""

    from core.kpi import Kpi

    KPI = Kpi(
        name="Measure {number}",
        owner="bench@example.com",
        unit="count",
        adds="sum",
        better="higher",
        target=1000,
        query="""
            SELECT round(
                (1000 + 400 * cos(2 * pi() * (n + {number}) / 52.18) + n)
                * (1 + 0.2 * (sin(n * n * {number}.7) * 0.5))
            ) AS value
            FROM (SELECT (:first_day - DATE '2024-01-01') / 7 AS n) AS week
        """,
    )
    ''')


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a store, measure both commands in turn, and print their medians.

    Raises:
        SystemExit: 200 KPIs took more than three seconds of CPU.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ahead", description=__doc__)
    parser.add_argument("--kpis", type=int, default=KPIS)
    kpis = parser.parse_args(arguments).kpis
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        root = Path(name)
        write_kpis(root, kpis)
        call(root, "run", "--no-publish", "--period", SPAN)
        taken = {command: [call(root, command) for _ in range(ROUNDS)] for command in COMMANDS}
    for command, costs in taken.items():
        seconds, cpu, megabytes = map(statistics.median, zip(*costs, strict=True))
        print(f"| {command} | {kpis} | {seconds:.2f} | {cpu:.2f} | {megabytes:.0f} |")
    # Of CPU: other work on the machine must not fail a benchmark.
    total = sum(statistics.median(cost[1] for cost in costs) for costs in taken.values())
    if kpis <= KPIS and total > MOST:
        raise SystemExit(f"unusual and outlook took {total:.2f} s of CPU, and may take {MOST:.0f}")


COMMANDS = ("unusual", "outlook")


def write_kpis(root: Path, kpis: int) -> None:
    """Write a project with so many KPIs, in the benchmark's domains."""
    for domain in DOMAINS:
        runner = root / "runners" / f"{domain}.py"
        runner.parent.mkdir(exist_ok=True)
        runner.write_text(_RUNNER.format(domain=domain, zone=TIMEZONE), encoding="utf-8")
    for index in range(kpis):
        domain, number = DOMAINS[index % len(DOMAINS)], index // len(DOMAINS) + 1
        file = root / "scorecards" / domain / f"kpi_{number:02}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_KPI.format(number=number), encoding="utf-8")


def call(root: Path, *arguments: str) -> tuple[float, float, float]:
    """Return seconds, seconds of CPU and peak MB of a command in a project."""
    around = {
        **environment(),
        "SCORECARD_HOME": str(root),
        "SCORECARD_WAREHOUSE": f"duckdb:///{root}/warehouse.duckdb",
        "SCORECARD_NOW": "2026-11-16T09:00+01:00",
    }
    return measured([scorecard(), *arguments], around)


if __name__ == "__main__":
    main()
