"""`check` as authors use it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.core.cli.commands import FORMS, NOWHERE, UNREACHABLE, Command, one_sentence
from tests.project import kpi_text, write_project


def test_check_as_json_lists_the_findings(scorecard: Command, root: Path, url: str) -> None:
    sound = scorecard("check", "--format", "json", url=url)
    write_project(root, {"success/kpi_06.py": kpi_text(unit="apples", name="Forms")})
    found = scorecard("check", "--format", "json", url=url)

    assert (sound.code, sound.out) == (0, "[]\n")
    finding, *_ = json.loads(found.out)
    assert (found.code, found.err) == (3, "")
    assert finding["file"] == "scorecards/success/kpi_06.py"
    assert finding["line"] > 1
    assert "apples" in finding["message"]


def test_check_reports_every_finding_with_its_line_or_no_problems(
    scorecard: Command, root: Path
) -> None:
    well = scorecard("check")
    write_project(
        root,
        {
            "success/kpi_07.py": kpi_text("SELECT 1 AS value", owner="nobody"),
            "success/kpi_08.py": "x = (\n",
        },
    )
    found = scorecard("check")

    assert (well.code, well.out) == (0, "2 KPIs in success: no problems found\n")
    assert (found.code, found.out) == (3, "")
    lines = found.err.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "scorecards/success/kpi_07.py:6",
        "scorecards/success/kpi_07.py:7",
        "scorecards/success/kpi_08.py:1",
    ]


def test_check_reports_warnings_on_kpis_that_run_all_the_same(
    scorecard: Command, root: Path, url: str
) -> None:
    query = "SELECT count(*) AS value FROM stg.forms"
    write_project(root, {"success/kpi_07.py": kpi_text(query, name="All", sources=[FORMS])})
    found = scorecard("check", url=url)
    as_json = scorecard("check", "--format", "json", url=url)
    ran = scorecard("run", "success", "--kpi", "7", "--dry-run", url=url)

    assert (found.code, found.out) == (3, "")
    assert one_sentence(found).startswith(
        "scorecards/success/kpi_07.py:10: warning: the query names no period, so that every week"
    )
    (record,) = json.loads(as_json.out)
    assert (record["line"], record["column"], record["kind"]) == (10, None, "warning")
    assert (ran.code, ran.err) == (0, "")


def test_check_on_the_warehouse_plans_every_query(scorecard: Command, url: str) -> None:
    found = scorecard("check", "--warehouse", url=url)
    planned, summary = found.out.splitlines()

    assert (found.code, found.err) == (0, "")
    assert planned.startswith("2 queries planned by ")
    assert planned.endswith(" s")
    assert summary == "2 KPIs in success: no problems found"


def test_check_on_the_warehouse_reports_what_it_refuses_beside_what_the_text_says(
    scorecard: Command, root: Path, url: str
) -> None:
    missing = "\nSELECT count(*) AS value\nFROM stg.forms\nWHERE sent_onn > :first_day"
    kpis = {
        "success/kpi_07.py": kpi_text(missing, name="Missing", sources=[FORMS]),
        "success/kpi_08.py": kpi_text(unit="apples", name="Apples"),
    }
    write_project(root, kpis)
    found = scorecard("check", "--warehouse", url=url)
    as_json = scorecard("check", "--warehouse", "--format", "json", url=url)

    first, second, planned = found.err.splitlines()
    assert (found.code, found.out) == (3, "")
    assert first == (
        "scorecards/success/kpi_07.py:13:7: the column sent_onn does not exist; did you mean"
        " forms.sent_on?"
    )
    assert second.startswith("scorecards/success/kpi_08.py:8: unit 'apples' is unknown")
    assert planned.startswith("3 queries planned by ")
    records = json.loads(as_json.out)
    assert [(each["line"], each["column"], each["kind"]) for each in records] == [
        (13, 7, "error"),
        (8, None, "error"),
    ]


def test_check_without_the_warehouse_it_needs_still_says_what_the_text_says(
    scorecard: Command, root: Path
) -> None:
    write_project(root, {"success/kpi_08.py": kpi_text(unit="apples", name="Apples")})
    found = scorecard("check", "--warehouse", url=NOWHERE)

    finding, unreachable = found.err.splitlines()
    assert (found.code, found.out) == (3, "")
    assert "unit 'apples' is unknown" in finding
    assert unreachable.startswith(UNREACHABLE)
