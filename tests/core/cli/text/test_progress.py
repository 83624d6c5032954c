"""The progress of a run on stderr."""

from __future__ import annotations

import sys

import pytest

from core.catalog import Task
from core.cli.text.progress import progress
from core.model import parse_period
from tests.core.cli.text.results import ENTRY

TASK = Task(ENTRY, parse_period("2026-W46"))


def test_without_a_terminal_a_short_run_prints_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with progress() as advance:
        advance(TASK, 0, 2)
        advance(TASK, 1, 2)

    assert capsys.readouterr() == ("", "")


def test_without_a_terminal_a_long_run_prints_a_line_every_ten_seconds(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 10.0, 10.0, 15.0, 20.0])
    monkeypatch.setattr("core.cli.text.progress.time.monotonic", lambda: next(clock))
    with progress() as advance:
        for done in range(4):
            advance(TASK, done, 4)

    assert capsys.readouterr().err.splitlines() == [
        "0 of 4 computed; at success/kpi_06 2026-W46",
        "3 of 4 computed, about 7 s left; at success/kpi_06 2026-W46",
    ]


def test_a_terminal_has_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress() as advance:
        advance(TASK, 1, 2)

    begun, running, ended = capsys.readouterr().err.split("\r")[1:]
    assert "computing" in begun
    assert running.split()[-3:] == ["50%", "success/kpi_06", "2026-W46"]
    assert "100%" in ended
