"""A stale value is named wherever a reader or an operator looks."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.core.cli.commands import Command
from tests.forms import edit
from tests.warehouses import execute

REASON = "stale: computed before values of success/kpi_06 changed"
LINE = (
    "success/kpi_05 2026-W45..2026-W46 is stale: computed before values of success/kpi_06 changed;"
    " compute it anew with scorecard run success"
)


@pytest.fixture
def stale(scorecard: Command, filled: str) -> str:
    """Return a warehouse in which the average of W46, 3.50, did not follow a late form of W45."""
    execute(filled, "INSERT INTO stg.forms VALUES ('2026-11-03')")
    only = ("run", "success", "--kpi", "6", "--week", "2026-W45", "--only", "--no-publish")
    found = scorecard(*only, url=filled)
    assert (found.code, found.err.splitlines()[-1]) == (1, LINE)
    return filled


def test_values_show_it_in_every_format(scorecard: Command, stale: str) -> None:
    week = ("values", "success", "--kpi", "5", "--week", "2026-W46")

    assert REASON in scorecard(*week, url=stale).out
    (record,) = json.loads(scorecard(*week, "--format", "json", url=stale).out)
    assert (record["value"], record["state"], record["remark"]) == (3.5, "stale", REASON)
    (line,) = csv.DictReader(scorecard(*week, "--format", "csv", url=stale).out.splitlines())
    assert (line["state"], line["remark"]) == ("stale", REASON)


def test_show_and_explain_say_so(scorecard: Command, stale: str) -> None:
    assert f"3.50! in 2026-W46 ({REASON})" in scorecard("show", "success", "5", url=stale).out
    explain = ("explain", "success", "5", "2026-W46")
    assert REASON in " ".join(scorecard(*explain, url=stale).out.split())
    facts = json.loads(scorecard(*explain, "--format", "json", url=stale).out)
    assert facts["computations"][0]["fields"][0]["state"] == "stale"


def test_check_names_it_and_still_finds_no_problem(scorecard: Command, stale: str) -> None:
    found = scorecard("check", url=stale)
    assert (found.code, found.err) == (0, f"{LINE}\n")

    records = json.loads(scorecard("check", "--format", "json", url=stale).out)
    assert [(record["kind"], record["period"]) for record in records] == [
        ("stale", "2026-W45"),
        ("stale", "2026-W46"),
    ]
    assert records[1]["message"] == f"2026-W46 is {REASON}"
    assert records[1]["file"] == "scorecards/success/kpi_05.py"


def test_check_names_it_beside_the_finding_that_caused_it(
    scorecard: Command, root: Path, stale: str
) -> None:
    edit(root, "scorecards/success/kpi_05.py", "success@example.com", "nobody")
    found = scorecard("check", url=stale)

    assert found.code == 3
    assert found.err.splitlines()[-1] == LINE


def test_the_workbook_shows_it_until_the_next_run(
    scorecard: Command, root: Path, stale: str
) -> None:
    scorecard("publish", "success", url=stale)
    assert any(REASON in note for note in notes(root))

    found = scorecard("run", "success", url=stale)
    assert found.code == 0
    assert not any("stale" in note for note in notes(root))


def notes(root: Path) -> list[str]:
    """Return the notes of the workbook."""
    (sheet, *_) = openpyxl.load_workbook(root / "var" / "success.xlsx").worksheets
    return [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
