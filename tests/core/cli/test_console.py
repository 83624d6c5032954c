"""What a command prints: masked, and in its log."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.cli.console import Console, typed_command


def test_what_is_printed_is_masked_and_copied_to_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.log"
    environment = {"SCORECARD_LOG": str(path), "MY_TOKEN": "s3cretive"}
    with Console.open(environment) as console:
        print("one s3cretive line")
        sys.stderr.write("a part of ")
        sys.stderr.write("a line")
        assert console.mask("s3cretive") == "***"
    printed = capsys.readouterr()

    assert (printed.out, printed.err) == ("one *** line\n", "a part of a line")
    texts = [line.partition("] ")[2] for line in path.read_text().splitlines()]
    assert texts == ["one *** line", "a part of a line"]


@pytest.mark.parametrize(
    ("program", "text"),
    [
        ("/usr/bin/scorecard", "scorecard run"),
        ("/srv/core/__main__.py", "scorecard run"),
        ("/srv/runners/success.py", "runners.success run"),
    ],
)
def test_a_command_reads_as_a_person_types_it(
    monkeypatch: pytest.MonkeyPatch, program: str, text: str
) -> None:
    monkeypatch.setattr(sys, "argv", [program, "run"])

    assert typed_command() == text
