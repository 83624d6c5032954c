"""Values to date as people and programs read them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from core.cli.text.to_date import LineToDate, lines_to_date, own_to_date_text, to_date_text
from core.model import Adds, Row
from tests.core.publish.samples import FORMS
from tests.core.status.rows import ratio, row, run_of

NAMES = {("success", 1): "Deals"}
WEEKS = [*run_of("2025-W40", *[8] * 7), *run_of("2026-W40", *[10] * 7)]
PARTIAL = row("2026-W47", 1, partial=True)


def lines(rows: list[Row], adds: Adds = "sum", year_begins: int = 1) -> list[LineToDate]:
    definitions = {1: replace(FORMS, kpi_number=1, adds=adds)}
    return lines_to_date(rows, rows, (), definitions, year_begins)


def columns(table: str) -> list[list[str]]:
    return [re.split(r" {2,}", line.strip()) for line in table.splitlines() if "--" not in line]


def test_each_span_has_a_line_with_its_periods() -> None:
    header, *found = columns(to_date_text(lines(WEEKS), "table", NAMES))
    assert header == [*("no", "KPI", "to date", "periods", "value", "a year ago", "change"), "note"]
    assert found[:2] == [
        ["01", "Deals", "month", "2026-W45..2026-W46", "20", "16", "+4 (+25.0%)"],
        ["01", "Deals", "quarter", "2026-W40..2026-W46", "70", "56", "+14 (+25.0%)"],
    ]
    assert found[2][-1] == "7 of 46 weeks; a year ago 7 of 46 weeks; too little is there to compare"


def test_a_kpi_that_is_not_added_up_has_one_line_with_the_reason() -> None:
    found = columns(to_date_text(lines(WEEKS, ""), "table", NAMES))
    assert found[1:] == [
        ["01", "Deals", "–", "2026-W46", "–", "–", "–", "the KPI file declares no adds="]
    ]
    assert (own_to_date_text(lines(WEEKS, "")), own_to_date_text(lines(WEEKS, "no"))) == ("", "")


def test_a_business_year_moves_quarters_and_years() -> None:
    (found,) = lines(WEEKS, year_begins=6)
    assert [str(each.now.first) for each in found.spans] == ["2026-W45", "2026-W36", "2026-W23"]


def test_the_newest_period_that_is_over_counts() -> None:
    (found,) = lines([*WEEKS, PARTIAL])
    assert str(found.row.period) == "2026-W46"
    (only,) = lines([PARTIAL])
    assert (str(only.row.period), only.refusal) == ("2026-W47", "")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_get_every_number_with_its_reasons(form: str) -> None:
    rows = [ratio("2026-W45", 1, 10), ratio("2026-W46", 9, 30)]
    text = to_date_text(lines(rows, "ratio"), form, NAMES)
    if form == "json":
        (line,) = json.loads(text)
        found = {**line, **line["to_date"]["month"]}
    else:
        found = next(csv.DictReader(io.StringIO(text)))
    wanted = ("adds", "first_period", "last_period", "value", "periods_there", "year_ago_value")
    assert [str(found[name] or "") for name in wanted] == [
        *("ratio", "2026-W45", "2026-W46", "0.25", "2"),
        "",
    ]
    assert found["year_ago_reason"] == found["change_reason"] == "2025-W45..2025-W46 has no value"


def test_show_names_the_parts_of_a_breakdown() -> None:
    rows = [replace(each, field_details=part) for part in ("north", "south") for each in WEEKS]
    header, *found = columns(own_to_date_text(lines(rows)))
    assert header[:3] == ["part", "to date", "periods"]
    assert [each[0] for each in found] == [*["north"] * 3, *["south"] * 3]
