"""Comparisons and limits as programs read them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from core.cli.text.compared import compared_rows
from core.cli.text.comparison import compared_text
from core.model import Row
from tests.core.publish.samples import FORMS
from tests.core.status.rows import row, run_of

WEEKS = [*run_of("2025-W46", 40), *run_of("2026-W42", 10, 20, 30, 0, 50)]
DEFINITION = replace(FORMS, kpi_number=1, better="higher")


def text(rows: list[Row], form: str, shown: list[Row]) -> str:
    return compared_text(compared_rows(shown, rows, {}, {1: DEFINITION}), form, {})


def test_json_has_every_comparison_with_its_base_and_reason() -> None:
    (found,) = json.loads(text(WEEKS, "json", WEEKS[-1:]))
    assert (found["period"], found["value"], found["new_definition"]) == ("2026-W46", 50, None)
    assert found["comparison"]["year_ago"] == {
        "against": "2025-W46, 52 weeks back",
        "value": 40,
        "change": 10,
        "change_percent": 25.0,
        "reason": None,
        "remark": None,
    }
    assert found["comparison"]["before"]["reason"] == "no per cent of 0"
    assert [each["value"] for each in found["comparison"]["averages"]] == [15, None]


def test_csv_has_a_column_for_each_of_them() -> None:
    (found,) = csv.DictReader(io.StringIO(text(WEEKS, "csv", WEEKS[-1:])))
    assert (found["before_change"], found["before_change_percent"]) == ("50", "")
    assert (found["year_ago_value"], found["short_mean_value"]) == ("40", "15.0")
    assert found["long_mean_reason"] == "4 of 13 can be compared"


def test_limits_are_told_with_their_base_and_what_they_say_of_value_and_target() -> None:
    rows = run_of("2026-W01", *([9, 11] * 10), 20, target=4.0, better="higher")
    (found,) = json.loads(text(rows, "json", rows[-1:]))
    assert found["limits"] == {
        "mean": 10,
        "lower": 4.68,
        "upper": 15.32,
        "first_period": "2026-W01",
        "last_period": "2026-W20",
        "values": 20,
        "locked": True,
        "recorded_at": None,
        "corrected": [],
        "variation": "improvement",
        "sign": "above the upper limit",
        "target_is_met": "always",
        "reason": None,
    }


def test_without_limits_there_is_a_reason() -> None:
    rows = run_of("2026-W45", 5, 6)
    (found,) = json.loads(text(rows, "json", rows[-1:]))
    assert (found["limits"]["mean"], found["limits"]["values"]) == (None, 2)
    assert found["limits"]["reason"].startswith("limits need 10 final values")
    failed = row("2026-W45", None, outcome="failed")
    (found,) = csv.DictReader(io.StringIO(text([failed], "csv", [failed])))
    assert found["limits_reason"] == "no value is stored"


def test_quarters_and_weeks_have_the_same_columns() -> None:
    rows = [row("2026-Q3", 5), row("2026-W46", 6)]
    first, second = csv.DictReader(io.StringIO(text(rows, "csv", rows)))
    assert first["short_mean_against"] == "mean of the 4 quarters before"
    assert (first["long_mean_against"], second["long_mean_against"]) == (
        "",
        "mean of the 13 weeks before",
    )
