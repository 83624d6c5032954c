"""Results of a run as text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from core.catalog import Task
from core.cli.text.runs import (
    entered_text,
    left_alone_text,
    manual_lines,
    restated_lines,
    results_json,
    results_text,
    summary,
)
from core.model import parse_period
from core.model.records import as_json
from core.run import ManualResult, Report
from tests.core.cli.text.results import ENTRY, FAILED, result, row


def test_a_run_that_changes_nothing_says_so() -> None:
    results = [
        result(row(3), before=(row(3),)),
        result(row(4, "a"), row(5, "b"), before=(row(4, "a"), row(5, "b"))),
    ]
    assert summary(results, dry_run=False) == "nothing changed: 3 values are as stored"
    assert summary(results, dry_run=True) == "nothing would change: 3 values are as stored"


def test_the_summary_of_a_run_is_one_sentence() -> None:
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


def test_a_field_that_vanished_is_listed_and_counted() -> None:
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


def test_results_are_listed_beside_the_stored_values() -> None:
    results = [
        result(row(4), before=(row(3),)),
        result(row(5, period="2026-W45")),
        result(FAILED, before=(row(7),)),
    ]
    assert results_text(results).splitlines() == [
        "domain   no  KPI    period     value  stored  note",
        "-------  --  -----  --------  ------  ------  -------------------------------------------",
        "success  06  Forms  2026-W46       4       3",
        "success  06  Forms  2026-W45       5",
        "success  06  Forms  2026-W46  failed       7  scorecards/success/kpi_06.py: no such table",
    ]


def test_a_partial_value_says_so() -> None:
    texts = results_text(
        [result(row(4, partial=True)), result(row(None, partial=True))]
    ).splitlines()
    assert texts[2].endswith("  partial")
    assert texts[3].endswith("  partial; the query returned NULL")


def test_a_long_run_lists_only_failures_and_changes() -> None:
    same = [result(row(3), before=(row(3),))] * 60 + [result(row(3))] * 61
    assert results_text(same) == ""
    found = results_text([*same, result(row(4), before=(row(3),)), result(FAILED)]).splitlines()
    assert [line.split()[4:6] for line in found[2:]] == [
        ["4", "3"],
        ["failed", "scorecards/success/kpi_06.py:"],
    ]


def test_results_as_json_have_the_change_of_each_row() -> None:
    found = json.loads(results_json([result(row(4), before=(row(3),)), result(row(5, "a"))]))
    assert [(each["value"], each["stored_value"], each["change"]) for each in found] == [
        (4, 3, "changed"),
        (5, None, "new"),
    ]
    assert found[0] == json.loads(
        json.dumps(as_json(row(4)) | {"stored_value": 3.0, "change": "changed"})
    )


def test_a_settled_value_that_late_data_changed_is_named() -> None:
    late = result(row(4), before=(row(3),))
    provisional = result(row(4), before=(row(3, provisional_until=date(2026, 12, 1)),))
    redefined = result(row(4), before=(row(3, definition="other"),))

    assert restated_lines([late, provisional, redefined]) == [
        "restated: success/kpi_06 2026-W46 Forms was 3, is 4"
    ]


def test_ten_restated_values_are_named_and_the_others_counted() -> None:
    late = result(row(4, "north"), before=(row(3, "north"),))
    lines = restated_lines([late] * 12)

    assert lines[:10] == ["restated: success/kpi_06 2026-W46 Forms › north was 3, is 4"] * 10
    assert lines[10:] == ["restated: 2 more values; see scorecard diff"]


def test_a_manual_value_is_named_with_the_one_computed_beneath_it() -> None:
    manual = row(9, by_hand=True, remark="by hand, ana: by post")
    computed = result(row(5))
    changes = computed.changes.keep_beneath([manual.key])
    kept = replace(computed, before=(manual,), changes=changes, by_hand=(manual,))
    nothing = replace(kept, rows=())
    failing = replace(kept, rows=(FAILED,))

    assert manual_lines([kept, nothing, failing]) == [
        "success/kpi_06 2026-W46 Forms keeps its manual value 9; computed: 5",
        "success/kpi_06 2026-W46 Forms keeps its manual value 9; computed: nothing",
        "success/kpi_06 2026-W46 Forms keeps its manual value 9; computed: no such table",
    ]
    assert results_text([kept]).splitlines()[-1].endswith("5       9  the manual value 9 is kept")
    assert summary([kept], dry_run=False) == "1 kept beneath a manual value"


def test_a_value_that_was_set_is_shown_with_the_one_before_and_what_follows() -> None:
    manual = row(9, by_hand=True, remark="by hand, ana: by post")
    derived = Report((result(row(4), before=(row(3),)),))

    assert entered_text(ManualResult(row(3), manual, derived)).splitlines() == [
        "success/kpi_06 2026-W46: 9 (by hand, ana: by post), was 3",
        "derived values: 1 changed",
    ]
    assert entered_text(ManualResult(None, manual, Report())) == (
        "success/kpi_06 2026-W46: 9 (by hand, ana: by post), was nothing"
    )
    assert entered_text(ManualResult(manual, manual, Report())) == (
        "success/kpi_06 2026-W46 is already 9 (by hand, ana: by post)"
    )
    assert entered_text(ManualResult(manual, None, Report())) == (
        "success/kpi_06 2026-W46: nothing, was 9 (by hand, ana: by post)"
    )


def test_later_values_left_alone_are_named_by_kpi_from_the_first_to_the_last_period() -> None:
    weeks = [Task(ENTRY, parse_period(f"2026-W{week}")) for week in (46, 44, 45)]
    other = Task(replace(ENTRY, number=2), parse_period("2026-W46"))

    assert left_alone_text([*weeks, other]) == (
        "not recomputed: success/kpi_02 2026-W46, success/kpi_06 2026-W44..2026-W46;"
        " run them too, or leave out --only"
    )
