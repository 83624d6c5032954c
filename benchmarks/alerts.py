"""`python -m benchmarks.alerts`: the same week with three alert rules per KPI and without, in turn.

Alerts follow a publish, so both sides publish their workbooks. The acceptance is a ratio of the
medians of at most 1.25.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.generate import write_project
from benchmarks.kpis import KPIS
from benchmarks.sides import ENGINES, Place, environment, measured, place, scorecard, weeks

_HISTORY = 12  # weeks, so that rules have values to judge
_RULES = 'above(1e9, "critical"), trend_down(99, over=4), below(-1, "info", for_=2)'
_NAMES = ("without", "rules")


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
    projects = {name: _project(found.folder / f"{found.engine}-{name}", name) for name in _NAMES}
    seconds: dict[str, list[float]] = {name: [] for name in _NAMES}
    every = weeks(_HISTORY + rounds * len(_NAMES))
    history = f"{every[0]}..{every[_HISTORY - 1]}"
    for project in projects.values():
        _run(project, found.url, history)
    for turn in range(rounds * len(_NAMES)):
        name = _NAMES[turn % len(_NAMES)]
        seconds[name].append(_run(projects[name], found.url, every[_HISTORY + turn]))
    plain = statistics.median(seconds["without"])
    for name in _NAMES:
        median = statistics.median(seconds[name])
        print(f"{found.engine:<10} {name:<8} {median:6.2f} s  {median / plain:5.2f}")


def _project(folder: Path, name: str) -> Path:
    write_project(folder, KPIS)
    if name == "rules":
        for file in (folder / "scorecards").glob("*/kpi_*.py"):
            text = file.read_text(encoding="utf-8")
            text = text.replace("import Kpi", "import above, below, Kpi, trend_down")
            text = text.replace("KPI = Kpi(", f"KPI = Kpi(\n    alerts=[{_RULES}],", 1)
            file.write_text(text, encoding="utf-8")
    return folder


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
