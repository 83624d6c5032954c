"""`values --missing` as people and programs use it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.core.cli.commands import Command
from tests.processes import Outcome
from tests.project import kpi_text, write_project

MISSING = ("values", "success", "--missing")


def test_missing_values_have_their_reason_and_the_command_that_fills_them(
    scorecard: Command, filled: str
) -> None:
    found = scorecard(*MISSING, "--period", "2026-W44..2026-W46", "--kpi", "5", url=filled)

    first, second = found.out.splitlines()[2:]
    assert first.split() == [
        "success", "05", "Forms,", "average", "2026-W44", "not", "run", "nothing", "is", "stored",
    ]  # fmt: skip
    assert "2026-W45  no data  history too short" in second
    assert found.code == 0
    assert "scorecard catch-up success" in found.err


def test_by_default_the_last_eight_periods_are_examined(scorecard: Command, filled: str) -> None:
    records = json.loads(scorecard(*MISSING, "--kpi", "6", "--format", "json", url=filled).out)

    assert [record["period"] for record in records] == [f"2026-W{week}" for week in range(39, 45)]


def test_before_the_first_run_everything_is_missing(scorecard: Command, url: str) -> None:
    found = scorecard(*MISSING, "--period", "last", "--format", "csv", url=url)

    assert [line.split(",")[-2] for line in found.out.splitlines()] == ["state"] + ["not run"] * 2


def test_a_kpi_that_is_complete_has_one_line_and_no_hint(
    scorecard: Command, root: Path, filled: str
) -> None:
    found = scorecard(*MISSING, "--period", "last", url=filled)
    assert found == Outcome(0, "success: every period has a value\n", "")

    write_project(root, {"success/kpi_07.py": kpi_text("SELECT NULL AS value", name="Empty")})
    scorecard("run", "success", "--kpi", "7", "--period", "last", "--no-publish", url=filled)
    found = scorecard(*MISSING, "--period", "last", url=filled)
    assert (found.code, found.err) == (0, "")
    assert "07  Empty" in found.out
