"""The command line as people and cron use it: what it prints where, and what it ends with."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from core.cli.program import cli, main
from core.kpi import File, Table, Values
from core.query.parse.statement import examine
from tests.conftest import NewDatabase
from tests.core.engines.test_engines import ENDLESS
from tests.processes import Outcome, another_process_holding, ended, start, start_command
from tests.project import NOW, kpi_text, write_project
from tests.runs import rows_of, values_of
from tests.warehouses import execute, stored

Command = Callable[..., Outcome]

FORMS = Table("stg.forms")
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
KPIS = {
    "success/kpi_05.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_06",
        name="Forms, average",
        unit="number",
        target=3,
        better="lower",
        sources=[Values(6, last=2)],
    ),
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[FORMS]),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS)


@pytest.fixture
def url(warehouse_url: str) -> str:
    """Return a warehouse with two forms in W45 and five in W46."""
    fill(warehouse_url)
    return warehouse_url


def fill(url: str) -> None:
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date)",
        "INSERT INTO stg.forms VALUES ('2026-11-02'), ('2026-11-08')",
        "INSERT INTO stg.forms VALUES ('2026-11-09'), ('2026-11-10'), ('2026-11-11'),"
        " ('2026-11-15'), ('2026-11-15')",
    )


@pytest.fixture
def scorecard(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return the command line within this process, with nothing of ours in the environment but what
    is given.
    """

    def call(*arguments: str, url: str = "", **environment: str) -> Outcome:
        with monkeypatch.context() as patch:
            for name in (
                "SCORECARD_HOME",
                "SCORECARD_WAREHOUSE",
                "SCORECARD_QUERY_TIMEOUT",
                "SUCCESS_SHEET",
            ):
                patch.delenv(name, raising=False)
            patch.chdir(root)
            patch.setattr(sys, "argv", ["/usr/bin/scorecard", *arguments])
            # Run as `python -m pytest`, click would take that for the program's name.
            patch.setattr(sys.modules["__main__"], "__package__", "")
            given = {
                "SCORECARD_NOW": NOW,
                **({"SCORECARD_WAREHOUSE": url} if url else {}),
                **environment,
            }
            for name, value in given.items():
                patch.setenv(name, value)
            capsys.readouterr()
            with pytest.raises(SystemExit) as caught:
                main()
        out, err = capsys.readouterr()
        code = caught.value.code
        assert isinstance(code, int)
        return Outcome(code, out, err)

    return call


# help


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


# run


def test_a_run_prints_results_on_stdout_and_messages_on_stderr(
    scorecard: Command, root: Path, url: str
) -> None:
    found = scorecard("run", "success", "--week", "2026-W45..2026-W46", url=url)

    header, _, *lines, blank, summary = found.out.splitlines()
    assert found.code == 0
    assert header.split() == ["domain", "no", "KPI", "period", "value", "stored", "note"]
    assert sorted(re.sub(r" {2,}", "|", line) for line in lines) == [
        (
            "success|05|Forms, average|2026-W45|–|history too short: 1 of the 2 periods of kpi_06"
            " have a value; 2026-W44 has none"
        ),
        "success|05|Forms, average|2026-W46|3.50",
        "success|06|Forms|2026-W45|2",
        "success|06|Forms|2026-W46|5",
    ]
    assert (blank, summary) == ("", "3 new, 1 without a value")
    assert found.err == "published var/success.xlsx\n"
    assert (root / "var" / "success.xlsx").exists()


def test_the_second_run_says_that_nothing_changed(scorecard: Command, root: Path, url: str) -> None:
    scorecard("run", "success", "--week", "2026-W46", "--kpi", "6", url=url)
    before = rows_of(root, url)
    found = scorecard(
        "run",
        "success",
        "--week",
        "2026-W46",
        "--kpi",
        "6",
        url=url,
        SCORECARD_NOW="2026-11-17T06:00Z",
    )

    assert found.code == 0
    assert found.out.splitlines()[-1] == "nothing changed: 1 values are as stored"
    assert found.err == "var/success.xlsx is already up to date\n"
    assert rows_of(root, url) == before


