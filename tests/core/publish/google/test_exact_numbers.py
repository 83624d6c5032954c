"""A value reaches the readers with the digits that the store has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.publish.google.weeks import CALLS
from tests.core.publish.samples import row
from tests.runs import workbook_at
from tests.spreadsheets import Office, values_by_label

KPI = replace(CALLS, field_name="exact", name="Exact")
VALUES = (
    float(2**53),
    -float(2**53) + 1,
    999_999_999_999_999.0,
    123_456_789_012.345,
    0.000_123_456_789_012_345,
    0.1,
    1 / 3,
    2 / 3,
    1e-9,
    1.05,
)
WEEKS = [f"2026-W{week:02}" for week in range(46 - len(VALUES) + 1, 47)]
ROWS = [row(KPI, week, value) for week, value in zip(WEEKS, VALUES, strict=True)]


def test_google_gets_every_digit(office: Office) -> None:
    office.store(ROWS, (KPI,))
    office.publish()

    shown = values_by_label(office.sheet())
    assert [shown["Exact", week[5:]] for week in WEEKS] == list(VALUES)


@pytest.fixture
def local_office(office: Office) -> Office:
    office.environment["SUCCESS_SHEET"] = "out/success.xlsx"
    return office


def test_a_workbook_gets_as_many_digits_as_a_spreadsheet_keeps(local_office: Office) -> None:
    local_office.store(ROWS, (KPI,))
    local_office.publish()

    sheet = workbook_at(Path(local_office.root, "out", "success.xlsx")).worksheets[0]
    cells = [cell.value for line in sheet.iter_rows() for cell in line]
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    # A spreadsheet keeps 15 digits, and whole numbers up to 2^53.
    shown = {f"{number:.15g}" for number in numbers}
    assert shown >= {f"{value:.15g}" for value in VALUES}
    assert {value for value in VALUES if value.is_integer()} <= set(map(float, numbers))
