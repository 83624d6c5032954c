"""More rows than a sheet has room for marks, and marks of earlier versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.records import Row
from core.publish.google.line_marks import row_mark
from tests.core.publish.google.weeks import TEAM, TWO, expected, weeks
from tests.core.publish.samples import row
from tests.spreadsheets import TAB, Office

SCORECARD_TAB = 60  # characters, at most, of the mark on the tab itself
WIDTHS = len("sc-w") + 100


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


def test_rows_without_room_for_a_mark_are_found_by_their_labels(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A seventh of Google's quota, for a sheet of 240 rows instead of 2,400.
    monkeypatch.setattr("core.publish.google.line_marks.MOST_CHARACTERS", 4_000)
    monkeypatch.setattr("tests.sheets_emulator.metadata.MOST_CHARACTERS", 4_000)
    office.store(many(240, 45), (TEAM,))
    office.publish()
    assert 2_500 < used(office) <= 3_000 + SCORECARD_TAB + WIDTHS
    office.person.move_rows(TAB, 240, before=8)
    office.store(many(240, 46, plus=0.5))
    office.asked()

    office.publish()

    assert office.asked() == (1, 1)
    values = office.values()
    for part in (7, 234, 235, 239):
        assert values[f"customer number {part:05}", "W46"] == part + 0.5
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