def test_a_run_as_json_is_json_alone(scorecard: Command, url: str) -> None:
    found = scorecard(
        "run", "success", "--period", "2026-W46", "--kpi", "5,6", "--format", "json", url=url
    )

    records = json.loads(found.out)
    assert [
        (each["kpi_number"], each["value"], each["change"], each["stored_value"])
        for each in records
    ] == [
        (6, 5.0, "new", None),
        (5, None, "none", None),
    ]
    assert found.err == "published var/success.xlsx\n"


def test_a_dry_run_shows_new_values_beside_the_stored_ones(
    scorecard: Command, root: Path, url: str
) -> None:
    scorecard("run", "success", "--kpi", "6", "--week", "2026-W46", "--no-publish", url=url)
    execute(url, "INSERT INTO stg.forms VALUES ('2026-11-12')")
    found = scorecard("run", "success", "--kpi", "6", "--week", "2026-W46", "--dry-run", url=url)

    assert re.search(r"Forms +2026-W46 +6 +5$", found.out, re.MULTILINE)
    assert found.out.splitlines()[-1] == "1 changed (dry run, nothing written)"
    assert values_of(root, url, 6) == {"2026-W46": 5}
    assert not (root / "var" / "success.xlsx").exists()


def test_without_a_domain_all_are_run(scorecard: Command, root: Path, url: str) -> None:
    write_project(root, {"leadership/kpi_01.py": kpi_text("SELECT 8 AS value")})
    found = scorecard("run", "--week", "2026-W46", url=url)

    assert found.code == 0
    assert values_of(root, url, 1, "leadership") == {"2026-W46": 8}
    assert found.err == "published var/leadership.xlsx\npublished var/success.xlsx\n"


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


def test_a_command_that_takes_no_domain_is_the_same_from_a_module(root: Path) -> None:
    found = ended(start_command(root, [sys.executable, "-m", "runners.success", "--help"]))

    assert found.code == 0
    assert "Commands:" in found.out


# values

LEAST = [
    "domain",
    "kpi_number",
    "field_name",
    "field_details",
    "range_type",
    "period",
    "period_start",
    "period_end",
    "value",
    "reason",
    "unit",
    "target",
    "run_id",
    "computed_at",
]


@pytest.fixture
def filled(scorecard: Command, url: str) -> str:
    scorecard("run", "success", "--week", "2026-W45..2026-W46", "--no-publish", url=url)
    return url


def test_values_as_json_are_a_list_of_objects(scorecard: Command, filled: str) -> None:
    found = scorecard("values", "success", "--kpi", "5", "--format", "json", url=filled)

    first, second = json.loads(found.out)
    assert (found.code, found.err) == (0, "")
    assert set(LEAST) <= set(first)
    assert first["value"] is None
    assert first["reason"].startswith("history too short")
    assert {name: second[name] for name in LEAST[:12]} == {
        "domain": "success",
        "kpi_number": 5,
        "field_name": "forms_average",
        "field_details": "",
        "range_type": "2 weeks",
        "period": "2026-W46",
        "period_start": "2026-11-09",
        "period_end": "2026-11-15",
        "value": 3.5,
        "reason": None,
        "unit": "number",
        "target": 3.0,
    }
    assert re.fullmatch(r"20261116T050000Z-success-[0-9a-f]{6}", second["run_id"])
    assert second["computed_at"] == "2026-11-16T05:00:00+00:00"


def test_values_as_csv_have_the_same_columns(scorecard: Command, filled: str) -> None:
    found = scorecard("values", "success", "--format", "csv", url=filled)

    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert set(LEAST) <= set(rows[0])
    assert [(row["kpi_number"], row["period"], row["value"]) for row in rows] == [
        ("5", "2026-W45", ""),
        ("5", "2026-W46", "3.5"),
        ("6", "2026-W45", "2.0"),
        ("6", "2026-W46", "5.0"),
    ]


