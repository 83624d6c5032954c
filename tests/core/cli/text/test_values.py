"""Stored rows as table, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from core.cli.text.values import label, note_text, record, rows_text, value_text
from tests.core.cli.text.results import row


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


def test_a_value_is_in_its_unit_or_a_dash() -> None:
    assert value_text(row(0.125, unit="percent")) == "12.5%"
    assert value_text(row(None)) == "–"


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
