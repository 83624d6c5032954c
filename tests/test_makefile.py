"""The Makefile's targets that build and remove; CI itself runs the others."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.processes import ROOT

CODE = ("core", "runners", "scorecards", "tests", "benchmarks")
KEPT = (
    ".env",
    "exports/orders.csv",
    "var/warehouse.duckdb",
    "var/success.xlsx",
    "var/log/success.log",
    "var/build/report.xlsx",
    "success.xlsx",
    *(f"{folder}/module.py" for folder in CODE),
)
REMOVED = (
    ".venv/bin/python",
    "build/lib/core/kpi.py",
    "dist/framework.whl",
    "scorecard_framework.egg-info/PKG-INFO",
    ".pytest_cache/README.md",
    ".mypy_cache/cache.json",
    ".ruff_cache/cache",
    ".import_linter_cache/cache",
    ".hypothesis/unicode",
    *(f"{folder}/__pycache__/module.pyc" for folder in CODE),
)


def make(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["make", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_clean_removes_what_can_be_made_again_and_keeps_all_data(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in (*KEPT, *REMOVED):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("something")

    make(tmp_path, "clean")

    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"Makefile", *KEPT}


def test_help_names_every_target_and_says_that_clean_keeps_the_store() -> None:
    text = (ROOT / "Makefile").read_text()
    (targets,) = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    shown = make(ROOT, "help")

    explained = set(re.findall(r"^make ([\w-]+) +\S", shown, re.MULTILINE))
    parts_of_test = {"lint", "types", "arrows", "tests"}
    assert set(targets.split()) - parts_of_test - {"help"} == explained
    assert re.search(r"^make clean .*never var/", shown, re.MULTILINE)
