"""Secrets are masked in everything that a command prints."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.cli.masking import Masking
from tests.core.cli.commands import Command


def test_secrets_are_masked_on_both_channels(capsys: pytest.CaptureFixture[str]) -> None:
    masking = Masking({"A_TOKEN": "hunter2"})
    out = sys.stdout
    with masking.output():
        print("hunter2 and hunter3")
        masking.add(["hunter3"])
        print("hunter2 and hunter3", file=sys.stderr)
        sys.stdout.writelines(["hunter2\n", "x\n"])
        assert not hasattr(sys.stdout, "buffer")
    assert sys.stdout is out

    assert capsys.readouterr() == ("*** and hunter3\n***\nx\n", "*** and ***\n")


def test_a_stack_trace_shows_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    error = ValueError("hunter2 is refused")
    Masking({"A_TOKEN": "hunter2"}).print_trace(ValueError, error, None)

    assert capsys.readouterr().err == "ValueError: *** is refused\n"


def test_a_secret_in_dotenv_is_masked_in_messages_of_any_kind(
    scorecard: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("hunter2 by zero")

    (root / ".env").write_text("A_TOKEN=hunter2\n")
    monkeypatch.setattr("core.catalog.load_catalogue", fail)
    unexpected, usage = scorecard("list"), scorecard("run", "hunter2")

    assert unexpected.err.startswith("unexpected ZeroDivisionError: *** by zero;")
    assert usage.code == 2
    assert "hunter2" not in usage.out + usage.err
