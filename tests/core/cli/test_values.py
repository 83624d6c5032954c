"""`values`, `history`, `diff` and `explain` as people and programs use them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.core.cli.commands import (
    Command,
)
from tests.project import kpi_text, write_project

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
