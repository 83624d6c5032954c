"""`python -m benchmarks.judged`: a week with checks, with alert rules, with both, and plain.

Each week is published. With three checks of each source and three rules for each of 200 KPIs, its
ratio to the plain week must be at most 1.25.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.generate import write_project
from benchmarks.kpis import KPIS, TABLES
from benchmarks.sides import ENGINES, Place, environment, measured, place, scorecard, weeks

HISTORY = 12  # weeks, so that rules have values to judge
VARIANTS = ("plain", "checks", "unique", "rules", "both")
_RULES = 'above(1e9, "critical"), trend_down(99, over=4), below(-1, "info", for_=2)'
_HEAD = '"""Checks of the benchmark."""\n\nfrom core.kpi import Table, between, missing, unique\n\n'
_CHECKS = 'missing("client_id", 0.05), between("{measure}", 0, 1e9), '
_THIRD = {"checks": 'missing("{group}", 0.01)', "unique": 'unique("id")'}


def main(arguments: list[str] | None = None) -> None:
    """Measure some rounds, by default nine, on each engine named, by default all."""
    given = sys.argv[1:] if arguments is None else arguments
    rounds = next((int(word) for word in given if word.isdigit()), 9)
    variants = [variant for variant in VARIANTS if variant in given] or VARIANTS[1:]
    for engine in [engine for engine in ENGINES if engine in given] or ENGINES:
        with (
            tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name,
            place(engine, Path(name)) as found,
        ):
            seconds = take_turns(found, ["plain", *variants], rounds)
            for line in ratios(engine, seconds):
                print(line)


def take_turns(
    found: Place, variants: list[str], rounds: int, kpis: int = KPIS
) -> dict[str, list[float]]:
    """Let each variant compute and publish a week of its own in each round; return its seconds."""
    projects = {name: found.folder / f"{found.engine}-{name}" for name in variants}
    every = weeks(HISTORY + rounds * len(variants))
    for name, project in projects.items():
        write_variant(project, name, kpis)
        _run(project, found.url, f"{every[0]}..{every[HISTORY - 1]}")
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    following = iter(every[HISTORY:])
    for turn in range(rounds):
        first = turn % len(variants)
        for name in (*variants[first:], *variants[:first]):
            seconds[name].append(_run(projects[name], found.url, next(following)))
    return seconds


def ratios(engine: str, seconds: Mapping[str, list[float]]) -> list[str]:
    """Return a line per variant: the median of its seconds, and of its ratios to the plain week."""
    lines = []
    for name, taken in seconds.items():
        pairs = zip(taken, seconds["plain"], strict=True)
        ratio = statistics.median(own / plain for own, plain in pairs)
        lines.append(f"{engine:<10} {name:<6} {statistics.median(taken):6.2f} s  {ratio:5.2f}")
    return lines


def write_variant(folder: Path, name: str, kpis: int = KPIS) -> None:
    """Write the benchmark's project, with the checks and rules of a variant."""
    write_project(folder, kpis)
    if name in ("checks", "unique", "both"):
        third = _THIRD["checks" if name == "both" else name]
        _write_checks(folder, _CHECKS + third)
    if name in ("rules", "both"):
        for file in (folder / "scorecards").glob("*/kpi_*.py"):
            text = file.read_text(encoding="utf-8")
            text = text.replace("import Kpi", "import above, below, Kpi, trend_down")
            text = text.replace("KPI = Kpi(", f"KPI = Kpi(\n    alerts=[{_RULES}],", 1)
            file.write_text(text, encoding="utf-8")


def _write_checks(folder: Path, checks: str) -> None:
    sources = []
    for table in TABLES:
        own = checks.format(measure=table.measure, group=table.group)
        sources.append(f'    Table("{table.name}", checks=[{own}]),\n')
    text = f"{_HEAD}SOURCES = [\n{''.join(sources)}]\n"
    (folder / "scorecards" / "sources.py").write_text(text, encoding="utf-8")


def _run(project: Path, url: str, week: str) -> float:
    around = {
        **environment(),
        "SCORECARD_HOME": str(project),
        "SCORECARD_WAREHOUSE": url,
        "SCORECARD_NOW": "2026-11-09T09:00+01:00",
    }
    return measured([scorecard(), "run", "--period", week], around)[0]


if __name__ == "__main__":
    main()
