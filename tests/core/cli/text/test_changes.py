"""Changes of stored values as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.cli.text.changes import cause_text, changes_json, changes_text, value_or_reason
from core.model import restate
from tests.rows import row

OLD, NEW = row(2.0, run_id="run-0"), row(1234.0)
CHANGE = restate(OLD, NEW, "data")
TABLE = """\
domain   no  KPI             period     was        is  cause                 since (UTC)       run
-------  --  --------------  --------  ----  --------  --------------------  ----------------  -----
success  06  Forms           2026-W46     2     1,234  late or changed data  2026-11-16 05:01  run-1
success  07  kpi_07 › north  2026-W46  2.00  1,234.00  late or changed data  2026-11-16 05:01  run-1
"""


def test_a_change_has_old_and_new_value_cause_time_and_run() -> None:
    unnamed = replace(CHANGE, field_details="north", kpi_number=7)

    assert changes_text([CHANGE, unnamed], {("success", 6): ("Forms", "count")}) + "\n" == TABLE


@pytest.mark.parametrize(
    ("cause", "note", "provisional", "text"),
    [
        ("data", "", False, "late or changed data"),
        ("data", "kpi_07", False, "late or changed data, kpi_07"),
        ("data", "", True, "late or changed data, while provisional"),
        ("definition", "", True, "new definition"),
        ("definition", "kpi_07", False, "new definition of kpi_07"),
        ("by hand", "ana: by post", False, "by hand, ana: by post"),
    ],
)
def test_a_cause_has_its_note_and_says_whether_the_value_was_provisional(
    cause: str, note: str, provisional: bool, text: str
) -> None:
    change = replace(CHANGE, cause=cause, note=note, provisional=provisional)

    assert cause_text(change) == text


@pytest.mark.parametrize(
    ("value", "reason", "text"),
    [
        (0.125, "", "12.5%"),
        (None, "", "none"),
        (None, "no row", "none (no row)"),
        (
            None,
            "the query took longer than 300 s; make it faster",
            "none (the query took longer than 300 s; make …)",
        ),
    ],
)
def test_a_missing_value_has_its_reason_in_a_few_words(
    value: float | None, reason: str, text: str
) -> None:
    assert value_or_reason(value, reason, "percent") == text


def test_json_has_the_columns_of_the_store() -> None:
    (record,) = json.loads(changes_json([CHANGE]))

    assert (record["period"], record["period_start"]) == ("2026-W46", "2026-11-09")
    assert (record["old_value"], record["new_value"], record["cause"]) == (2.0, 1234.0, "data")
    assert record["restated_at"] == "2026-11-16T05:01:00+00:00"
