"""Comments that people type into a workbook are read before it is written anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.publish.comments import add_comments
from core.publish.xlsx.comments import read_comments
from tests.core.publish.google.weeks import TWO, weeks
from tests.core.publish.samples import FORMS, grid_of, row
from tests.runs import workbook_at
from tests.sheets_emulator import Emulator
from tests.spreadsheets import Office

TUESDAY = "2026-11-17T09:00+01:00"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return an office whose scorecard went to a workbook."""
    office = Office(Emulator().start(), tmp_path, comments=True)
    office.emulator.stop()
    office.environment["SUCCESS_SHEET"] = "out/success.xlsx"
    office.store(weeks(TWO), TWO)
    office.publish()
    return office


def sheet_of(office: Office) -> Any:
    return workbook_at(office.root / "out" / "success.xlsx").worksheets[0]


def place(sheet: Any, name: str, period: str = "2026-W46") -> tuple[int, int]:
    """Return row and column of a comment, from 1."""
    headers = zip(sheet[3], sheet[4], strict=True)
    pairs = {(above.value, below.value): below.column for above, below in headers}
    (line,) = [cell.row for cell in sheet["B"] if cell.value == name]
    return line, pairs["Comments", period]


def edit(office: Office, change: Callable[[Any], None], author: str = "Ann") -> None:
    """Change a workbook and save it, as a spreadsheet program does."""
    path = office.root / "out" / "success.xlsx"
    book = workbook_at(path)
    change(book.worksheets[0])
    book.properties.lastModifiedBy = author
    book.save(path)


def say(office: Office, name: str, text: object) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(*place(sheet, name)).value = text

    edit(office, change)


def comment(office: Office, name: str, period: str = "2026-W46") -> Any:
    sheet = sheet_of(office)
    return sheet.cell(*place(sheet, name, period)).value


def stored(office: Office) -> list[tuple[Any, ...]]:
    return office.stored("field_name, period, text, author", "scorecard_comment", "number")


def test_a_comment_is_stored_with_who_saved_it_and_shown_again(office: Office) -> None:
    say(office, "Forms", "down\nsince noon")
    assert office.publish(plan_only=True).lines == (
        "comment on KPI 6, 2026-W46: 'down since noon'",
    )
    assert stored(office) == []

    told = office.publish(now=TUESDAY)

    assert told.lines[0] == "comment on KPI 6, 2026-W46: 'down since noon'"
    assert stored(office) == [("forms", "2026-W46", "down\nsince noon", "Ann")]
    assert comment(office, "Forms") == "down\nsince noon"
    assert not office.publish(now=TUESDAY).written
    ((after, seen),) = office.stored("typed_after, seen_at", "scorecard_comment")
    assert (f"{after:%F}", f"{seen:%F}") == ("2026-11-16", "2026-11-17")


def test_a_removed_comment_is_stored_and_a_number_is_a_text(office: Office) -> None:
    for text in (12.5, None):
        say(office, "Forms", text)
        office.publish()
    assert [text for _, _, text, _ in stored(office)] == ["12.5", ""]


def test_lines_are_found_where_a_person_moved_them(office: Office) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(*place(sheet, "Calls")).value = "fine"
        sheet.insert_rows(5, 3)

    edit(office, change)
    office.publish()
    assert stored(office) == [("calls", "2026-W46", "fine", "Ann")]
    assert comment(office, "Calls") == "fine"


def test_comments_stay_with_their_week_behind_the_newest(office: Office) -> None:
    say(office, "Forms", "down")
    office.store(weeks(TWO, first=47, last=47))
    office.publish(now="2026-11-23T06:00+01:00")
    sheet = sheet_of(office)
    labels = [cell.value for cell in sheet[3]]
    first = labels.index("W47")
    assert labels[first : first + 4] == ["W47", "Comments", "Comments", "W48"]
    assert [sheet.cell(4, first + index).value for index in (2, 3)] == ["2026-W47", "2026-W46"]
    assert (comment(office, "Forms"), comment(office, "Forms", "2026-W47")) == ("down", None)


def test_the_newest_period_first_has_its_comments_at_its_left(office: Office) -> None:
    office.periods = "newest first"
    say(office, "Forms", "down")
    office.publish()
    labels = [cell.value for cell in sheet_of(office)[3]]
    assert labels[labels.index("Comments") + 1] == "W46"
    assert comment(office, "Forms") == "down"


def test_a_broken_workbook_has_no_comments(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_text("not a workbook")
    assert read_comments(path, add_comments(grid_of(row(FORMS, "2026-W46")), ())) == {}
