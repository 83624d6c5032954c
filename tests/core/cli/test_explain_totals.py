"""`explain` shows the total of a breakdown above its parts."""

from __future__ import annotations

import json
from pathlib import Path

from tests.core.cli.commands import FORMS, Command
from tests.project import kpi_text, write_project

DAYS = """
    SELECT CASE WHEN sent_on = :last_day THEN 'Sunday' ELSE 'other' END AS field, count(*) AS value
    FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day GROUP BY 1
"""


def test_the_total_is_explained_with_its_parts(scorecard: Command, url: str, root: Path) -> None:
    text = kpi_text(DAYS, name="Days", adds="sum", sources=[FORMS])
    write_project(root, {"success/kpi_07.py": text})
    scorecard("run", "success", "--week", "2026-W46", "--no-publish", url=url)

    found = scorecard("explain", "success", "7", "2026-W46", url=url)
    total = found.out.partition("\nTotal\n")[2].partition("\n\n")[0]
    assert [line.split() for line in total.splitlines()] == [
        ["value", "5"],
        ["made", "of", "the", "sum", "of", "2", "fields"],
    ]
    record = json.loads(
        scorecard("explain", "success", "7", "2026-W46", "--format", "json", url=url).out
    )
    assert (record["total"]["value"], record["total"]["field_details"]) == (5.0, "")
    one = scorecard("explain", "success", "7", "2026-W46", "--field", "other", url=url)
    assert "\nTotal\n" not in one.out