def test_values_as_a_table_are_for_people(scorecard: Command, filled: str) -> None:
    found = scorecard("values", "success", "--period", "2026-W46", url=filled)

    assert [re.sub(r" {2,}", "|", line) for line in found.out.splitlines()[2:]] == [
        "success|05|Forms, average|2026-W46|3.50",
        "success|06|Forms|2026-W46|5",
    ]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("last", {"2026-W46", "2026-11-17", "2026-10"}),
        ("2026-W44", {"2026-W44", "2026-11-01", "2026-10"}),
        ("2026-10", {"2026-10"}),
        ("2026-11-17", {"2026-11-17"}),
        ("2026-11-01..last", {"2026-W44", "2026-W46", "2026-11-01", "2026-11-17"}),
    ],
)
def test_values_of_a_period_are_those_that_a_run_of_it_computes(
    scorecard: Command, root: Path, url: str, period: str, expected: set[str]
) -> None:
    """It is Wednesday; October ended within W44."""
    wednesday = {"SCORECARD_NOW": "2026-11-18T06:00+01:00"}
    kpis = {
        f"success/kpi_0{number}.py": kpi_text("SELECT 1 AS value", name=cadence, cadence=cadence)
        for number, cadence in enumerate(("daily", "weekly", "monthly"), 1)
    }
    write_project(root, kpis)
    for each in ("2026-11-01", "2026-11-17", "2026-W44", "2026-W46", "2026-10", "2026-09"):
        cadence = "weekly" if "W" in each else "daily" if len(each) == 10 else "monthly"
        number = "123"[["daily", "weekly", "monthly"].index(cadence)]
        scorecard(
            "run",
            "success",
            "--kpi",
            number,
            "--period",
            each,
            "--no-publish",
            url=url,
            **wednesday,
        )
    found = scorecard(
        "values",
        "success",
        "--kpi",
        "1,2,3",
        "--period",
        period,
        "--format",
        "json",
        url=url,
        **wednesday,
    )

    assert {each["period"] for each in json.loads(found.out)} == expected


@pytest.mark.parametrize(("form", "out"), [("json", "[]\n"), ("csv", "domain\n")])
def test_no_values_are_an_empty_list_and_a_hint(
    scorecard: Command, url: str, form: str, out: str
) -> None:
    found = scorecard("values", "success", "--format", form, url=url)

    assert (found.code, found.out) == (0, out)
    assert (
        found.err
        == "no stored values found; compute them with scorecard run success --period last\n"
    )


# list, show, check, publish, init, doctor, new, crontab


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


