"""`values`, `history`, `diff` and `explain` as people and programs use them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.core.cli.commands import COUNT, FORMS, Command, one_sentence
from tests.processes import Outcome
from tests.project import kpi_text, runner_text, write_project
from tests.warehouses import execute

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
        "success|05|Forms, average|2026-W46|3.50|≤ 3.00|✓ on track, 86%",
        "success|06|Forms|2026-W46|5",
    ]


def test_values_can_be_compared_with_earlier_ones(scorecard: Command, filled: str) -> None:
    found = scorecard("values", "success", "--period", "2026-W46", "--compare", url=filled)
    in_json = scorecard("values", "success", "--kpi", "6", "--compare", "--format=json", url=filled)

    assert [re.sub(r" {2,}", "|", line) for line in found.out.splitlines()[2:]] == [
        "05|Forms, average|2026-W46|3.50|–|–|–",
        "06|Forms|2026-W46|5|+3 (+150.0%)|–|–",
    ]
    first, second = (each["comparison"] for each in json.loads(in_json.out))
    assert first["before"]["reason"] == "2026-W44 is not stored"
    assert (second["before"]["value"], second["before"]["change_percent"]) == (2, 150)
    assert second["year_ago"]["against"] == "2025-W46, 52 weeks back"


def test_values_to_date_follow_what_the_file_declares_and_the_runners_year(
    scorecard: Command, root: Path, url: str
) -> None:
    kpi = kpi_text(COUNT, name="Forms", sources=[FORMS], adds="sum")
    runner = runner_text("success").replace("    sheet=", "    year_begins=11,\n    sheet=")
    write_project(root, {"success/kpi_06.py": kpi}, {"success": runner})
    scorecard("run", "success", "--period", "2026-W45..2026-W46", "--no-publish", url=url)
    found = scorecard("values", "success", "--kpi", "6", "--to-date", url=url)

    lines = [re.sub(r" {2,}", "|", line) for line in found.out.splitlines()[2:]]
    no_year_before = "2025-W45..2025-W46 has no value"
    assert lines == [
        f"06|Forms|{unit}|2026-W45..2026-W46|7|–|–|{no_year_before}"
        for unit in ("month", "quarter", "year")
    ]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("last", {"2026-W46", "2026-11-17", "2026-10"}),
        ("2026-W44", {"2026-W44", "2026-11-01", "2026-10"}),
        ("2026-10", {"2026-10"}),
        ("2026-11-17", {"2026-11-17"}),
        ("yesterday", {"2026-11-17"}),
        ("today", set()),
        ("2026-Q3", {"2026-09"}),
        (
            "2026-Q3..2026",
            {"2026-09", "2026-10", "2026-W44", "2026-W46", "2026-11-01", "2026-11-17"},
        ),
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


def test_history_of_a_value_that_never_changed_says_so(scorecard: Command, filled: str) -> None:
    found = scorecard("history", "success", "6", url=filled)

    assert found == Outcome(0, "no changes recorded\n", "")


def test_history_of_a_period_has_the_value_and_its_changes(scorecard: Command, filled: str) -> None:
    execute(filled, "INSERT INTO stg.forms VALUES ('2026-11-12')")
    scorecard("run", "success", "--week", "2026-W46", "--no-publish", url=filled)
    found = scorecard("history", "success", "6", "--week", "2026-W46", url=filled)

    value, change = (re.split("  +", part.splitlines()[2]) for part in found.out.split("\n\n"))
    assert found.code == 0
    assert value[3:5] == ["2026-W46", "6"]
    assert change[3:7] == ["2026-W46", "5", "6", "late or changed data"]
    for text in ("last", "2026", "2026-Q4"):
        assert (
            "late or changed data"
            in scorecard("history", "success", "6", "--period", text, url=filled).out
        )


def test_diff_names_the_instant_since_which_nothing_changed(
    scorecard: Command, filled: str
) -> None:
    (run_id,) = {row["run_id"] for row in stored_values(scorecard, filled)}

    for since, instant in (
        ("", "2026-11-16 00:00"),
        ("2026-10-01", "2026-10-01 00:00"),
        (run_id, "2026-11-16 05:00"),
    ):
        found = scorecard("diff", "--since", since, url=filled)
        assert found == Outcome(0, f"nothing has changed since {instant} UTC\n", "")


def test_diff_since_neither_a_day_nor_a_run_is_wrong_usage(scorecard: Command, filled: str) -> None:
    found = scorecard("diff", "--since", "monday", url=filled)

    assert (found.code, found.out) == (2, "")
    assert one_sentence(found).startswith("'monday' is neither a day such as 2026-11-16 nor")


def test_explain_as_text_and_as_json_is_about_the_same_value(
    scorecard: Command, filled: str
) -> None:
    text = scorecard("explain", "success", "6", "2026-W46", url=filled)
    parsed = json.loads(
        scorecard("explain", "success", "6", "2026-W46", "--format", "json", url=filled).out
    )

    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("success/kpi_06  Forms, 2026-W46\n")
    assert parsed["version_in_file"] == parsed["computations"][0]["definition"]["version"]
    assert parsed["computations"][0]["fields"][0]["value"] == 5


def test_explain_knows_no_version_of_a_file_with_findings(
    scorecard: Command, root: Path, filled: str
) -> None:
    write_project(root, {"success/kpi_06.py": kpi_text(unit="apples", name="Forms")})
    found = scorecard("explain", "success", "6", "2026-W46", "--format", "json", url=filled)

    assert json.loads(found.out)["version_in_file"] is None


def test_explain_needs_the_runner_for_the_time_zone(
    scorecard: Command, root: Path, filled: str
) -> None:
    (root / "runners" / "success.py").write_text("RUNNER = None\n")
    found = scorecard("explain", "success", "6", "2026-W46", url=filled)

    assert (found.code, found.out) == (3, "")
    assert one_sentence(found).startswith("runners/success.py:1: ")


def stored_values(scorecard: Command, url: str) -> list[dict[str, str]]:
    records: list[dict[str, str]] = json.loads(
        scorecard("values", "success", "--format", "json", url=url).out
    )
    return records
