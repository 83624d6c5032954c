"""Runs that are killed at random moments, and the checks of the state afterwards."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import Popen, TimeoutExpired
from typing import Any

from tests.faults.company import STORY, Chapter, write_company
from tests.faults.state import State, differences, published_cells, state_of, torn_kpis
from tests.processes import ROOT, Outcome, ended, start_command
from tests.warehouses import execute

# `scorecard` with a short rest before each write, and before the end of the transaction that has
# written its rows.
_RUN = """
import sys, time
from core.run import pipeline, recording as storing
from core.store.restatements import Restatements

every, rest = float(sys.argv.pop(1)), float(sys.argv.pop(1))
write, restate = storing.write, Restatements.add

def rest_and_write(*given):
    time.sleep(rest)
    write(*given)

def rest_and_restate(restatements, changed):
    time.sleep(rest)
    restate(restatements, changed)

pipeline.WRITE_EVERY, storing.write = every, rest_and_write
Restatements.add = rest_and_restate
sys.argv[0] = "scorecard"
from core.cli.program import main
main()
"""
# Seconds between two writes of a run. With the product's own, most runs here would write once.
_EVERY = (0.0, 0.0, 0.05, 1.0)
_REST = 0.03
_MOST_KILLS = 6

# The places at which a kill strikes; too late is after the process has ended.
BEFORE, BETWEEN, AFTER = "before the first write", "between two writes", "after the last write"
TOO_LATE = "too late"


@dataclass(frozen=True)
class Expected:
    """The result of an undisturbed run of a chapter, the state before it, and its seconds."""

    chapter: Chapter
    before: State
    after: State
    cells: dict[str, Any]
    code: int
    seconds: float


def start_run(
    root: Path,
    url: str,
    now: str,
    arguments: Sequence[str],
    every: float = 0.0,
    rest: float = 0.0,
    through: Sequence[str] = (),
) -> Popen[str]:
    """Start `scorecard run …`, which writes every so many seconds, with a `rest` in each write.

    `through` is a command that starts another one.
    """
    command = [*through, sys.executable, "-c", _RUN, str(every), str(rest), *arguments]
    return start_command(
        root, command, SCORECARD_WAREHOUSE=url, SCORECARD_NOW=now, PYTHONPATH=str(ROOT)
    )


def run(root: Path, url: str, now: str, arguments: Sequence[str], **how: float) -> Outcome:
    """Run to the end; KPI 6 of success always fails."""
    outcome = ended(start_run(root, url, now, arguments, **how))
    if outcome.code not in (0, 1) or "Traceback" in outcome.err or "unexpected" in outcome.err:
        raise AssertionError(f"{' '.join(arguments)} ended with {outcome.code}: {outcome.err}")
    return outcome


def begin(chapter: Chapter, root: Path, url: str) -> None:
    """Apply the change that a chapter begins with, and do its earlier runs."""
    chapter.happens(root, url)
    for now, arguments in chapter.before:
        run(root, url, now, arguments)


def run_undisturbed(root: Path, url: str, story: Sequence[Chapter] = STORY) -> list[Expected]:
    """Go through the story undisturbed, and return the results of its chapters."""
    write_company(root, url)
    expected = []
    for chapter in story:
        begin(chapter, root, url)
        before, began = state_of(url, root / "copy"), time.monotonic()
        outcome = run(root, url, chapter.now, chapter.arguments, rest=_REST)
        seconds, after = time.monotonic() - began, state_of(url, root / "copy")
        assert not differences(after, after)
        expected.append(
            Expected(chapter, before, after, published_cells(root), outcome.code, seconds)
        )
    return expected


class Killer:
    """Kills runs at random moments, most of them about when the run writes.

    When that is depends on how busy the machine is, so it learns from each kill.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.log: list[str] = []
        self._aim = 0.7

    def strike(self, expected: Expected, root: Path, url: str) -> bool:
        """Start a chapter's run and kill it; return whether it was still running."""
        anywhere = self.random.uniform(0, 1.1)
        near_writes = [self._aim + self.random.uniform(-0.2, 0.2) for _ in range(3)]
        part = self.random.choice((anywhere, *near_writes))
        seconds, every = max(0.0, part * expected.seconds), self.random.choice(_EVERY)
        self.log.append(f"after {seconds:.3f} s, writing every {every:g} s")
        chapter = expected.chapter
        with start_run(
            root, url, chapter.now, chapter.arguments, every=every, rest=_REST
        ) as process:
            try:
                process.wait(seconds)
            except TimeoutExpired:
                process.kill()
                return True
        self.log[-1] += ", which was too late"
        return False

    def learn(self, place: str) -> str:
        """Aim a little later or earlier after a kill that struck at `place`."""
        self._aim += {BEFORE: 0.06, BETWEEN: 0.0}.get(place, -0.06)
        return place


