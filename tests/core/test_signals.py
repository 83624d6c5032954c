"""SIGTERM, SIGHUP and Ctrl-C: each ends a command in order, at whatever it is doing."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core import signals
from core.kpi import Values
from tests.core.cli.commands import KPIS, fill
from tests.core.engines.asking import ENDLESS
from tests.faults.state import state_of
from tests.processes import Outcome, another_process_holding, ended, start, usual_signals
from tests.project import NOW, kpi_text, runner_text, write_project
from tests.runs import rows_of, run
from tests.sheets_emulator import Emulator
from tests.spreadsheets import Office, emulator, sheets
from tests.warehouses import stored

__all__ = ["emulator", "sheets"]

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
SENTENCE = "interrupted{}; nothing is half stored, run again to complete"
STUCK = f"SELECT kpi_06.value FROM kpi_06, ({ENDLESS}) AS n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(warehouse_url: str) -> str:
    fill(warehouse_url)
    return warehouse_url


def begin(root: Path, url: str, *arguments: str) -> subprocess.Popen[str]:
    return start(root, *arguments, SCORECARD_WAREHOUSE=url, SCORECARD_NOW=NOW)


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_signal_is_named_with_the_exit_code_of_a_shell() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with signals.handled():
        assert (signals.signal_text(), signals.exit_code()) == ("Ctrl-C", 130)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        assert (signals.signal_text(), signals.exit_code()) == ("SIGTERM", 143)

    assert signals.signal_text() == "Ctrl-C"
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_that_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals.handled():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_signal_that_is_held_arrives_after_the_block() -> None:
    done = []

    def work() -> None:
        with signals.held():
            signal.raise_signal(signal.SIGTERM)
            done.append("the rest of the block")

    with signals.handled(), pytest.raises(KeyboardInterrupt):
        work()

    assert done == ["the rest of the block"]


def reader(query: str) -> str:
    return kpi_text(query, name="Endless", sources=[Values(6)])


@pytest.fixture
def stuck(root: Path, url: str) -> Path:
    """Return a project in which KPI 7, which reads KPI 6, takes for ever from now on."""
    write_project(root, {"success/kpi_07.py": reader("SELECT value FROM kpi_06")})
    run(root, url, "2026-W45")
    write_project(root, {"success/kpi_07.py": reader(STUCK)})
    return root


def interrupted(process: subprocess.Popen[str], number: signal.Signals) -> Outcome:
    """Send a signal and return the outcome; check that the process ended at once and said so."""
    began = time.monotonic()
    process.send_signal(number)
    outcome = ended(process, within=20)
    assert time.monotonic() - began < 5
    by = "" if number is signal.SIGINT else f" by {number.name}"
    said = [line for line in outcome.err.splitlines() if "; waiting for at most" not in line]
    assert (outcome.code, outcome.out, said) == (CODES[number], "", [SENTENCE.format(by)])
    return outcome


@pytest.mark.parametrize(
    ("number", "arguments"),
    [
        (signal.SIGTERM, ("run", "--week", "2026-W45")),
        (signal.SIGHUP, ("run", "--week", "2026-W45")),
        (signal.SIGTERM, ("catch-up",)),
        (signal.SIGTERM, ("set", "success", "6", "2026-W45", "9", "--note", "x")),
        (signal.SIGHUP, ("unset", "success", "6", "2026-W45")),
        (signal.SIGINT, ("unset", "success", "6", "2026-W45")),
    ],
)
def test_a_signal_while_a_query_runs_records_the_run_as_interrupted_and_changes_nothing(
    stuck: Path, url: str, tmp_path: Path, number: signal.Signals, arguments: tuple[str, ...]
) -> None:
    if arguments[0] == "unset":
        write_project(stuck, {"success/kpi_07.py": reader("SELECT value FROM kpi_06")})
        put = ended(begin(stuck, url, "set", *arguments[1:], "9", "--note", "x"))
        assert put.code == 0, put.err
        write_project(stuck, {"success/kpi_07.py": reader(STUCK)})
    before, runs = rows_of(stuck, url), len(stored(url, "1", "scorecard_run", "1"))
    process = begin(stuck, url, *arguments)
    wait_until(lambda: state_of(url, tmp_path / "copy").running != frozenset())
    interrupted(process, number)

    assert rows_of(stuck, url) == before
    new = stored(url, "outcome, message", "scorecard_run", "started_at")[runs:]
    named = "Ctrl-C" if number is signal.SIGINT else number.name
    assert new
    assert ("interrupted", f"ended by {named}") in new
    assert {outcome for outcome, _ in new} == {"interrupted"}
    write_project(stuck, {"success/kpi_07.py": reader("SELECT value FROM kpi_06")})
    assert ended(begin(stuck, url, *arguments, "--wait", "0")).code == 0


@pytest.mark.parametrize("command", ["run", "publish", "catch-up", "set", "unset"])
def test_a_signal_while_a_command_waits_for_the_lock_ends_it(
    root: Path, url: str, command: str
) -> None:
    run(root, url, "2026-W46")
    arguments = {
        "set": ("success", "6", "2026-W46", "9", "--note", "x"),
        "unset": ("success", "6", "2026-W46"),
    }
    before = rows_of(root, url)
    with another_process_holding(root, url):
        process = begin(root, url, command, *arguments.get(command, ()), "--wait", "60")
        time.sleep(1.5)
        assert process.poll() is None
        interrupted(process, signal.SIGTERM)

    assert rows_of(root, url) == before


def test_a_signal_while_kpi_files_are_loaded_ends_the_command(root: Path, url: str) -> None:
    seen = root / "seen"
    slow = "\nopen('seen', 'w').close()\nwhile True:\n    pass\n"
    write_project(root, {"success/kpi_07.py": kpi_text() + slow})
    process = begin(root, url, "run")
    wait_until(seen.exists)

    interrupted(process, signal.SIGTERM)


def test_a_terminal_that_closes_ends_a_run_as_a_signal_does(root: Path) -> None:
    write_project(root, {"success/kpi_07.py": kpi_text(ENDLESS, name="Endless")})
    here, there = pty.openpty()
    log = root / "a.log"
    environment = {"SCORECARD_HOME": str(root), "SCORECARD_NOW": NOW, "SCORECARD_LOG": "a.log"}
    environment["SCORECARD_QUERY_TIMEOUT"] = "60"  # the end of the query if the test fails
    program = Path(sys.executable).with_name("scorecard")
    with usual_signals():
        process = subprocess.Popen(
            ["setsid", "--ctty", "--wait", program, "run", "success", "--kpi", "7"],
            stdin=there,
            stdout=there,
            stderr=there,
            env={"PATH": "/usr/bin:/bin", **environment},
        )
    os.close(there)
    wait_until(lambda: log.exists() and " began" in log.read_text())
    os.close(here)
    wait_until(lambda: "ended with" in log.read_text())
    process.wait(20)

    *_, said, last = [line.partition("] ")[2] for line in log.read_text().splitlines()]
    assert said == SENTENCE.format(" by SIGHUP")
    assert last.startswith("ended with exit code 129 after ")


def test_a_signal_while_google_writes_leaves_a_sheet_that_the_next_publish_completes(
    root: Path, url: str, sheets: Emulator
) -> None:
    run(root, url, "2026-W45..2026-W46")
    runner = runner_text("success", sheet="SUCCESS_SHEET")
    write_project(root, runners={"success": runner})
    office = Office(sheets, root, url=url)
    sheets.faults.add("slow", path="*:batchUpdate", seconds=3)
    sheets.journal.clear()
    process = office.command("publish", "success")
    wait_until(
        lambda: any(each.api == "spreadsheets.batchUpdate" for each in sheets.journal.entries)
    )
    interrupted(process, signal.SIGTERM)

    assert office.run("publish", "success")[0] == 0
    outcomes = stored(url, "outcome, domain", "scorecard_publication")
    assert ("planned", "success") not in outcomes
