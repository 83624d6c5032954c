"""The command line as a whole: help, usage, exit codes and interruptions."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.cli.program import cli
from tests.conftest import NewDatabase
from tests.core.cli.commands import Command, fill, one_sentence
from tests.core.engines.asking import ENDLESS
from tests.processes import ended, start, start_command
from tests.project import NOW, kpi_text, write_project
from tests.runs import rows_of
from tests.warehouses import execute, stored


def test_help_lists_the_commands_and_the_exit_codes(scorecard: Command) -> None:
    found = scorecard("--help")

    assert (found.code, found.err) == (0, "")
    names = (
        "list",
        "show",
        "check",
        "run",
        "catch-up",
        "values",
        "publish",
        "overdue",
        "new",
        "crontab",
        "doctor",
    )
    for name in (*names, "init", "demo"):
        assert re.search(rf"^  {name} +\S", found.out, re.MULTILINE)
    for code in (
        "0 success",
        "1 a KPI or a publish failed",
        "2 wrong usage",
        "3 nothing ran",
        "4 another run",
        "130 interrupted",
    ):
        assert code in " ".join(found.out.split())


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_has_help(scorecard: Command, name: str) -> None:
    found = scorecard(name, "-h")

    assert found.code == 0
    assert f"Usage: scorecard {name}" in found.out
    assert cli.commands[name].help
    for parameter in cli.commands[name].params:
        assert parameter.param_type_name == "argument" or getattr(parameter, "help", None), (
            parameter.name
        )


def test_the_version_is_that_of_the_package(scorecard: Command) -> None:
    assert re.fullmatch(r"scorecard, version \d+\.\d+\.\d+\n", scorecard("--version").out)


def test_help_loads_no_database_and_no_spreadsheet_library(tmp_path: Path) -> None:
    script = """
import sys
from core.cli.program import main
try:
    main(["run", "--help"])
finally:
    heavy = "duckdb psycopg sqlglot openpyxl xlsxwriter gspread google.auth cronsim".split()
    print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""
    found = ended(start_command(tmp_path, [sys.executable, "-c", script]))

    assert (found.code, found.err) == (0, "[]\n")


def test_help_imports_no_other_room(tmp_path: Path) -> None:
    script = """
import sys
from core.cli.program import main
try:
    main(["--help"])
finally:
    rooms = {name.split(".")[1] for name in sys.modules if name.startswith("core.")}
    print(sorted(rooms), file=sys.stderr)
"""
    found = ended(start_command(tmp_path, [sys.executable, "-c", script]))

    assert (found.code, found.err) == (0, "['cli', 'errors', 'secrets', 'signals']\n")


def test_a_module_is_the_command_bound_to_its_domain(root: Path, url: str) -> None:
    write_project(root, {"leadership/kpi_01.py": kpi_text("SELECT 8 AS value")})
    command = [
        sys.executable,
        "-m",
        "runners.success",
        "run",
        "--week",
        "2026-W46",
        "--format",
        "json",
    ]
    environment = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
    found = ended(start_command(root, command, **environment))
    again = ended(
        start(root, "run", "success", "--week", "2026-W46", "--format", "json", **environment)
    )

    def without_run(text: str) -> list[dict[str, object]]:
        return [{**each, "change": 0, "stored_value": 0, "run_id": 0} for each in json.loads(text)]

    assert (found.code, again.code) == (0, 0)
    assert without_run(found.out) == without_run(again.out)
    assert {each["domain"] for each in json.loads(found.out)} == {"success"}
    commands = [
        command for (command,) in stored(url, "command", "scorecard_run", "started_at, run_id")
    ]
    assert sorted(commands) == [
        "runners.success run --week 2026-W46 --format json",
        "scorecard run success --week 2026-W46 --format json",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "sales"], "domain 'sales' does not exist; choose from success"),
        (
            ["run", "success", "--kpi", "7"],
            "scorecards/success/kpi_07.py does not exist; the domain has KPIs 5, 6",
        ),
        (["run", "success", "--week", "2026-W54"], "period '2026-W54': "),
        (
            ["run", "success", "--week", "W46"],
            "period 'W46' is not a day (2026-11-16), an ISO week (2026-W47), a month",
        ),
        (
            ["run", "success", "--week", "2026-W47"],
            "2026-W47 ends on 2026-11-22, which has not passed; wait, or add",
        ),
        (
            ["run", "success", "--cadence", "monthly"],
            "success has no monthly KPI; see scorecard list",
        ),
        (
            ["show", "success", "9"],
            "scorecards/success/kpi_09.py does not exist; the domain has KPIs 5, 6",
        ),
        (["values", "sales"], "domain 'sales' does not exist; choose from success"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_sentence(
    scorecard: Command, url: str, arguments: list[str], message: str
) -> None:
    found = scorecard(*arguments, url=url)

    assert (found.code, found.out) == (2, "")
    assert one_sentence(found).startswith(message)


@pytest.mark.parametrize(
    "arguments", [["run", "--nonsense"], ["walk"], ["run", "success", "--kpi", "five"], ["show"]]
)
def test_an_unknown_command_or_option_ends_with_2_and_the_usage(
    scorecard: Command, arguments: list[str]
) -> None:
    found = scorecard(*arguments)

    assert found.code == 2
    assert found.err.startswith("Usage: ")


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"SCORECARD_NOW": "yesterday"},
            "SCORECARD_NOW is not an instant; write it with an offset",
        ),
        (
            {"SCORECARD_QUERY_TIMEOUT": "soon"},
            "SCORECARD_QUERY_TIMEOUT is not a number of seconds above 0",
        ),
        (
            {"SCORECARD_WAREHOUSE": "mysql://me:s3cret@h/d"},
            "SCORECARD_WAREHOUSE is neither a duckdb:/// nor a postgresql:// URL; write"
            " duckdb:///var/warehouse.duckdb or postgresql://…, or the URL of an engine that"
            " docs/engines.md names",
        ),
        (
            {"SCORECARD_HOME": "/"},
            "/: neither this folder nor one above has a scorecards/ folder; change to",
        ),
        (
            {"SCORECARD_WAREHOUSE": "postgresql://me:s3/cret@h/w"},
            "SCORECARD_WAREHOUSE is not a valid postgresql:// URL",
        ),
    ],
)
def test_settings_that_cannot_be_used_end_with_3_and_one_sentence(
    scorecard: Command, environment: dict[str, str], message: str
) -> None:
    found = scorecard("run", "success", **environment)

    assert (found.code, found.out) == (3, "")
    assert one_sentence(found).startswith(message)
    assert "s3cret" not in found.err


