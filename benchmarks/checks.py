"""`python -m benchmarks.checks`: the same week with three checks per source and without, in turn.

The acceptance is the ratio of the medians: checks may cost at most a fifth of the run with them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.generate import write_project
from benchmarks.kpis import KPIS, TABLES
from benchmarks.sides import ENGINES, Place, environment, measured, place, scorecard, weeks

_HEAD = '"""Checks of the benchmark."""\n\nfrom core.kpi import Table, between, missing, unique\n\n'
_CHECKS = 'missing("client_id", 0.05), between("{measure}", 0, 1e9)'
THIRD = {"share": 'missing("{group}", 0.01)', "unique": 'unique("id")'}


def main(arguments: list[str] | None = None) -> None:
    """Measure some rounds, by default five, on each engine named, by default all."""
    given = sys.argv[1:] if arguments is None else arguments
    rounds = next((int(word) for word in given if word.isdigit()), 5)
    engines = [engine for engine in ENGINES if engine in given] or ENGINES
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        for engine in engines:
            with place(engine, Path(name)) as found:
                _show(found, rounds)


def _show(found: Place, rounds: int) -> None:
    names = ("without", *THIRD)
    projects = {name: _project(found.folder / f"{found.engine}-{name}", name) for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    every = weeks(1 + rounds * len(names))
    for project in projects.values():
        _run(project, found.url, every[0])
    for turn in range(rounds * len(names)):
        name = names[turn % len(names)]
        seconds[name].append(_run(projects[name], found.url, every[1 + turn]))
    plain = statistics.median(seconds["without"])
    for name in names:
        median = statistics.median(seconds[name])
        print(f"{found.engine:<10} {name:<8} {median:6.2f} s  {median / plain:5.2f}")


def _project(folder: Path, name: str) -> Path:
    write_project(folder, KPIS)
    if name in THIRD:
        sources = []
        for table in TABLES:
            checks = f"{_CHECKS}, {THIRD[name]}".format(measure=table.measure, group=table.group)
            sources.append(f'    Table("{table.name}", checks=[{checks}]),\n')
        text = f"{_HEAD}SOURCES = [\n{''.join(sources)}]\n"
        (folder / "scorecards" / "sources.py").write_text(text, encoding="utf-8")
    return folder


def _run(project: Path, url: str, week: str) -> float:
    around = {
        **environment(),
        "SCORECARD_HOME": str(project),
        "SCORECARD_WAREHOUSE": url,
        "SCORECARD_NOW": "2026-11-09T09:00+01:00",
    }
    command = [scorecard(), "run", "--no-publish", "--week", week]
    return measured(command, around)[0]


if __name__ == "__main__":
    main()
