"""Stored rows as table, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from core.catalog import Break
from core.cli.text.values import label, mean_text, note_text, rows_text, signed_text, value_text
from core.model.records import as_json
from tests.core.cli.text.results import row
from tests.core.store.test_comments import LOW


def test_stored_rows_read_as_a_table_with_names_units_and_reasons() -> None:
    rows = [row(1234), row(0.125, "north", unit="percent"), row(None, period="2026-W45")]
    assert rows_text(rows, "table", {("success", 6): "Forms"}).splitlines() == [
        "domain   no  KPI            period      value  note",
        "-------  --  -------------  --------  -------  -----------------------",
        "success  06  Forms          2026-W46    1,234",
        "success  06  Forms › north  2026-W46    12.5%",
        "success  06  Forms          2026-W45  no data  the query returned NULL",
    ]
    assert "forms" in rows_text(rows, "table", {})


def test_stored_rows_read_back_from_csv_and_json() -> None:
    rows = [row(1234.5, 'a, "b"\nc'), row(None)]
    found = list(csv.DictReader(io.StringIO(rows_text(rows, "csv", {}))))
    assert [each["field_details"] for each in found] == ['a, "b"\nc', ""]
    assert [each["value"] for each in found] == ["1234.5", ""]
    judged = ["progress", "status", "status_reason", "trend", "trend_percent", "trend_since"]
    assert list(found[0]) == [*as_json(rows[0]), "new_definition", *judged]
    for record, each in zip(json.loads(rows_text(rows, "json", {})), rows, strict=True):
        facts = {**as_json(each), "new_definition": None}
        assert facts.items() <= record.items()
        assert record["status"] == "no_target"
    assert json.loads(rows_text([], "json", {})) == []


def test_the_first_row_of_a_new_definition_says_what_changed() -> None:
    rows = [row(1, period="2026-W45"), row(2), row(None, "north")]
    breaks = {each.key: Break(each.period, ("query", "unit from a to b")) for each in rows[1:]}
    noted = rows_text(rows, "table", {}, breaks).splitlines()

    assert noted[2].endswith("1")
    assert noted[3].endswith("2  new definition: query, unit from a to b")
    assert noted[4].endswith("new definition: query, unit from a to b; the query returned NULL")
    found = json.loads(rows_text(rows, "json", {}, breaks))
    assert [each["new_definition"] for each in found[:2]] == [None, ["query", "unit from a to b"]]
    read = list(csv.DictReader(io.StringIO(rows_text(rows, "csv", {}, breaks))))
    assert [each["new_definition"] for each in read[:2]] == ["", "query; unit from a to b"]


def test_comments_follow_the_note_and_are_whole_in_json_and_csv() -> None:
    rows = [row(1, "web"), row(2)]
    comments = {LOW.key: LOW}
    noted = rows_text(rows, "table", {}, comments=comments).splitlines()

    assert noted[2].endswith("1  comment: “The form was down from Tuesday: =1+1 ✎”")
    assert noted[3].endswith("2")
    for read in (
        json.loads(rows_text(rows, "json", {}, comments=comments)),
        list(csv.DictReader(io.StringIO(rows_text(rows, "csv", {}, comments=comments)))),
    ):
        assert [each["comment"] or None for each in read] == [LOW.text, None]


def test_a_value_is_in_its_unit_or_has_the_mark_of_its_state() -> None:
    assert value_text(row(0.125, unit="percent")) == "12.5%"
    assert value_text(row(None)) == "no data"
    assert value_text(row(None, outcome="failed", reason="no such table")) == "failed"
    assert value_text(row(None, reason="the query no longer returns this field")) == "–"


def test_the_sign_of_a_number_is_that_of_the_scorecard() -> None:
    final = date(2026, 11, 23)
    rows = [row(3.0, by_hand=True), row(3.0, partial=True), row(3.0, provisional_until=final)]
    assert [signed_text(each) for each in rows] == ["3†", "3…", "3*"]


def test_a_label_is_the_name_of_the_kpi_and_the_field_of_a_breakdown() -> None:
    names = {("success", 6): "Forms"}

    assert label(row(), names) == "Forms"
    assert label(row(field="north"), names) == "Forms › north"
    assert label(row(field="north"), {}) == "forms › north"


def test_a_note_says_what_a_reader_should_know_of_a_value() -> None:
    assert note_text(row()) == ""
    assert note_text(row(partial=True, provisional_until=date(2026, 12, 1))) == "partial"
    assert note_text(row(None, provisional_until=date(2026, 12, 1), remark="by hand")) == (
        "provisional until 2026-12-01; the query returned NULL; by hand"
    )


def test_values_with_targets_have_their_status_and_trend() -> None:
    target = {"target": 5.0, "better": "higher"}
    rows = [row(2, period="2026-W42"), row(None, period="2026-W45", **target), row(4, **target)]

    assert rows_text(rows, "table", {("success", 6): "Forms"}).splitlines()[2:] == [
        "success  06  Forms  2026-W42        2",
        "success  06  Forms  2026-W45  no data     ≥ 5  no value         the query returned NULL",
        "success  06  Forms  2026-W46        4     ≥ 5  ✓ on track, 80%",
    ]
    newest = json.loads(rows_text(rows[2:], "json", {}, stored=rows))[0]
    assert (newest["progress"], newest["status"]) == (80.0, "on_track")
    assert (newest["trend"], newest["trend_percent"]) == ("up", 1.0)
    assert newest["trend_since"] == "2026-W42"


def test_a_mean_of_counts_has_a_decimal_unless_it_is_whole() -> None:
    assert (mean_text(5.75, "count"), mean_text(-2.0, "count")) == ("5.8", "-2")
    assert mean_text(0.125, "percent") == "12.5%"
