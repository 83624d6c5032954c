"""Comparisons as people and programs read them."""

from __future__ import annotations

import re

import pytest

from core.catalog import Break
from core.cli.text.compared import compared_rows
from core.cli.text.comparison import amount_text, beside_text, compared_text
from core.model import Row, parse_period
from tests.core.status.rows import row, run_of

NAMES = {("success", 1): "Deals"}
WEEKS = [*run_of("2025-W46", 40), *run_of("2026-W42", 10, 20, 30, 0, 50)]


def text(rows: list[Row], form: str, shown: list[Row] | None = None) -> str:
    return compared_text(compared_rows(shown or rows, rows, {}, {}), form, NAMES)


def columns(table: str) -> list[list[str]]:
    return [re.split(r" {2,}", line.strip()) for line in table.splitlines() if "--" not in line]


def test_each_value_is_beside_its_changes() -> None:
    header, *lines = columns(text(WEEKS, "table", WEEKS[-2:]))
    assert header == ["no", "KPI", "period", "value", "before", "a year ago", "on means", "note"]
    assert lines == [
        ["01", "Deals", "2026-W45", "0", "-30 (-100.0%)", "–", "-100.0%, –"],
        ["01", "Deals", "2026-W46", "50", "+50", "+10 (+25.0%)", "+233.3%, –", "no per cent of 0"],
    ]


def test_a_reason_is_told_where_a_base_exists_that_cannot_be_compared() -> None:
    rows = [row("2026-W45", 5, unit="hours"), row("2026-W46", 6)]
    line = columns(text(rows, "table"))[-1]
    assert line[-1] == "the unit changed from hours to count"


def test_a_new_definition_is_named_and_has_no_comparisons() -> None:
    rows = run_of("2026-W45", 5, 6)
    breaks = {rows[1].key: Break(parse_period("2026-W46"), ("query",))}
    found = compared_text(compared_rows(rows, rows, breaks, {}), "table", NAMES)
    assert columns(found)[-1][-3:] == ["–", "–", "new definition: query"]


def test_one_value_beside_others_has_a_line_for_each_with_the_reason() -> None:
    header, *lines = columns(beside_text(compared_rows(WEEKS[-1:], WEEKS, {}, {})))
    assert header == ["2026-W46 beside", "value", "change", "per cent", "note"]
    assert lines == [
        ["2026-W45", "0", "+50", "no per cent of 0"],
        ["2025-W46, 52 weeks back", "40", "+10", "+25.0%"],
        ["mean of the 4 weeks before", "15", "+35", "+233.3%"],
        ["mean of the 13 weeks before", "–", "–", "4 of 13 can be compared"],
    ]


def test_a_breakdown_has_a_line_for_each_part() -> None:
    rows = [
        row(week, value, field_details=part)
        for week, part, value in (
            ("2026-W45", "north", 4),
            ("2026-W45", "south", 0),
            ("2026-W46", "north", 5),
            ("2026-W46", "south", 2),
        )
    ]
    header, *lines = columns(beside_text(compared_rows(rows[2:], rows, {}, {})))
    assert header == ["part", "period", "value", "before", "a year ago", "on means", "note"]
    assert lines == [
        ["north", "2026-W46", "5", "+1 (+25.0%)", "–", "–"],
        ["south", "2026-W46", "2", "+2", "–", "–", "no per cent of 0"],
    ]


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (12, "count", "+12"),
        (-1234.6, "EUR", "-1,235 €"),
        (-12.5, "EUR", "-12.50 €"),
        (1.5, "percent", "+1.5 pp"),
        (0, "count", "0"),
    ],
)
def test_an_amount_shows_its_sign(amount: float, unit: str, expected: str) -> None:
    assert amount_text(amount, unit) == expected
