"""Streams that the starter of a command has closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.processes import Outcome, ended, start_command
from tests.project import NOW
from tests.warehouses import stored


def shell(root: Path, command: str, **environment: str) -> Outcome:
    return ended(start_command(root, ["bash", "-c", command], **environment))


@pytest.mark.parametrize(
    ("closed", "out", "err"),
    [
        ("<&-", "2 KPIs in success: no problems found\n", ""),
        (">&-", "", ""),
        ("2>&-", "2 KPIs in success: no problems found\n", ""),
        ("<&- >&- 2>&-", "", ""),
    ],
)
def test_a_command_does_its_work_without_a_stream(
    root: Path, closed: str, out: str, err: str
) -> None:
    assert shell(root, f"scorecard check {closed}") == Outcome(0, out, err)


def test_errors_keep_their_exit_code_without_a_stream(root: Path) -> None:
    assert shell(root, "scorecard run sales >&- 2>&-") == Outcome(2, "", "")


def test_nothing_that_is_printed_gets_into_the_store(root: Path, url: str) -> None:
    environment = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
    found = shell(root, "scorecard run --week 2026-W46 <&- >&- 2>&-", **environment)

    assert found == Outcome(0, "", "")
    assert stored(url, "outcome", "scorecard_run", "1") == [("ok",)]


def test_a_question_without_stdin_is_answered_by_one_sentence(root: Path) -> None:
    found = shell(root, "scorecard new success <&-")

    assert found.code == 2
    assert found.err.strip().startswith("no terminal to ask on; give --name, ")
    assert found.err.strip().count("\n") == 0


def test_a_log_is_written_without_any_stream(root: Path) -> None:
    found = shell(root, "scorecard check <&- >&- 2>&-", SCORECARD_LOG="a.log")

    assert found.code == 0
    texts = [line.partition("] ")[2] for line in (root / "a.log").read_text().splitlines()]
    assert texts[:2] == ["started: scorecard check", "2 KPIs in success: no problems found"]
