"""`retire` on the command line, and what `check`, `show` and `doctor` say of stored series."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import rmtree

from tests.core.cli.commands import Command
from tests.forms import edit
from tests.project import kpi_text, write_project

FILE = "scorecards/success/kpi_06.py"
ORPHAN = "the stored series forms of kpi_06 (2 weeks until 2026-W46) has no KPI"


def test_check_and_show_say_before_a_run_that_a_series_would_end(
    scorecard: Command, filled: str, root: Path
) -> None:
    edit(root, FILE, "'Forms'", "'Forms received'")
    checked = scorecard("check", url=filled)
    shown = scorecard("show", "success", "6", url=filled)

    assert checked.code == 3
    assert f"{FILE}:6: {ORPHAN}, and this file would begin another one" in checked.err
    (finding,) = json.loads(scorecard("check", "--format", "json", url=filled).out)
    assert (finding["file"], finding["line"]) == (FILE, 6)
    assert ORPHAN in shown.out.splitlines()[-1]
    assert f"FAIL  stored series: {FILE}:6: {ORPHAN}" in scorecard("doctor", url=filled).out


def test_a_retired_kpi_is_neither_computed_nor_missed(
    scorecard: Command, filled: str, root: Path
) -> None:
    found = scorecard("retire", "success", "6", "--note", "no longer asked for", url=filled)

    assert (found.code, found.err) == (0, "")
    assert found.out == "retired success/kpi_06 forms, week: 2 weeks until 2026-W46\n"
    again = scorecard("retire", "success", "6", url=filled)
    assert again.out == "success/kpi_06 is retired already\n"
    assert scorecard("show", "success", "6", url=filled).out.endswith(
        "success/kpi_06 is retired: no run computes it\n"
    )
    (root / FILE).unlink()
    (root / "scorecards/success/kpi_05.py").unlink()
    assert "2026-W46" in scorecard("values", "success", url=filled).out


def test_a_series_that_is_not_stored_is_wrong_usage(scorecard: Command, filled: str) -> None:
    found = scorecard("retire", "success", "6", "--field", "other", url=filled)

    assert found.code == 2
    assert found.err == "no series success/kpi_06 other is stored; stored are forms (week)\n"
    assert scorecard("retire", "nowhere", url=filled).err == (
        "nothing is stored of a domain 'nowhere'; stored are success\n"
    )
    assert scorecard("retire", "No where", url=filled).code == 2


def test_a_retired_domain_without_files_is_still_readable(
    scorecard: Command, filled: str, root: Path
) -> None:
    assert scorecard("retire", "success", url=filled).code == 0
    (root / "runners/success.py").unlink()
    rmtree(root / "scorecards/success")
    write_project(root, {"other/kpi_01.py": kpi_text()})

    assert "2026-W46" in scorecard("values", "success", "--period", "2026-W46", url=filled).out
    assert scorecard("history", "success", "6", url=filled).out == "no changes recorded\n"
    assert "Forms" in scorecard("explain", "success", "6", "2026-W46", url=filled).out
    assert scorecard("check", url=filled).err == ""
    assert scorecard("retire", "success", "--undo", url=filled).code == 0
    assert "the stored domain success has no runner" in scorecard("check", url=filled).err
    assert scorecard("values", "elsewhere", url=filled).err == (
        "domain 'elsewhere' does not exist; choose from other\n"
    )
