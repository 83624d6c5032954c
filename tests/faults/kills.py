"""Runs that are killed at random moments, and what has to be true afterwards."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import Popen, TimeoutExpired
from typing import Any

from tests.faults.company import STORY, Chapter, found
from tests.faults.state import State, differences, halves, shown, state_of
from tests.processes import ROOT, Outcome, ended, start_command
from tests.warehouses import execute

# `scorecard` with a moment's rest before each write and, with its rows written, before the end of
# its transaction.
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
# Seconds between two writes of a run. The product's own would make most runs of this size a single
# one.
_EVERY = (0.0, 0.0, 0.05, 1.0)
_REST = 0.03
_MOST_KILLS = 6

# Where a kill strikes; too late is after the process has ended.
BEFORE, BETWEEN, AFTER = "before the first write", "between two writes", "after the last write"
TOO_LATE = "too late"


@dataclass(frozen=True)
class Expected:
    """What an undisturbed run makes of a chapter, what it had before, and how long it took in
    seconds.
    """

    chapter: Chapter
    before: State
    after: State
    shown: dict[str, Any]
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
    """Start `scorecard run …` that writes its steps `every` so many seconds, with a `rest` in each
    write.

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
    """Let happen what a chapter begins with."""
    chapter.happens(root, url)
    for now, arguments in chapter.before:
        run(root, url, now, arguments)


def undisturbed(root: Path, url: str, story: Sequence[Chapter] = STORY) -> list[Expected]:
    """Go through the story undisturbed."""
    found(root, url)
    expected = []
    for chapter in story:
        begin(chapter, root, url)
        before, began = state_of(url, root / "copy"), time.monotonic()
        outcome = run(root, url, chapter.now, chapter.arguments, rest=_REST)
        seconds, after = time.monotonic() - began, state_of(url, root / "copy")
        assert not differences(after, after)
        expected.append(Expected(chapter, before, after, shown(root), outcome.code, seconds))
    return expected


class Killer:
    """Kills runs at random moments: some at any, most about when they write, which a busy machine
    shifts.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.told: list[str] = []
        self._aim = 0.7

    def strike(self, each: Expected, root: Path, url: str) -> bool:
        """Start a chapter's run and kill it; return whether it was still there."""
        anywhere = self.random.uniform(0, 1.1)
        part = self.random.choice(
            (anywhere, *(self._aim + self.random.uniform(-0.2, 0.2) for _ in range(3)))
        )
        seconds, every = max(0.0, part * each.seconds), self.random.choice(_EVERY)
        self.told.append(f"after {seconds:.3f} s, writing every {every:g} s")
        with start_run(
            root, url, each.chapter.now, each.chapter.arguments, every=every, rest=_REST
        ) as process:
            try:
                process.wait(seconds)
            except TimeoutExpired:
                process.kill()
                return True
        self.told[-1] += ", which was too late"
        return False

    def learn(self, place: str) -> str:
        """Aim a little later or earlier after a kill that struck at `place`."""
        self._aim += {BEFORE: 0.06, BETWEEN: 0.0}.get(place, -0.06)
        return place


def disturbed(
    root: Path, url: str, expected: Sequence[Expected], random: Random, kills: int | None = None
) -> Iterator[str]:
    """Go through the story with `kills` in every chapter, some where it is None; yield where each
    one struck.

    Raises:
        AssertionError: Something is half-written after a kill, or another than undisturbed after
            the next whole run.
    """
    found(root, url)
    killer = Killer(random)
    for each in expected:
        begin(each.chapter, root, url)
        killer.told.clear()
        for _ in range(kills or random.randint(1, _MOST_KILLS)):
            if not killer.strike(each, root, url):
                yield killer.learn(TOO_LATE)
                continue
            settle(url)
            state = state_of(url, root / "copy")
            _demand(halves(state, each.before, each.after), each, killer.told)
            yield killer.learn(_place(state, each))
        outcome = run(
            root, url, each.chapter.now, each.chapter.arguments, every=random.choice(_EVERY)
        )
        wrong = differences(state_of(url, root / "copy"), each.after) + _other_cells(
            shown(root), each.shown
        )
        _demand(
            wrong + [f"exit code {outcome.code}"] * (outcome.code != each.code), each, killer.told
        )


def _demand(wrong: Sequence[str], each: Expected, told: Sequence[str]) -> None:
    if wrong:
        raise AssertionError(
            "\n  ".join((f"{each.chapter.name}, killed {', then '.join(told)}:", *wrong))
        )


def _other_cells(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    return [
        f"{tab} shows {[cell for cell in found.get(tab, ()) if cell not in cells][:3]} "
        f"instead of {[cell for cell in cells if cell not in found.get(tab, ())][:3]}"
        for tab, cells in wanted.items()
        if found.get(tab) != cells
    ]


def _place(state: State, each: Expected) -> str:
    if all(state.of(kpi) == each.before.of(kpi) for kpi in state.kpis | each.after.kpis):
        return BEFORE
    if all(state.of(kpi) == each.after.of(kpi) for kpi in state.kpis | each.after.kpis):
        return AFTER
    return BETWEEN


def settle(url: str) -> None:
    """Wait until the server has noticed that a client is gone: it may still be at its last
    statement.
    """
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    while not url.startswith("duckdb") and execute(url, others) != [(0,)]:
        time.sleep(0.01)


def survives(
    process: Popen[str],
    each: Expected,
    root: Path,
    url: str,
    mend: Callable[[], object] = lambda: None,
) -> Outcome:
    """Let a disturbed run end, mend what disturbed it, and let the next one complete the work;
    return the first.

    Raises:
        AssertionError: Something is half-written after the first, or another than undisturbed after
            the second.
    """
    outcome = ended(process)
    settle(url)
    told = ["by the test"]
    _demand(halves(state_of(url, root / "copy"), each.before, each.after), each, told)
    _demand([outcome.err] * ("Traceback" in outcome.err or "unexpected" in outcome.err), each, told)
    mend()
    again = run(root, url, each.chapter.now, each.chapter.arguments)
    _demand(differences(state_of(url, root / "copy"), each.after), each, told)
    _demand(_other_cells(shown(root), each.shown), each, told)
    _demand([f"exit code {again.code}"] * (again.code != each.code), each, told)
    return outcome