def test_show_tells_definition_sql_parameters_and_last_values(
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


def test_show_works_without_a_warehouse(scorecard: Command) -> None:
    found = scorecard("show", "success", "5", url="postgresql://me:s3cret@127.0.0.1:1/w")

    assert found.code == 0
    assert (
        "last values unavailable: SCORECARD_WAREHOUSE: 127.0.0.1/w cannot be reached" in found.out
    )


def test_check_says_that_all_is_well_or_every_finding_with_its_line(
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


def test_publish_writes_from_the_store_alone(scorecard: Command, root: Path, filled: str) -> None:
    execute(filled, "DROP TABLE stg.forms")
    first, second = (
        scorecard("publish", "success", url=filled),
        scorecard("publish", "success", url=filled),
    )

    assert (first.code, first.err) == (0, "published var/success.xlsx\n")
    assert (second.code, second.err) == (0, "var/success.xlsx is already up to date\n")


def test_publish_before_the_first_run_says_what_to_do(scorecard: Command, url: str) -> None:
    found = scorecard("publish", "success", url=url)

    assert found.code == 1
    assert one_sentence(found).endswith("has no stored values yet; run it, then publish")


def test_init_makes_the_store_once(scorecard: Command, url: str) -> None:
    first, second = scorecard("init", url=url), scorecard("init", url=url)

    assert re.search(r": \d migrations applied$", first.out.strip())
    assert re.search(r": up to date$", second.out.strip())
    assert (first.code, second.code) == (0, 0)


def test_doctor_says_of_each_thing_whether_it_is_well(
    scorecard: Command, root: Path, url: str
) -> None:
    before = scorecard("doctor", url=url)
    scorecard("init", url=url)
    after = scorecard("doctor", url=url)

    assert before.code == 1
    assert re.search(
        r"^FAIL  schema: \d migrations to apply; run scorecard init$", before.out, re.MULTILINE
    )
    assert after.code == 0
    assert re.search(r"^ok    schema: up to date$", after.out, re.MULTILINE)
    assert re.search(r"^ok    catalogue: 2 KPIs, no problems found$", after.out, re.MULTILINE)
    assert re.search(
        r"^ok    time zone of success: Europe/Berlin, now 2026-11-16 06:00", after.out, re.MULTILINE
    )
    assert re.search(
        r"^note  deadline of success: success 2026-W45 is overdue since 2026-11-09",
        after.out,
        re.MULTILINE,
    )


def test_doctor_reports_a_warehouse_that_is_down(scorecard: Command) -> None:
    found = scorecard("doctor", url="postgresql://me:s3cret@127.0.0.1:1/w")

    assert found.code == 1
    assert re.search(
        r"^FAIL  warehouse: SCORECARD_WAREHOUSE: 127\.0\.0\.1/w cannot be reached",
        found.out,
        re.MULTILINE,
    )
    assert "s3cret" not in found.out + found.err


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


def test_crontab_prints_a_line_for_each_cadence_in_use_and_one_for_the_deadline(
    scorecard: Command,
) -> None:
    lines = [
        line for line in scorecard("crontab").out.splitlines() if line and not line.startswith("#")
    ]

    assert lines[:3] == ["SHELL=/bin/sh", lines[1], "SCORECARD_HOME=/srv/scorecard"]
    assert len(lines) == 5
    assert lines[3].startswith("0 6 * * MON ")
    assert "python -m runners.success run --cadence weekly" in lines[3]
    assert lines[4].startswith("5 9 * * * ")
    assert lines[4].endswith("python -m runners.success overdue --quiet")


# what goes wrong


def one_sentence(found: Outcome) -> str:
    """Return what a command said on stderr: one line, no traceback."""
    (line,) = found.err.splitlines()
    assert "Traceback" not in line
    assert line == line.strip()
    return line


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
            "period 'W46' is not a day (2026-11-16), an ISO week (2026-W47) or",
        ),
        (
            ["run", "success", "--week", "2026-W47"],
            "2026-W47 ends on 2026-11-22, which is not over; wait, or add",
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
def test_what_the_command_line_does_not_know_ends_with_2_and_its_usage(
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
            "SCORECARD_NOW='yesterday' is no instant; write it with an offset",
        ),
        (
            {"SCORECARD_QUERY_TIMEOUT": "soon"},
            "SCORECARD_QUERY_TIMEOUT='soon' is no number of seconds above 0",
        ),
        (
            {"SCORECARD_WAREHOUSE": "mysql://me:s3cret@h/d"},
            "SCORECARD_WAREHOUSE begins with mysql://; write duckdb",
        ),
        (
            {"SCORECARD_HOME": "/"},
            "/: neither this folder nor one above has a scorecards/ folder; change to",
        ),
        (
            {"SCORECARD_WAREHOUSE": "postgresql://me:s3/cret@h/w"},
            "SCORECARD_WAREHOUSE is no valid postgresql:// URL",
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


NOWHERE = "postgresql://me:s3cret@127.0.0.1:1/w"
UNREACHABLE = "SCORECARD_WAREHOUSE: 127.0.0.1/w cannot be reached: Connection refused"


@pytest.mark.parametrize("arguments", [["run", "success"], ["publish", "success"], ["init"]])
def test_what_writes_tries_three_times_to_reach_the_warehouse(
    scorecard: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    found = scorecard(*arguments, url=NOWHERE)

    assert (found.code, found.out) == (3, "")
    assert found.err.splitlines() == [
        f"{UNREACHABLE}; attempt 2 of 3 in 1 s",
        f"{UNREACHABLE}; attempt 3 of 3 in 2 s",
        f"{UNREACHABLE}; start the server, or mend the URL (after 3 attempts)",
    ]
    assert [int(pause) for pause in pauses] == [1, 2]


@pytest.mark.parametrize(
    "arguments", [["values", "success"], ["history", "success", "6"], ["diff"]]
)
def test_what_only_reads_says_at_once_that_the_warehouse_cannot_be_reached(
    scorecard: Command, arguments: list[str]
) -> None:
    found = scorecard(*arguments, url=NOWHERE)

    assert found.code == 3
    assert one_sentence(found) == f"{UNREACHABLE}; start the server, or mend the URL"


def test_a_finding_ends_a_run_with_3_before_anything_runs(
    scorecard: Command, root: Path, url: str
) -> None:
    write_project(
        root, {"success/kpi_07.py": kpi_text("SELECT 1 AS value FROM stg.other", name="Other")}
    )
    found = scorecard("run", "success", url=url)

    assert (found.code, found.out) == (3, "")
    assert one_sentence(found).startswith(
        "scorecards/success/kpi_07.py:9: the query reads stg.other, which is not in"
    )
    assert rows_of(root, url) == []


@contextmanager
def only_with_a_password(postgres: str, role: str, password: str) -> Iterator[None]:
    """Make a role whose password the server asks for; it trusts everybody else."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'".encode())
        row = connection.execute("SHOW hba_file").fetchone()
        assert row is not None
        file = Path(row[0])
        file.write_text(f"local all {role} scram-sha-256\n{file.read_text()}")
        connection.execute("SELECT pg_reload_conf()")
        yield
        file.write_text(file.read_text().replace(f"local all {role} scram-sha-256\n", ""))
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"DROP ROLE {role}".encode())


def test_a_wrong_password_ends_with_3_and_is_not_repeated(
    scorecard: Command, postgres: str, postgres_url: str
) -> None:
    role = postgres_url.partition("/test_")[2].partition("?")[0]
    name = f"locked_{role}"
    url = postgres_url.replace("//postgres:@", f"//{name}:wr0ng@")
    with only_with_a_password(postgres, name, "r1ght"):
        deadline = time.monotonic() + 5
        while (
            found := scorecard("run", "success", url=url)
        ).code != 3 and time.monotonic() < deadline:
            time.sleep(0.05)

    assert found.code == 3
    assert one_sentence(found).startswith("SCORECARD_WAREHOUSE: the local socket/test_")
    assert f'password authentication failed for user "{name}"' in found.err
    assert "wr0ng" not in found.err + found.out


def test_a_database_that_does_not_exist_ends_with_3(scorecard: Command, postgres: str) -> None:
    found = scorecard("run", "success", url=postgres.replace("/postgres?", "/nowhere?"))

    assert found.code == 3
    assert 'database "nowhere" does not exist' in one_sentence(found)


LOCKED = (
    "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True);"
    " time.sleep(60)"
)


def test_a_duckdb_file_that_another_program_has_open_ends_with_4(
    scorecard: Command, tmp_path: Path
) -> None:
    path = tmp_path / "w.duckdb"
    with start_command(tmp_path, [sys.executable, "-c", LOCKED, str(path)]) as other:
        assert other.stdout is not None
        other.stdout.readline()
        found = scorecard("run", "success", "--wait", "0.1", url=f"duckdb:///{path}")
        other.kill()

    assert found.code == 4
    assert (
        one_sentence(found)
        == f"{path} is open in another program (pid {other.pid}); wait for it to end, or stop it"
    )


def test_a_run_that_holds_the_lock_is_named_to_the_next_one(
    scorecard: Command, root: Path, url: str
) -> None:
    with another_process_holding(root, url) as holder:
        found = scorecard("run", "success", "--wait", "0.1", url=url)

    assert (found.code, found.out) == (4, "")
    assert "scorecard run success --week 2026-W46 by " in one_sentence(found)
    assert one_sentence(found).endswith(f"(pid {holder.pid}); wait for it to end, or stop it")


def test_of_two_runs_at_once_the_second_waits_and_finds_the_work_done(root: Path, url: str) -> None:
    arguments = ("run", "success", "--week", "2026-W46", "--no-publish", "--format", "json")
    environment = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
    processes = [start(root, *arguments, **environment) for _ in range(2)]
    found = [ended(process) for process in processes]

    changes = sorted(record["change"] for outcome in found for record in json.loads(outcome.out))
    assert [outcome.code for outcome in found] == [0, 0]
    assert changes == ["new", "none", "unchanged", "unchanged"]
    assert stored(url, "outcome", "scorecard_run", "1") == [("ok",), ("ok",)]


BAD = {
    "missing file": (
        kpi_text(
            "SELECT count(*) AS value FROM deals", name="Bad", sources=[File("exports/deals.csv")]
        ),
        (
            r"exports/deals\.csv does not exist below \S+; put the file there, or fix the path in"
            r" sources"
        ),
    ),
    "division by zero": (
        kpi_text("SELECT 1 / 0 AS value", name="Bad"),
        r".*(?i:division by zero).*",
    ),
    "too slow": (
        kpi_text(ENDLESS, name="Bad"),
        r"took longer than 0\.3 s; make the query faster or raise SCORECARD_QUERY_TIMEOUT",
    ),
    "text": (
        kpi_text("SELECT 'many' AS value", name="Bad"),
        r"the query returned text \('many'\) as value; return a number",
    ),
    "two columns": (
        kpi_text("SELECT 1 AS value, 2 AS other", name="Bad"),
        (
            r"the query returned the column other beside value; return field, value, numerator,"
            r" denominator only"
        ),
    ),
    "two rows": (
        kpi_text("SELECT n AS value FROM generate_series(1, 2) AS s(n)", name="Bad"),
        r"the query returned 2 rows; return one, or label them with a column field",
    ),
    "no such column": (
        kpi_text("SELECT sum(nothing) AS value FROM stg.forms", name="Bad", sources=[FORMS]),
        r".*nothing.*",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_kpi_that_fails_ends_with_1_and_one_sentence_and_the_rest_is_stored(
    scorecard: Command, root: Path, url: str, kind: str
) -> None:
    text, reason = BAD[kind]
    assert examine("SELECT 1 AS value", "postgres").problems == ()
    write_project(root, {"success/kpi_07.py": text})
    options = ("--week", "2026-W46", "--no-publish")
    found = scorecard("run", "success", *options, url=url, SCORECARD_QUERY_TIMEOUT="0.3")

    assert found.code == 1
    assert re.fullmatch(rf"scorecards/success/kpi_07\.py: 2026-W46: {reason}", one_sentence(found))
    assert "1 new, 1 without a value, 1 failed" in found.out
    assert values_of(root, url, 6) == {"2026-W46": 5}


def test_a_query_without_rows_is_no_failure(scorecard: Command, root: Path, url: str) -> None:
    query = "SELECT sent_on::text AS field, 1 AS value FROM stg.forms WHERE sent_on < '2000-01-01'"
    write_project(root, {"success/kpi_07.py": kpi_text(query, name="Rare", sources=[FORMS])})
    found = scorecard("run", "success", "--kpi", "7", "--week", "2026-W46", "--no-publish", url=url)

    assert (found.code, found.err) == (0, "")
    assert re.search(r"Rare +2026-W46 +– +the query returned no row$", found.out, re.MULTILINE)


def test_what_depends_on_a_failure_is_named_with_it(
    scorecard: Command, root: Path, url: str
) -> None:
    write_project(root, {"success/kpi_06.py": kpi_text("SELECT 1 / 0 AS value", name="Forms")})
    found = scorecard("run", "success", "--week", "2026-W46", url=url)

    first, second, published = found.err.splitlines()
    assert found.code == 1
    assert re.search("(?i)division by zero", first)
    assert second == "scorecards/success/kpi_05.py: 2026-W46: depends on kpi_06, which failed"
    assert published == "published var/success.xlsx"


def test_a_scorecard_that_cannot_be_published_ends_with_1(
    scorecard: Command, root: Path, url: str
) -> None:
    runner = root / "runners" / "success.py"
    runner.write_text(runner.read_text().replace("sheet=''", "sheet='SUCCESS_SHEET'"))
    found = scorecard(
        "run", "success", "--week", "2026-W46", url=url, SUCCESS_SHEET="runners/success.py/a.xlsx"
    )

    assert found.code == 1
    assert one_sentence(found).endswith("give the path of a file in a folder that can be written")
    assert values_of(root, url, 6) == {"2026-W46": 5}


# interrupted


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


RUNNING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query LIKE '%generate_series(1, 1000000)%'
      AND pid <> pg_backend_pid()
"""


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


# a project of one's own


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


def test_new_without_answers_and_without_anybody_to_ask_says_so(root: Path) -> None:
    found = ended(start(root, "new", "success"))

    assert found.code == 2
    assert found.err.strip() == "no terminal to ask on; pass the answers as options, see --help"
    assert not list((root / "scorecards/success").glob("kpi_0[89].py"))
