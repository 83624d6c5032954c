"""More rows than a sheet has room for marks, and marks of earlier versions."""

from __future__ import annotations

from dataclasses import replace

from core.model.records import Row
from core.publish.google.line_marks import row_mark
from tests.core.publish.google.weeks import TEAM, TWO, expected, weeks
from tests.core.publish.samples import row
from tests.sheets_emulator.metadata import MOST_CHARACTERS
from tests.spreadsheets import TAB, Office


def many(count: int, week: int, plus: float = 0) -> list[Row]:
    """Return a breakdown of so many parts in one week."""
    return [
        row(TEAM, f"2026-W{week:02}", part + plus, f"customer number {part:05}")
        for part in range(count)
    ]


def used(office: Office) -> int:
    sheet = office.sheet()
    entries = [*sheet.metadata]
    for line in (*sheet.rows, *sheet.columns):
        entries += line.metadata
    return sum(len(entry.key) + len(entry.value) for entry in entries)


def test_2_400_rows_are_published_and_found_again(office: Office) -> None:
    office.store(many(2_400, 45), (TEAM,))
    office.publish()
    assert used(office) <= MOST_CHARACTERS
    office.person.move_rows(TAB, 2_390, before=8)
    office.store(many(2_400, 46, plus=0.5))
    office.asked()

    office.publish()

    assert office.asked() == (1, 1)
    values = office.values()
    assert values["customer number 00007", "W46"] == 7.5
    assert values["customer number 02385", "W46"] == 2385.5
    assert values["customer number 02399", "W46"] == 2399.5
    office.publish()
    assert office.asked() == (1, 0)


def test_long_marks_of_an_earlier_version_are_read_and_give_way_to_short_ones(
    published: Office,
) -> None:
    sheet = published.sheet()
    for key, index in (("03/calls/", 4), ("06/forms/", 5)):
        (entry,) = sheet.rows[index].metadata
        assert entry.value == row_mark(key)
        long = replace(entry, key="scorecard-row", value=key)
        sheet.rows[index] = replace(sheet.rows[index], metadata=(long,))
    published.person.move_rows(TAB, 6, before=5)
    published.store(weeks(TWO, first=46, plus=1))
    published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
