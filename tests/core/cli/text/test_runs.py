"""What a run prints of its results."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.catalog.entries import Entry
from core.catalog.tasks import Task
from core.cli.text.runs import change, results_json, results_text, summary
from core.cli.text.values import record
from core.compute.changes import compare
from core.compute.steps import TaskResult
from core.kpi import Kpi
from core.model.records import Row
from tests.rows import row as stored_row

KPI = Kpi(name="Forms", owner="a@example.com", unit="count", query="SELECT 1 AS value")


ENTRY = Entry("success", 6, "scorecards/success/kpi_06.py", "What is counted.", KPI, "", "")


def row(value: float | None = 3.0, field: str = "", period: str = "2026-W46", **given: Any) -> Row:
    """A row of KPI 06 as it is computed on the Monday after."""
    return stored_row(value, field, period, **{"definition": "a1b2c3", **given})


def result(*computed: Row, before: tuple[Row, ...] = ()) -> TaskResult:
    found = compare({each.key: each for each in before}, computed)
    return TaskResult(Task(ENTRY, computed[0].period), computed, before, found)


FAILED = row(None, outcome="failed", reason="no such table")


@pytest.mark.parametrize(
    ("before", "computed", "expected"),
    [
        ((), row(3), "new"),
        ((row(3),), row(3), "unchanged"),
        ((row(3),), row(4), "changed"),
        ((row(3),), row(3, definition="other"), "updated"),
        ((row(2, partial=True),), row(3), "updated"),
        ((), row(None), "none"),
        ((row(None),), row(None), "unchanged"),
        ((row(3),), row(None), "changed"),
        ((), FAILED, "failed"),
        ((row(3),), FAILED, "failed"),
        ((FAILED,), row(3), "updated"),
    ],
)
def test_what_became_of_a_row_has_one_word(
    before: tuple[Row, ...], computed: Row, expected: str
) -> None:
    assert change(result(computed, before=before), computed) == expected


def test_a_run_that_changes_nothing_says_so() -> None:
    results = [
        result(row(3), before=(row(3),)),
        result(row(4, "a"), row(5, "b"), before=(row(4, "a"), row(5, "b"))),
    ]
    assert summary(results, dry_run=False) == "nothing changed: 3 values are as stored"
    assert summary(results, dry_run=True) == "nothing would change: 3 values are as stored"


def test_a_run_is_summed_up_in_one_sentence() -> None:
    results = [
        result(row(3)),
        result(row(4), before=(row(3),)),
        result(row(3), before=(row(3),)),
        result(row(None)),
        result(FAILED),
        result(row(3, definition="other"), before=(row(3),)),
    ]
    sentence = (
        "1 new, 1 changed, 1 updated without a change of value, 1 without a value, 1 unchanged, 1"
        " failed"
    )
    assert summary(results, dry_run=False) == sentence
    assert summary(results, dry_run=True) == f"{sentence} (dry run, nothing written)"


def test_a_label_that_vanished_is_told_and_counted() -> None:
    found = result(row(3, "a"), before=(row(3, "a"), row(4, "b")))
    assert summary([found], dry_run=False) == "1 changed, 1 unchanged"
    line = results_text([found]).splitlines()[-1]
    assert line.split()[3:] == [
        "›",
        "b",
        "2026-W46",
        "–",
        "4",
        "the",
        "query",
        "no",
        "longer",
        "returns",
        "this",
        "field",
    ]
    assert [
        (each["field_details"], each["value"], each["stored_value"])
        for each in json.loads(results_json([found]))
    ] == [
        ("a", 3, 3),
        ("b", None, 4),
    ]


def test_results_stand_beside_what_was_stored() -> None:
    results = [
        result(row(4), before=(row(3),)),
        result(row(5, period="2026-W45")),
        result(FAILED, before=(row(7),)),
    ]
    assert results_text(results).splitlines() == [
        "domain   no  KPI    period    value  stored  note",
        "-------  --  -----  --------  -----  ------  -------------------------------------------",
        "success  06  Forms  2026-W46      4       3",
        "success  06  Forms  2026-W45      5",
        "success  06  Forms  2026-W46      –       7  scorecards/success/kpi_06.py: no such table",
    ]


def test_a_partial_value_says_so() -> None:
    texts = results_text(
        [result(row(4, partial=True)), result(row(None, partial=True))]
    ).splitlines()
    assert texts[2].endswith("  partial")
    assert texts[3].endswith("  partial; the query returned NULL")


def test_of_a_long_run_only_what_failed_or_changed_is_listed() -> None:
    same = [result(row(3), before=(row(3),))] * 60 + [result(row(3))] * 61
    assert results_text(same) == ""
    found = results_text([*same, result(row(4), before=(row(3),)), result(FAILED)]).splitlines()
    assert [line.split()[4:6] for line in found[2:]] == [
        ["4", "3"],
        ["–", "scorecards/success/kpi_06.py:"],
    ]


def test_results_as_json_tell_what_became_of_each_row() -> None:
    found = json.loads(results_json([result(row(4), before=(row(3),)), result(row(5, "a"))]))
    assert [(each["value"], each["stored_value"], each["change"]) for each in found] == [
        (4, 3, "changed"),
        (5, None, "new"),
    ]
    assert found[0] == json.loads(
        json.dumps(record(row(4)) | {"stored_value": 3.0, "change": "changed"})
    )
