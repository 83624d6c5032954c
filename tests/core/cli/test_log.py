"""The log of a command: whole lines with time and process, of several processes at once."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from core.cli.log import KEPT, MOST_BYTES, open_log
from tests.processes import ROOT, ended, start, start_command
from tests.project import NOW

LINE = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]\d\d:\d\d) \[(\d+)\] (.*)"
_WRITE = """
import sys
from core.cli.log import open_log
log = open_log({"SCORECARD_LOG": sys.argv[1]})
for number in range(300):
    log.write(f"{sys.argv[2]} {number} " + "x" * 200)
log.end(0)
"""


def lines_of(path: Path) -> list[tuple[str, int, str]]:
    """Return time, process and text of each line of a log."""
    found = []
    for line in path.read_text().splitlines():
        match = re.fullmatch(LINE, line)
        assert match, line
        found.append((match[1], int(match[2]), match[3]))
    return found


def test_a_log_has_time_process_command_run_and_exit_code(root: Path, url: str) -> None:
    environment = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW, "TZ": "Asia/Kolkata"}
    process = start(root, "run", "--week", "2026-W46", SCORECARD_LOG="var/log/a.log", **environment)
    found = ended(process)
    lines = lines_of(root / "var" / "log" / "a.log")
    texts = [text for _, _, text in lines]

    assert found.code == 0
    assert {number for _, number, _ in lines} == {process.pid}
    assert {stamp[-6:] for stamp, _, _ in lines} == {"+05:30"}
    age = datetime.now().astimezone() - datetime.fromisoformat(lines[0][0])
    assert 0 <= age.total_seconds() < 60
    assert texts[0] == "started: scorecard run --week 2026-W46"
    run = re.fullmatch(r"run (20261116T\d{6}Z-success-[0-9a-f]{6}) began", texts[1])
    assert run
    assert re.fullmatch(rf"ended with exit code 0 after \d+\.\d s, run {run[1]}", texts[-1])
    assert texts[2:-1] == [*found.out.splitlines(), *found.err.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("nonsense",), 2), (("run", "sales"), 2), (("run",), 3)]
)
def test_every_end_is_logged(root: Path, arguments: tuple[str, ...], code: int) -> None:
    environment = {"SCORECARD_WAREHOUSE": "postgresql://me@127.0.0.1:1/w?connect_timeout=1"}
    if arguments == ("run",):
        environment = {"SCORECARD_WAREHOUSE": "nonsense"}
    found = ended(start(root, *arguments, SCORECARD_LOG="a.log", **environment))
    texts = [text for _, _, text in lines_of(root / "a.log")]

    assert found.code == code
    assert texts[1:-1] == found.err.splitlines()
    assert texts[-1].startswith(f"ended with exit code {code} after ")


def test_output_that_the_shell_redirects_to_the_log_is_there_once(root: Path) -> None:
    script = 'scorecard check >> a.log 2>&1; exec "$0" check'
    command = ["sh", "-c", script, str(Path(sys.executable).with_name("scorecard"))]
    found = ended(start_command(root, command, SCORECARD_LOG="a.log"))
    texts = [text for _, _, text in lines_of(root / "a.log")]

    sentence = "2 KPIs in success: no problems found"
    assert (found.out, texts.count(sentence)) == (f"{sentence}\n", 2)


def test_secrets_are_masked_in_the_log(root: Path) -> None:
    environment = {"SCORECARD_LOG": "a.log", "MY_TOKEN": "s3cretive"}
    ended(start(root, "run", "s3cretive", **environment))

    assert "s3cretive" not in (root / "a.log").read_text()


def test_lines_of_processes_that_write_at_once_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "log" / "a.log"
    processes = [
        subprocess.Popen([sys.executable, "-c", _WRITE, str(path), name], cwd=ROOT)
        for name in ("first", "second", "third")
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0]

    lines = lines_of(path)
    for name, process in zip(("first", "second", "third"), processes, strict=True):
        own = [text for _, number, text in lines if number == process.pid]
        assert own[:-1] == [f"{name} {number} " + "x" * 200 for number in range(300)]


def test_a_full_log_is_moved_aside_and_a_few_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    for number in range(KEPT + 3):
        path.write_text(f"{number}\n" + "x" * MOST_BYTES)
        log = open_log({"SCORECARD_LOG": str(path)})
        log.end(0)

    kept = {file.name: file.read_text().partition("\n")[0] for file in tmp_path.glob("a.log.*")}
    assert kept == {f"a.log.{number}": str(KEPT + 3 - number) for number in range(1, KEPT + 1)}
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(lines_of(path)) == 1


def test_nothing_is_lost_if_a_log_is_moved_aside_under_a_process(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    environment = {"SCORECARD_LOG": str(path)}
    path.write_text("")
    early = open_log(environment)
    path.write_text("x" * MOST_BYTES + "\n")
    late = open_log(environment)
    early.write("from the early one")
    late.write("from the late one")
    early.end(0)
    late.end(0)

    assert "from the early one" in (tmp_path / "a.log.1").read_text()
    assert "from the late one" in path.read_text()


@pytest.mark.parametrize("place", ["/proc/nowhere/a.log", "/dev/full", "scorecards"])
def test_a_log_that_cannot_be_written_stops_no_command(root: Path, place: str) -> None:
    found = ended(start(root, "check", SCORECARD_LOG=place))

    assert (found.code, found.out) == (1, "2 KPIs in success: no problems found\n")
    assert found.err.startswith(f"SCORECARD_LOG: {place} cannot be written: ")
    assert found.err.count("\n") == 1


def test_without_the_variable_there_is_no_log(root: Path) -> None:
    ended(start(root, "check"))

    assert not list(root.rglob("*.log"))
