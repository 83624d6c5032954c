"""Records as JSON and as CSV."""

from __future__ import annotations

from datetime import date

from core.cli.text.records import csv_text, json_text


def test_json_keeps_letters_and_asks_about_what_it_does_not_know() -> None:
    assert json_text({"name": "Anrufe, geprüft"}) == '{\n  "name": "Anrufe, geprüft"\n}'
    assert json_text([date(2026, 11, 16)], str) == '[\n  "2026-11-16"\n]'


def test_csv_has_a_header_and_a_list_as_one_text() -> None:
    records = [{"a": 1, "b": ["x", "y"]}, {"a": None, "b": []}]

    assert csv_text(records, ("z",)) == "a,b\n1,x; y\n,"
    assert csv_text([], ("a", "b")) == "a,b"
