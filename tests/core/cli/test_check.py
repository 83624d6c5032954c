"""`check` as authors use it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.core.cli.commands import FORMS, Command, one_sentence
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
