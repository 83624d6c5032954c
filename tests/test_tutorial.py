"""The tutorial, typed in from top to bottom."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = (
    "core",
    "runners",
    "scorecards",
    "sql",
    "tests",
    ".env.example",
    "setup.cfg",
    "pyproject.toml",
)


def test_the_tutorial_works_as_it_is_written(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, project / name)
    (project / ".venv").symlink_to(sys.prefix)

    install, *blocks = re.findall(
        r"^```sh\n(.*?)^```$", (ROOT / "docs/tutorial.md").read_text(), re.DOTALL | re.MULTILINE
    )
    assert install == "make demo\n. .venv/bin/activate\n"
    # Installing is another test's work; pytest is there.
    script = "set -e\nscorecard demo --weeks 6\n" + "".join(blocks).replace(
        ".venv/bin/python -m pip install", "true"
    )
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=project,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Tickets opened, 4-week average" in done.stdout
    assert re.search(r"nothing changed: 2 values are as stored", done.stdout)
    assert re.search(r"^\.\s+\[100%\]$", done.stdout, re.MULTILINE)
    assert (project / "var/success.xlsx").exists()


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SCORECARD_", "PYTEST_"))
    }
    kept.pop("OPERATIONS_SHEET", None)
    path = os.pathsep.join((str(Path(sys.executable).parent), kept.get("PATH", "")))
    return {**kept, "PATH": path, "SCORECARD_NOW": "2026-11-20T12:00+01:00"}
