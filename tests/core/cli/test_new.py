"""`new` as authors use it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.core.cli.commands import Command, one_sentence
from tests.processes import ended, start_command
from tests.runs import values_of


def test_new_writes_a_kpi_and_a_test_that_pass(scorecard: Command, root: Path, url: str) -> None:
    flags = [
        "--name",
        "Lost deals",
        "--definition",
        "Deals lost in a week.",
        "--owner",
        "sales@example.com",
    ]
    flags += ["--unit", "count", "--better", "lower", "--source", "stg.forms"]
    found = scorecard("new", "success", *flags)
    again = scorecard("new", "success", *flags, "--number", "6")

    assert (found.code, found.out) == (
        0,
        "wrote scorecards/success/kpi_01.py\nwrote tests/scorecards/success/test_kpi_01.py\n",
    )
    assert again.code == 2
    assert (
        one_sentence(again)
        == "scorecards/success/kpi_06.py exists already; choose another number with --number"
    )
    assert scorecard("check").code == 0
    assert scorecard("run", "success", "--kpi", "1", "--dry-run", url=url).code == 0
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    assert ended(start_command(root, command)).code == 0


def test_a_new_domain_over_a_csv_file_is_two_small_files(
    scorecard: Command, root: Path, url: str
) -> None:
    flags = [
        "--name",
        "Visits",
        "--definition",
        "Visits a week.",
        "--owner",
        "web@example.com",
        "--unit",
        "count",
    ]
    (root / "visits.csv").write_text("day,n\n2026-11-09,1\n2026-11-15,1\n2026-11-16,1\n")
    made = scorecard(
        "new", "web", *flags, "--better", "higher", "--source", "visits.csv", "--title", "Web"
    )
    found = scorecard("run", "web", "--week", "2026-W46", url=url)

    assert made.out.splitlines()[0::2] == ["wrote scorecards/web/kpi_01.py", "wrote runners/web.py"]
    assert (made.code, found.code) == (0, 0)
    assert values_of(root, url, 1, "web") == {"2026-W46": 3}
    assert (root / "var" / "web.xlsx").exists()
