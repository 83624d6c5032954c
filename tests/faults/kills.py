"""Commands that are killed at random moments and between writes, and the checks afterwards."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import Popen, TimeoutExpired

from tests.faults.company import STORY, Chapter, write_company
from tests.faults.scorecards import Scorecards, Shown, different_tabs
from tests.faults.state import State, differences, state_of, torn_kpis
from tests.processes import ROOT, Outcome, ended, start_command, start_python
from tests.warehouses import execute

# Seconds between two writes of a run. With the product's own, most runs here would write once.
_EVERY = (0.0, 0.0, 0.05, 1.0)
_REST = 0.03
_MOST_KILLS = 6
_PATIENCE = 300  # seconds; a command takes some four on an idle machine

# The places at which a kill strikes; too late is after the process has ended.
BEFORE, BETWEEN, AFTER = "before the first write", "between two writes", "after the last write"
TOO_LATE = "too late"


@dataclass(frozen=True)
class Expected:
    """An undisturbed chapter: the states before it, after its command and at its end.

    `events` are the write events of the command, `seconds` the time it took.
    """

    chapter: Chapter
    before: State
    after: State
    end: State
    shown: Shown
    code: int
    seconds: float
    events: int


def start_run(
    root: Path,
    url: str,
    now: str,
    arguments: Sequence[str],
    every: float = 0.0,
    rest: float = 0.0,
    through: Sequence[str] = (),
    **faults: str,
) -> Popen[str]:
    """Start `scorecard …`, which writes every so many seconds, with a `rest` in each write.

    `through` is a command that starts another one. `faults` are variables of the harness.
    """
    words = ("-m", "tests.faults.harness", *arguments)
    environment = {
        "SCORECARD_WAREHOUSE": url,
        "SCORECARD_NOW": now,
        "PYTHONPATH": str(ROOT),
        "FAULT_EVERY": str(every),
        "FAULT_REST": str(rest),
    }
    if through:
        return start_command(root, [*through, sys.executable, *words], **environment, **faults)
    return start_python(root, *words, **environment, **faults)


def run(root: Path, url: str, now: str, arguments: Sequence[str], **how: float) -> Outcome:
    """Run to the end; KPI 6 of success always fails."""
    return _succeeded(start_run(root, url, now, arguments, **how), arguments)


def _succeeded(process: Popen[str], arguments: Sequence[str]) -> Outcome:
    outcome = ended(process, _PATIENCE)
    if outcome.code not in (0, 1) or "Traceback" in outcome.err or "unexpected " in outcome.err:
        raise AssertionError(f"{' '.join(arguments)} ended with {outcome.code}: {outcome.err}")
    return outcome


def begin(chapter: Chapter, root: Path, url: str) -> None:
    """Apply the change that a chapter begins with, and do its earlier runs."""
    chapter.happens(root, url)
    for now, arguments in chapter.before:
        run(root, url, now, arguments)


def run_undisturbed(
    root: Path, url: str, scorecards: Scorecards, story: Sequence[Chapter] = STORY
) -> list[Expected]:
    """Go through the story undisturbed, and return the results of its chapters."""
    write_company(root, url)
    return [_undisturbed(chapter, root, url, scorecards) for chapter in story]


def _undisturbed(chapter: Chapter, root: Path, url: str, scorecards: Scorecards) -> Expected:
    begin(chapter, root, url)
    before, began, count = state_of(url, root / "copy"), time.monotonic(), root / "count"
    process = start_run(
        root, url, chapter.now, chapter.arguments, rest=_REST, FAULT_COUNT=str(count)
    )
    outcome = _succeeded(process, chapter.arguments)
    seconds, after = time.monotonic() - began, state_of(url, root / "copy")
    assert not differences(after, after)
    if chapter.then:
        run(root, url, *chapter.then)
    end, shown = state_of(url, root / "copy"), scorecards.shown()
    events = int(count.read_text())
    return Expected(chapter, before, after, end, shown, outcome.code, seconds, events)


class Killer:
    """Kills commands: at a random moment, by SIGTERM, or at one of their write events.

    When a command writes depends on how busy the machine is, so it learns from each kill.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.log: list[str] = []
        self._aim = 0.7

    def strike(self, expected: Expected, root: Path, url: str) -> bool:
        """Start a chapter's command and kill it; return whether it was still running."""
        every = self.random.choice(_EVERY)
        way = self.random.choice((self._at_a_write, self._at_a_moment, self._by_sigterm))
        has_struck = way(expected, root, url, every)
        self.log[-1] += f", writing every {every:g} s"
        if not has_struck:
            self.log[-1] += ", which was too late"
        return has_struck

    def _at_a_write(self, expected: Expected, root: Path, url: str, every: float) -> bool:
        event = self.random.randint(1, max(1, expected.events))
        self.log.append(f"at write event {event}")
        chapter = expected.chapter
        process = start_run(
            root, url, chapter.now, chapter.arguments, every=every, FAULT_AT=str(event)
        )
        return ended(process, _PATIENCE).code == -signal.SIGKILL

    def _at_a_moment(self, expected: Expected, root: Path, url: str, every: float) -> bool:
        return self._sent(signal.SIGKILL, expected, root, url, every)

    def _by_sigterm(self, expected: Expected, root: Path, url: str, every: float) -> bool:
        return self._sent(signal.SIGTERM, expected, root, url, every)

    def _sent(
        self, number: signal.Signals, expected: Expected, root: Path, url: str, every: float
    ) -> bool:
        seconds = max(0.0, self._part() * expected.seconds)
        self.log.append(f"by {number.name} after {seconds:.3f} s")
        chapter = expected.chapter
        before = state_of(url, root / "copy").running
        process = start_run(root, url, chapter.now, chapter.arguments, every=every, rest=_REST)
        try:
            process.wait(seconds)
        except TimeoutExpired:
            process.send_signal(number)
        outcome = ended(process, _PATIENCE)
        _require_one_end(outcome, url, root, before, self.log)
        return outcome.code in (-number, 128 + number)

    def _part(self) -> float:
        anywhere = self.random.uniform(0, 1.1)
        near_writes = [self._aim + self.random.uniform(-0.2, 0.2) for _ in range(3)]
        return float(self.random.choice((anywhere, *near_writes)))

    def learn(self, place: str) -> str:
        """Aim a little later or earlier after a kill that struck at `place`."""
        self._aim += {BEFORE: 0.06, BETWEEN: 0.0}.get(place, -0.06)
        return place


