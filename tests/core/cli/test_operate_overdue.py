"""`scorecard overdue` as cron and monitors use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.core.cli.gaps import root, scorecard, url
from tests.processes import Outcome, another_process_holding
from tests.project import kpi_text, write_project
from tests.runs import run
from tests.warehouses import stored

__all__ = ["root", "url"]


@pytest.mark.parametrize("command", ["catch-up", "overdue"])
def test_a_domain_that_does_not_exist_ends_with_2(root: Path, url: str, command: str) -> None:
    message = "domain 'sales' does not exist; choose from success\n"
    assert scorecard(root, url, command, "sales") == Outcome(2, "", message)


def test_a_scorecard_on_time_ends_with_0_and_one_line_or_none(root: Path, url: str) -> None:
    run(root, url, publish=True)
    assert scorecard(root, url, "overdue") == Outcome(0, "success: on time\n", "")
    assert scorecard(root, url, "overdue", "--quiet") == Outcome(0, "", "")
    assert scorecard(root, url, "overdue", "--format", "json") == Outcome(0, "[]\n", "")
    assert scorecard(root, url, "overdue", "--format", "json", "--quiet") == Outcome(0, "", "")


def test_an_overdue_scorecard_ends_with_1_and_the_command_that_fixes_it(
    root: Path, url: str
) -> None:
    run(root, url, "last", now="2026-11-09T06:00+01:00", publish=True)
    line = (
        "success 2026-W46 is overdue since 2026-11-16 09:00 (Europe/Berlin): no run since"
        " 2026-11-16 06:00; fix it with scorecard catch-up success\n"
    )
    assert scorecard(root, url, "overdue", "--quiet") == Outcome(1, line, "")
    found = scorecard(root, url, "overdue", "success", "--format", "json")
    assert (found.code, [each["missing"] for each in json.loads(found.out)]) == (1, [[5, 6]])

    assert scorecard(root, url, *line.rstrip().rpartition("scorecard ")[2].split()).code == 0
    assert scorecard(root, url, "overdue") == Outcome(0, "success: on time\n", "")


def test_before_the_first_run_there_is_no_store(root: Path, url: str) -> None:
    found = scorecard(root, url, "overdue")
    assert found.code == 1
    assert found.out.startswith(
        "success 2026-W46 is overdue since 2026-11-16 09:00 (Europe/Berlin): no run since "
    )
    assert found.err.endswith(" has no store: nothing has run yet\n")
    with pytest.raises(Exception, match=r"scorecard_schema|vl_analytics"):
        stored(url, "*", "scorecard_schema", "1")


def test_a_warehouse_that_is_down_is_an_alarm_too(root: Path) -> None:
    found = scorecard(root, "postgresql://me:s3cret@127.0.0.1:1/w", "overdue", "--quiet")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("SCORECARD_WAREHOUSE: 127.0.0.1/w cannot be reached")


def test_a_finding_in_the_catalogue_is_an_alarm_too(root: Path, url: str) -> None:
    write_project(root, {"success/kpi_07.py": kpi_text(unit="apples", name="Other")})
    found = scorecard(root, url, "overdue", "--quiet")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("scorecards/success/kpi_07.py:")


@pytest.mark.slow
def test_a_duckdb_file_that_a_run_keeps_to_itself_ends_with_4_and_names_it(
    root: Path, tmp_path: Path
) -> None:
    url = f"duckdb:///{tmp_path / 'kept.duckdb'}"
    with another_process_holding(root, url):
        found = scorecard(root, url, "overdue", "--quiet")
    assert (found.code, found.out) == (4, "")
    assert "scorecard run success --week 2026-W46" in found.err


def test_a_run_on_postgresql_does_not_block_overdue(root: Path, postgres_url: str) -> None:
    with another_process_holding(root, postgres_url):
        assert scorecard(root, postgres_url, "overdue", "--quiet").code == 1