def run_disturbed(
    root: Path, url: str, story: Sequence[Expected], random: Random, kills: int | None = None
) -> Iterator[str]:
    """Go through the story with `kills` per chapter, by default a random number.

    Yield the place at which each kill struck.

    Raises:
        AssertionError: Something is half-written after a kill, or the state after the next whole
            run differs from an undisturbed one.
    """
    write_company(root, url)
    killer = Killer(random)
    for expected in story:
        chapter = expected.chapter
        begin(chapter, root, url)
        killer.log.clear()
        for _ in range(kills or random.randint(1, _MOST_KILLS)):
            if not killer.strike(expected, root, url):
                yield killer.learn(TOO_LATE)
                continue
            wait_for_clients(url)
            state = state_of(url, root / "copy")
            torn = torn_kpis(state, expected.before, expected.after)
            _require_none(torn, expected, killer.log)
            yield killer.learn(_place_of(state, expected))
        outcome = run(root, url, chapter.now, chapter.arguments, every=random.choice(_EVERY))
        _require_completed(outcome, expected, root, url, killer.log)


def _require_completed(
    outcome: Outcome, expected: Expected, root: Path, url: str, log: Sequence[str]
) -> None:
    faults = differences(state_of(url, root / "copy"), expected.after)
    faults += _cell_differences(published_cells(root), expected.cells)
    if outcome.code != expected.code:
        faults.append(f"exit code {outcome.code}")
    _require_none(faults, expected, log)


def _require_none(faults: Sequence[str], expected: Expected, log: Sequence[str]) -> None:
    if faults:
        title = f"{expected.chapter.name}, killed {', then '.join(log)}:"
        raise AssertionError("\n  ".join((title, *faults)))


def _cell_differences(actual: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    lines = []
    for tab, cells in wanted.items():
        shown = actual.get(tab, ())
        if shown != cells:
            extra = [cell for cell in shown if cell not in cells]
            missing = [cell for cell in cells if cell not in shown]
            lines.append(f"{tab} shows {extra[:3]} instead of {missing[:3]}")
    return lines


def _place_of(state: State, expected: Expected) -> str:
    kpis = state.kpis | expected.after.kpis
    if all(state.of(kpi) == expected.before.of(kpi) for kpi in kpis):
        return BEFORE
    if all(state.of(kpi) == expected.after.of(kpi) for kpi in kpis):
        return AFTER
    return BETWEEN


def wait_for_clients(url: str) -> None:
    """Wait until the server has ended the connections of a killed client."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    while not url.startswith("duckdb") and execute(url, others) != [(0,)]:
        time.sleep(0.01)


def recover(
    process: Popen[str],
    expected: Expected,
    root: Path,
    url: str,
    repair: Callable[[], object] = lambda: None,
) -> Outcome:
    """Let a disturbed run end, repair its environment, and run again; return the first outcome.

    Raises:
        AssertionError: Something is half-written after the first run, or the state after the second
            differs from an undisturbed one.
    """
    outcome = ended(process)
    wait_for_clients(url)
    log = ["by the test"]
    torn = torn_kpis(state_of(url, root / "copy"), expected.before, expected.after)
    _require_none(torn, expected, log)
    if "Traceback" in outcome.err or "unexpected" in outcome.err:
        _require_none([outcome.err], expected, log)
    repair()
    again = run(root, url, expected.chapter.now, expected.chapter.arguments)
    _require_completed(again, expected, root, url, log)
    return outcome
