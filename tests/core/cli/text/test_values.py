"""How results read on a terminal and in a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog.entries import Entry
from core.catalog.tasks import Task
from core.cli.text.runs import change, results_json, results_text, summary
from core.cli.text.tables import sparkline, table
from core.cli.text.values import record, rows_text
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


def test_a_table_is_aligned_under_its_header_without_trailing_blanks() -> None:
    text = table([("success", "6", "Forms"), ("hr", "32", "")], ("domain", "no", "KPI"), right=(1,))
    assert text.splitlines() == [
        "domain   no  KPI",
        "-------  --  -----",
        "success   6  Forms",
        "hr       32",
    ]


def test_a_table_without_rows_is_its_header() -> None:
    assert table([], ("domain", "no")) == "domain  no\n------  --"


def test_wide_letters_take_two_places() -> None:
    assert table([("売上", "1"), ("abcd", "2")], ("KPI", "n")).splitlines()[2:] == [
        "売上  1",
        "abcd  2",
    ]


def test_a_cell_of_several_lines_takes_one() -> None:
    assert table([("a\nb", "c")], ("x", "y")).splitlines() == ["x    y", "---  -", "a b  c"]


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5))
def test_a_table_has_a_line_a_row_whatever_is_in_it(rows: list[tuple[str, str]]) -> None:
    assert len(table(rows, ("one", "two")).split("\n")) == len(rows) + 2


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([], ""),
        ([None, None], ""),
        ([5], "▄"),
        ([5, 5, 5], "▄▄▄"),
        ([0, 7], "▁█"),
        ([7, 0], "█▁"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([-1, None, 1], "▁ █"),
        ([None, 0.1, 0.2], " ▁█"),
    ],
)
def test_a_sparkline_stands_between_the_least_and_the_greatest(
    values: list[float | None], bars: str
) -> None:
    assert sparkline(values) == bars


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=20))
def test_a_sparkline_has_a_place_a_value_and_rises_with_it(values: list[float | None]) -> None:
    bars = sparkline(values)
    known = [(value, bar) for value, bar in zip(values, bars, strict=False) if value is not None]
    assert len(bars) == (len(values) if known else 0)
    assert [bar for _, bar in sorted(known)] == sorted(bar for _, bar in known)
    assert all((bar == " ") == (value is None) for value, bar in zip(values, bars, strict=False))


def test_a_record_has_every_part_that_a_reader_of_json_needs() -> None:
    assert record(
        row(0.125, "north", "2026-W53", unit="percent", target=0.1, numerator=1.0, denominator=8.0)
    ) == {
        "domain": "success",
        "kpi_number": 6,
        "field_name": "forms",
        "field_details": "north",
        "range_type": "week",
        "period": "2026-W53",
        "period_start": "2026-12-28",
        "period_end": "2027-01-03",
        "value": 0.125,
        "numerator": 1.0,
        "denominator": 8.0,
        "outcome": "value",
        "reason": None,
        "unit": "percent",
        "target": 0.1,
        "partial": False,
        "provisional_until": None,
        "by_hand": False,
        "remark": None,
        "print_date": "2027-01-04",
        "cut_off": "2026-11-16T05:00:00+00:00",
        "definition": "a1b2c3",
        "run_id": "run-1",
        "computed_at": "2026-11-16T05:01:00+00:00",
    }


def test_stored_rows_read_as_a_table_with_names_units_and_reasons() -> None:
    rows = [row(1234), row(0.125, "north", unit="percent"), row(None, period="2026-W45")]
    assert rows_text(rows, "table", {("success", 6): "Forms"}).splitlines() == [
        "domain   no  KPI            period    value  note",
        "-------  --  -------------  --------  -----  -----------------------",
        "success  06  Forms          2026-W46  1,234",
        "success  06  Forms › north  2026-W46  12.5%",
        "success  06  Forms          2026-W45      –  the query returned NULL",
    ]
    assert "forms" in rows_text(rows, "table", {})


def test_stored_rows_read_back_from_csv_and_json() -> None:
    rows = [row(1234.5, 'a, "b"\nc'), row(None)]
    found = list(csv.DictReader(io.StringIO(rows_text(rows, "csv", {}))))
    assert [each["field_details"] for each in found] == ['a, "b"\nc', ""]
    assert [each["value"] for each in found] == ["1234.5", ""]
    assert list(found[0]) == list(record(rows[0]))
    assert json.loads(rows_text(rows, "json", {})) == [record(each) for each in rows]
    assert json.loads(rows_text([], "json", {})) == []


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