def _require_one_end(
    outcome: Outcome, url: str, root: Path, before: frozenset[str], log: Sequence[str]
) -> None:
    """Check that a command that SIGTERM ended said so, and recorded it.

    `before` are runs that an earlier command left as running.
    """
    if outcome.code != 128 + signal.SIGTERM:
        return
    faults = []
    if not outcome.err.endswith(
        "interrupted by SIGTERM; nothing is half stored, run again to complete\n"
    ):
        faults.append(f"it said {outcome.err!r}")
    wait_for_clients(url)
    running = state_of(url, root / "copy").running - before
    if running:
        faults.append(f"{len(running)} runs are recorded as running")
    if faults:
        raise AssertionError("\n  ".join((f"killed {log[-1]}:", *faults)))


def run_disturbed(
    root: Path,
    url: str,
    scorecards: Scorecards,
    story: Sequence[Expected],
    random: Random,
    kills: int | None = None,
) -> Iterator[tuple[str, str]]:
    """Go through the story with `kills` per chapter, by default a random number.

    Yield the kind of the command and the place at which each kill struck.

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
        place = BEFORE
        for _ in range(kills or random.randint(1, _MOST_KILLS)):
            if not killer.strike(expected, root, url):
                place = AFTER
                yield chapter.kind, killer.learn(TOO_LATE)
                break
            wait_for_clients(url)
            place = _require_whole(expected, root, url, killer.log)
            yield chapter.kind, killer.learn(place)
            if place == AFTER and chapter.then:
                break
        _complete(expected, root, url, place, every=random.choice(_EVERY))
        _require_completed(expected, root, url, scorecards, killer.log)


def _require_whole(expected: Expected, root: Path, url: str, log: Sequence[str]) -> str:
    """Check that nothing is half-written after a kill; return the place where it struck."""
    state = state_of(url, root / "copy")
    _require_none(torn_kpis(state, expected.before, expected.after), expected, log)
    place = _place_of(state, expected)
    if place == BETWEEN and expected.chapter.is_atomic:
        _require_none(["some of what belongs together is stored"], expected, log)
    return place


def _complete(expected: Expected, root: Path, url: str, place: str, every: float) -> None:
    """Repeat a command that stored nothing, as a person does; then comes the scheduled run."""
    chapter = expected.chapter
    if place != AFTER or not chapter.then:
        outcome = run(root, url, chapter.now, chapter.arguments, every=every)
        assert outcome.code == expected.code, outcome
    if chapter.then:
        run(root, url, *chapter.then)


def _require_completed(
    expected: Expected, root: Path, url: str, scorecards: Scorecards, log: Sequence[str]
) -> None:
    faults = differences(state_of(url, root / "copy"), expected.end)
    faults += different_tabs(scorecards.shown(), expected.shown)
    _require_none(faults, expected, log)


def _require_none(faults: Sequence[str], expected: Expected, log: Sequence[str]) -> None:
    if faults:
        title = f"{expected.chapter.name}, killed {', then '.join(log)}:"
        raise AssertionError("\n  ".join((title, *faults)))


def _place_of(state: State, expected: Expected) -> str:
    kpis = state.kpis | expected.after.kpis
    if all(state.of(kpi) == expected.after.of(kpi) for kpi in kpis):
        return AFTER
    if all(state.of(kpi) == expected.before.of(kpi) for kpi in kpis):
        return BEFORE
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
    scorecards: Scorecards,
    repair: Callable[[], object] = lambda: None,
) -> Outcome:
    """Let a disturbed run end, repair its environment, and run again; return the first outcome.

    Raises:
        AssertionError: Something is half-written after the first run, or the state after the second
            differs from an undisturbed one.
    """
    outcome = ended(process, _PATIENCE)
    wait_for_clients(url)
    log = ["by the test"]
    torn = torn_kpis(state_of(url, root / "copy"), expected.before, expected.after)
    _require_none(torn, expected, log)
    if "Traceback" in outcome.err or "unexpected " in outcome.err:
        _require_none([outcome.err], expected, log)
    repair()
    run(root, url, expected.chapter.now, expected.chapter.arguments)
    _require_completed(expected, root, url, scorecards, log)
    return outcome
