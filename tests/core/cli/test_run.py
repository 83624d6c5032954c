"""`scorecard run` as people and cron use it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from core.kpi import File
from core.query.parse.statement import examine
from tests.core.cli.commands import FORMS, Command, one_sentence
from tests.core.engines.asking import ENDLESS
from tests.processes import ended, start
from tests.project import NOW, kpi_text, write_project
from tests.runs import rows_of, values_of
from tests.warehouses import execute, stored


def test_a_run_prints_results_on_stdout_and_messages_on_stderr(
    scorecard: Command, root: Path, url: str
) -> None:
    found = scorecard("run", "success", "--week", "2026-W45..2026-W46", url=url)

    header, _, *lines, blank, summary = found.out.splitlines()
    assert found.code == 0
    assert header.split() == ["domain", "no", "KPI", "period", "value", "stored", "note"]
    assert sorted(re.sub(r" {2,}", "|", line) for line in lines) == [
        (
            "success|05|Forms, average|2026-W45|no data|history too short: 1 of the 2 periods of"
            " kpi_06 have a value; 2026-W44 has none"
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
    assert found.out.splitlines()[-1] == "nothing changed: 1 value is as stored"
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


def test_the_second_of_two_runs_waits_and_finds_the_work_done(root: Path, url: str) -> None:
    arguments = ("run", "success", "--week", "2026-W46", "--no-publish", "--format", "json")
    environment = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
    processes = [start(root, *arguments, **environment) for _ in range(2)]
    found = [ended(process) for process in processes]

    changes = sorted(record["change"] for outcome in found for record in json.loads(outcome.out))
    assert [outcome.code for outcome in found] == [0, 0]
    assert changes == ["new", "none", "unchanged", "unchanged"]
    assert stored(url, "outcome", "scorecard_run", "1") == [("ok",), ("ok",)]


OTHER = kpi_text("SELECT 1 AS value FROM stg.other", name="Other")
OTHER_FINDING = "scorecards/success/kpi_07.py:9: the query reads stg.other, which is not in"


def test_a_kpi_with_a_finding_is_left_out_and_the_run_ends_with_1(
    scorecard: Command, root: Path, url: str
) -> None:
    write_project(root, {"success/kpi_07.py": OTHER})
    found = scorecard("run", "success", "--week", "2026-W46", "--no-publish", url=url)

    assert found.code == 1
    assert one_sentence(found).startswith(OTHER_FINDING)
    assert {row.kpi_number for row in rows_of(root, url)} == {5, 6}


def test_a_finding_of_the_only_kpi_ends_a_run_with_3_before_anything_runs(
    scorecard: Command, root: Path, url: str
) -> None:
    write_project(root, {"success/kpi_07.py": OTHER})
    found = scorecard("run", "success", "--kpi", "7", url=url)

    assert (found.code, found.out) == (3, "")
    assert one_sentence(found).startswith(OTHER_FINDING)
    assert rows_of(root, url) == []


def test_catching_up_without_gaps_still_names_a_kpi_with_a_finding(
    scorecard: Command, root: Path, url: str
) -> None:
    scorecard("run", "success", "--no-publish", url=url)
    write_project(root, {"success/kpi_07.py": OTHER})
    found = scorecard("catch-up", "success", "--no-publish", url=url)

    assert (found.code, found.out) == (1, "success: nothing is missing\n")
    assert one_sentence(found).startswith(OTHER_FINDING)


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


def test_a_query_without_rows_is_not_a_failure(scorecard: Command, root: Path, url: str) -> None:
    query = "SELECT sent_on::text AS field, 1 AS value FROM stg.forms WHERE sent_on < '2000-01-01'"
    write_project(root, {"success/kpi_07.py": kpi_text(query, name="Rare", sources=[FORMS])})
    found = scorecard("run", "success", "--kpi", "7", "--week", "2026-W46", "--no-publish", url=url)

    assert (found.code, found.err) == (0, "")
    assert re.search(
        r"Rare +2026-W46 +no data +the query returned no row$", found.out, re.MULTILINE
    )


def test_a_kpi_that_depends_on_a_failed_one_is_named_with_it(
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


def test_today_takes_neither_a_period_nor_another_cadence(
    scorecard: Command, root: Path, url: str
) -> None:
    for more in (("--period", "2026-11-16"), ("--cadence", "weekly")):
        found = scorecard("run", "success", "--today", *more, url=url)
        assert found.code == 2
        assert "--today runs daily KPIs for today so far; leave out --period" in found.err
