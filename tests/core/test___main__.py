"""`python -m core`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.processes import ended, start_command


def test_the_module_is_the_command_line(tmp_path: Path) -> None:
    found = ended(start_command(tmp_path, [sys.executable, "-m", "core", "--version"]))

    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("scorecard, version ")