def test_a_project_is_found_from_a_folder_below_it(root: Path, tmp_path: Path) -> None:
    found = ended(start_command(root / "scorecards" / "success", ["scorecard", "check"]))

    assert (found.code, found.out) == (0, "2 KPIs in success: no problems found\n")


def test_the_clock_is_the_real_one_unless_it_is_set(root: Path, new_database: NewDatabase) -> None:
    with new_database() as url:
        fill(url)
        found = ended(
            start(root, "run", "success", "--kpi", "6", "--format", "json", SCORECARD_WAREHOUSE=url)
        )
    newest = json.loads(found.out)[-1]["period_end"]

    assert found.code == 0
    assert timedelta(0) < date.today() - date.fromisoformat(newest) <= timedelta(days=8)


def test_new_without_answers_and_without_a_terminal_ends_with_2(root: Path) -> None:
    found = ended(start(root, "new", "success"))

    assert found.code == 2
    assert (
        found.err.strip() == "no terminal to ask on; give --name, --definition, --owner, see --help"
    )
    assert not list((root / "scorecards/success").glob("kpi_0[89].py"))


def test_an_unexpected_error_is_one_sentence_and_with_debug_a_stack_trace(
    scorecard: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("core.catalog.load_catalogue", fail)
    found = scorecard("list")

    assert (found.code, found.out) == (1, "")
    assert one_sentence(found) == (
        "unexpected ZeroDivisionError: division by zero;"
        " set SCORECARD_DEBUG=1 to see the stack trace, and please report it"
    )
    with pytest.raises(ZeroDivisionError):
        scorecard("list", SCORECARD_DEBUG="1")


RUNNING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active'
      AND query LIKE '%generate_series(1, 1000000)%'
      AND pid <> pg_backend_pid()
"""


@contextmanager
def stuck(root: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """Run a project whose KPI 7 takes for ever, once that has begun."""
    write_project(root, {"success/kpi_07.py": kpi_text(ENDLESS, name="Endless")})
    environment = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
    with start(root, "run", "success", "--week", "2026-W46", **environment) as process:
        try:
            wait_until_it_runs(root, url)
            yield process
        finally:
            process.kill()


def wait_until_it_runs(root: Path, url: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        time.sleep(0.05)
        if url.startswith("duckdb"):
            lock = next(root.glob("warehouse/*.lock"), None)
            if lock and lock.read_text():
                # Some two tenths of a second lie between the lock and the last of three queries.
                time.sleep(0.7)
                return
        elif execute(url, RUNNING) != [(0,)]:
            return
    raise AssertionError("the run did not begin")


def test_ctrl_c_ends_a_run_at_once_with_130(root: Path, url: str) -> None:
    with stuck(root, url) as process:
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        found = ended(process, within=20)
        took = time.monotonic() - began

    assert found.code == 130
    assert took < 2
    assert found.err.strip() == "interrupted; nothing is half stored, run again to complete"
    assert found.out == ""
    assert stored(url, "outcome", "scorecard_run", "1") == [("interrupted",)]
    if url.startswith("postgresql"):
        assert execute(url, RUNNING) == [(0,)]


def test_ctrl_c_while_the_command_line_loads_ends_with_130_and_no_trace(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    found = ended(start_command(tmp_path, ["scorecard", "list"], PYTHONPATH=str(tmp_path)))

    assert (found.code, found.out, found.err) == (130, "", "interrupted; nothing has run\n")


def test_after_a_kill_the_next_run_completes_the_work(
    scorecard: Command, root: Path, url: str
) -> None:
    with stuck(root, url) as process:
        process.kill()
        process.wait()
    write_project(root, {"success/kpi_07.py": kpi_text("SELECT 70 AS value", name="Endless")})
    found = scorecard("run", "success", "--week", "2026-W46", "--wait", "5", url=url)

    assert found.code == 0
    assert [row.value for row in rows_of(root, url)] == [None, 5, 70]
