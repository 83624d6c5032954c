"""`list`, `show`, `check` and `new` as authors use them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from tests.core.cli.commands import COUNT, Command, fill, one_sentence
from tests.processes import ended, start_command
from tests.project import kpi_text, write_project
from tests.runs import values_of
from tests.warehouses import execute

READ_ONLY = "default_transaction_read_only%3Don"


def test_list_names_every_kpi(scorecard: Command) -> None:
    table = scorecard("list").out.splitlines()
    records = json.loads(scorecard("list", "success", "--format", "json").out)

    assert [re.sub(r" {2,}", "|", line) for line in table[2:]] == [
        "success|05|Forms, average|weekly|2 weeks|number|≤ 3.00|success@example.com",
        "success|06|Forms|weekly|week|count|success@example.com",
    ]
    assert [(each["kpi_number"], each["definition"], each["sources"]) for each in records] == [
        (5, "What the test counts.", ["kpi_06"]),
        (6, "What the test counts.", ["stg.forms"]),
    ]


def test_show_prints_definition_sql_parameters_and_last_values(
    scorecard: Command, filled: str
) -> None:
    found = scorecard("show", "success", "6", "--week", "2026-W46", url=filled)

    assert found.code == 0
    for text in (
        "success/kpi_06  Forms",
        "What the test counts.",
        "success@example.com",
        "stg.forms",
        COUNT,
        ":first_day = 2026-11-09",
        ":last_day = 2026-11-15",
        "▁█  5 in 2026-W46",
    ):
        assert text in found.out


def test_show_plan_says_how_the_query_is_asked_without_a_warehouse(scorecard: Command) -> None:
    found = scorecard("show", "success", "6", "--plan", url="postgresql://me@127.0.0.1:1/w")

    assert found.code == 0
    assert found.out.splitlines()[0] == "success/kpi_06  Forms"
    assert "1 week, in the warehouse: union" in found.out
    assert "52 weeks, in a copy of its tables: one pass" in found.out
    assert found.err.startswith("column types unavailable, taken as ones that can be copied: ")
    assert COUNT not in found.out


def test_show_plan_asks_a_server_for_the_types_of_its_columns(
    scorecard: Command, postgres_url: str
) -> None:
    execute(postgres_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (sent_on char(10))")
    found = scorecard("show", "success", "6", "--plan", url=postgres_url)

    assert (found.code, found.err) == (0, "")
    assert "52 weeks, in the warehouse: union" in found.out
    assert "one pass does not apply: only the warehouse is known to answer" in found.out


def test_show_works_without_a_warehouse(scorecard: Command) -> None:
    found = scorecard("show", "success", "5", url="postgresql://me:s3cret@127.0.0.1:1/w")

    assert found.code == 0
    assert (
        "last values unavailable: SCORECARD_WAREHOUSE: 127.0.0.1/w cannot be reached" in found.out
    )


def test_show_needs_a_warehouse_that_it_can_read_only(
    scorecard: Command, root: Path, postgres_url: str
) -> None:
    fill(postgres_url)
    for week in ("2026-W33..2026-W46", "last"):
        run = ("run", "success", "--kpi", "6", "--period", week, "--no-publish")
        assert scorecard(*run, url=postgres_url).code == 0
    read_only = f"{postgres_url}{'&' if '?' in postgres_url else '?'}options=-c%20{READ_ONLY}"
    assert "read-only" in scorecard(*run, url=read_only).err

    found = scorecard("show", "success", "6", url=read_only)

    assert (found.code, found.err) == (0, "")
    bars, value = re.split("  +", found.out.splitlines()[-1].strip())
    assert (len(bars), value) == (13, "5 in 2026-W46")


def test_show_of_a_store_that_this_user_may_not_read_still_has_the_definition(
    scorecard: Command, postgres_url: str
) -> None:
    fill(postgres_url)
    scorecard("init", url=postgres_url)
    execute(postgres_url, "ALTER TABLE vl_analytics.scorecard_success RENAME COLUMN unit TO u")
    found = scorecard("show", "success", "6", url=postgres_url)

    assert (found.code, found.err) == (0, "")
    assert "SELECT count(*)" in found.out
    assert found.out.splitlines()[-1].startswith("last values unavailable: ")


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
