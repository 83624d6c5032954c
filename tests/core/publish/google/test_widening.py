"""Columns of tabs that are there, made wider for wider numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.publish.google.sheet import Box, Lock
from core.publish.google.widening import widened_columns, widths_after
from tests.core.publish.google.tabs import LABELS, PERIODS, standing, wanted
from tests.core.publish.google.weeks import TWO, expected
from tests.core.publish.samples import FORMS, row
from tests.sheets_emulator.model import Line
from tests.spreadsheets import TAB, Office, column_index

WIDE = replace(wanted(), widths={"": 14, "Target": 12})
PERIOD_COLUMNS = range(len(LABELS), len(LABELS) + len(PERIODS))
AS_SET = dict.fromkeys(PERIOD_COLUMNS, 80)


def test_columns_that_are_as_a_publish_left_them_get_wider() -> None:
    now = replace(standing(wanted()), widths=AS_SET, set_widths={"": 80})
    assert dict(widened_columns(WIDE, now)) == dict.fromkeys(PERIODS, 108)
    assert widths_after(WIDE, now, dict.fromkeys(PERIODS, 108)) == {"": 108}


def test_no_column_gets_narrower() -> None:
    now = replace(standing(wanted()), widths=AS_SET, set_widths={"": 80})
    assert dict(widened_columns(replace(WIDE, widths={"": 9}), now)) == {}


def test_a_column_that_a_person_made_narrow_stays_so() -> None:
    now = replace(standing(wanted()), widths={**AS_SET, PERIOD_COLUMNS[0]: 87}, set_widths={"": 80})
    assert dict(widened_columns(WIDE, now)) == dict.fromkeys(PERIODS[1:], 108)


def test_a_protected_column_stays_as_it_is() -> None:
    lock = Lock(Box(0, PERIOD_COLUMNS[1], 9, PERIOD_COLUMNS[1] + 1))
    now = replace(standing(wanted()), widths=AS_SET, set_widths={"": 80}, locked=(lock,))
    assert [*dict(widened_columns(WIDE, now))] == [PERIODS[0], PERIODS[2]]


@pytest.mark.parametrize(
    ("widths", "is_widened"),
    [
        (AS_SET, True),
        ({**AS_SET, PERIOD_COLUMNS[0]: 70}, False),  # a person changed one
        (dict.fromkeys(PERIOD_COLUMNS, 81), False),  # no publish gives this width
        ({}, False),
    ],
)
def test_a_tab_of_an_earlier_version_gets_wider_if_its_widths_are_usual(
    widths: dict[int, int], is_widened: bool
) -> None:
    now = replace(standing(wanted()), widths=widths)
    assert bool(dict(widened_columns(WIDE, now))) == is_widened


def widths(office: Office) -> dict[str, int]:
    columns = office.sheet().columns
    return {label: columns[column_index(office.column(label))].size for label in ("W01", "W46")}


def resize(office: Office, label: str, size: int) -> None:
    """Let a person drag the edge of a column."""
    book = office.emulator.workbook(office.book).copy()
    sheet = book.by_title(TAB)
    assert sheet
    index = column_index(office.column(label))
    line: Line = sheet.columns[index]
    sheet.columns[index] = replace(line, size=size)
    office.emulator.store.workbooks[office.book] = book


def test_a_number_that_is_too_wide_widens_all_periods_but_those_of_a_person(
    published: Office,
) -> None:
    resize(published, "W01", 40)
    published.store([row(FORMS, "2026-W46", 123_456_789_012)])

    planned = published.publish(plan_only=True)
    published.publish()

    assert widths(published) == {"W01": 40, "W46": (len("123,456,789,012") + 2) * 7 + 10}
    (line,) = [each for each in planned.lines if "widths" in each]
    # 52 weeks, and both columns of the news.
    assert line == "sc2026: widths of 54 columns, removes old marks of the tab, marks of the tab"
    assert not published.publish().written


def test_a_column_that_a_person_narrows_after_it_was_widened_stays_narrow(
    published: Office,
) -> None:
    published.store([row(FORMS, "2026-W46", 123_456_789_012)])
    published.publish()
    resize(published, "W46", 80)
    assert not published.publish().written
    assert widths(published)["W46"] == 80


def test_seven_digits_fit_into_each_period(published: Office) -> None:
    assert widths(published)["W46"] >= len("1,234,567") * 7 + 10


def test_a_restored_trend_is_drawn_in_each_row(published: Office) -> None:
    trends = [published.sheet().cell(index, 5) for index in (4, 5)]
    published.person.delete_columns(TAB, "F")
    published.publish(restore=True)
    assert [published.sheet().cell(index, 5) for index in (4, 5)] == trends
    assert published.values() == expected(TWO)
