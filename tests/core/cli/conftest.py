"""A small project, a warehouse for it, and the command line within this process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.cli.program import main
from tests.core.cli.commands import KPIS, Command, fill
from tests.processes import Outcome
from tests.project import NOW, write_project

OURS = (
    "SCORECARD_HOME",
    "SCORECARD_WAREHOUSE",
    "SCORECARD_STORE",
    "SCORECARD_QUERY_TIMEOUT",
    "SUCCESS_SHEET",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(warehouse_url: str) -> str:
    """Return a warehouse with two forms in W45 and five in W46."""
    fill(warehouse_url)
    return warehouse_url


@pytest.fixture
def scorecard(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return the command line within this process, with a fixed clock and a clean environment."""

    def call(*arguments: str, url: str = "", **environment: str) -> Outcome:
        given = {"SCORECARD_NOW": NOW, "SCORECARD_WAREHOUSE": url, **environment}
        with monkeypatch.context() as patch:
            for name in OURS:
                patch.delenv(name, raising=False)
            for name, value in given.items():
                if value:
                    patch.setenv(name, value)
            patch.chdir(root)
            patch.setattr(sys, "argv", ["/usr/bin/scorecard", *arguments])
            # Run as `python -m pytest`, click would take that for the program's name.
            patch.setattr(sys.modules["__main__"], "__package__", "")
            capsys.readouterr()
            with pytest.raises(SystemExit) as caught:
                main()
        out, err = capsys.readouterr()
        code = caught.value.code
        assert isinstance(code, int)
        return Outcome(code, out, err)

    return call


@pytest.fixture
def filled(scorecard: Command, url: str) -> str:
    """Return a warehouse in which W45 and W46 are stored."""
    scorecard("run", "success", "--week", "2026-W45..2026-W46", "--no-publish", url=url)
    return url
