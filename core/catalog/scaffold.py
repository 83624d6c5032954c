"""The files of a new KPI: its own, its test, and for a new domain a runner."""

from __future__ import annotations

import re
from pathlib import Path

from core.catalog.draft import Draft
from core.catalog.templates import kpi_test_text, kpi_text, runner_text
from core.errors import UsageError


def scaffold(root: Path, draft: Draft) -> list[str]:
    """Write the files of a draft, none over another; return their paths relative to `root`.

    Raises:
        UsageError: An answer cannot be used, or a file exists already.
    """
    draft.require_valid()
    files = _files(root, draft)
    for path in files:
        if path.exists():
            name = path.relative_to(root)
            raise UsageError(f"{name} exists already; choose another number with --number")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [str(path.relative_to(root)) for path in files]


def _files(root: Path, draft: Draft) -> dict[Path, str]:
    """Return the text of each file by its path; the runner only if the domain has none."""
    folder = root / "scorecards" / draft.domain
    tests = root / "tests" / "scorecards" / draft.domain
    number = _next_number(folder) if draft.number is None else draft.number
    files = {
        folder / f"kpi_{number:02}.py": kpi_text(draft, number),
        tests / f"test_kpi_{number:02}.py": kpi_test_text(draft, number),
    }
    runner = root / "runners" / f"{draft.domain}.py"
    if not runner.exists():
        files[runner] = runner_text(draft.domain, draft.title, draft.cadence, draft.timezone)
    return files


def _next_number(folder: Path) -> int:
    """Return the smallest number, from 1, that no KPI file has."""
    matches = (re.fullmatch(r"kpi_(\d+)", path.stem) for path in folder.glob("kpi_*.py"))
    taken = {int(match[1]) for match in matches if match}
    number = 1
    while number in taken:
        number += 1
    return number
