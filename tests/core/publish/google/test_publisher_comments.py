"""Comments of people stay in their cells and come into the store, whatever happens to the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.store.comments import Comments
from core.store.published_cells import PublishedCells, WrittenCell
from tests.core.publish.google.weeks import TEAM, TWO, parts, weeks
from tests.spreadsheets import ACCOUNT, TAB, Office, entered

W46, W47 = "Comments W46", "Comments W47"
MONDAY_47 = "2026-11-23T06:00+01:00"


@pytest.fixture
def commented(office: Office) -> Office:
    """Return an office whose two KPIs are published for 46 weeks, with a column for comments."""
    office.comments = True
    office.store(weeks(TWO), TWO)
    office.publish()
    office.asked()
    return office


def say(office: Office, name: str, text: object, label: str = W46) -> None:
    office.person.type(TAB, office.cell(name, label), text)


def stored(office: Office) -> list[tuple[str, str, str]]:
    """Return field, period and text of all comments, oldest first."""
    found = office.stored("field_name, period, text", "scorecard_comment", "number")
    return [(str(field), str(period), str(text)) for field, period, text in found]


def comments(office: Office, label: str = W46) -> dict[str, object]:
    values = office.values()
    return {name: text for (name, column), text in values.items() if column == label}


def headers(office: Office) -> Sequence[object]:
    sheet = office.sheet()
    return [entered(sheet, 2, column) for column in range(len(sheet.columns))]


def next_week(office: Office) -> None:
    office.store(weeks(TWO, first=47, last=47))
    office.publish(now=MONDAY_47)


def test_the_newest_week_has_a_column_for_comments_at_its_right(commented: Office) -> None:
    labels = headers(commented)
    assert labels[labels.index("W46") + 1] == W46
    assert sum(str(label).startswith("Comments") for label in labels) == 1
    commented.publish()
    assert commented.asked() == (1, 0)


def test_a_comment_is_stored_once_and_stays_as_it_was_typed(commented: Office) -> None:
    say(commented, "Forms", "The form was down\nuntil Tuesday")
    told = commented.publish()
    assert commented.asked() == (1, 0)
    commented.publish()

    assert stored(commented) == [("forms", "2026-W46", "The form was down\nuntil Tuesday")]
    assert comments(commented) == {"Forms": "The form was down\nuntil Tuesday"}
    cell = commented.cell("Forms", W46)
    assert told.lines == (
        f"sc2026: comment at sc2026!{cell} (KPI 6 Forms · Comments W46):"
        " 'The form was down until Tuesday'",
    )


def test_a_plan_shows_what_it_would_store_and_stores_nothing(commented: Office) -> None:
    say(commented, "Forms", "down")
    told = commented.publish(plan_only=True)
    assert told.details["comments"] == [
        {
            "cell": f"sc2026!{commented.cell('Forms', W46)}",
            "name": "KPI 6 Forms · Comments W46",
            "text": "down",
        }
    ]
    assert stored(commented) == []


def test_a_changed_comment_and_a_removed_one_are_added_to_the_store(commented: Office) -> None:
    for text in ("down", "up again", ""):
        say(commented, "Forms", text)
        commented.publish()
    assert [text for _, _, text in stored(commented)] == ["down", "up again", ""]


def test_a_comment_was_typed_between_two_publishes(commented: Office) -> None:
    say(commented, "Forms", "down")
    commented.publish(now="2026-11-17T09:00+01:00")
    found = commented.stored(
        "author, source, typed_after, seen_at, c.marker = p.marker",
        "scorecard_comment c JOIN vl_analytics.scorecard_publication p USING (marker)",
    )
    ((author, source, after, seen, is_same),) = found
    assert (author, source, is_same) == ("", "sheet", True)
    assert (f"{after:%F}", f"{seen:%F %H}") == ("2026-11-16", "2026-11-17 08")


def test_comments_stay_with_their_week_when_the_next_one_comes(commented: Office) -> None:
    say(commented, "Forms", "down")
    next_week(commented)
    labels = headers(commented)
    assert labels[labels.index("W46") : labels.index("W48")] == ["W46", W46, "W47", W47]
    assert comments(commented) == {"Forms": "down"}
    assert comments(commented, W47) == {}
    commented.publish(now=MONDAY_47)
    assert stored(commented) == [("forms", "2026-W46", "down")]


def test_a_column_that_stayed_empty_is_hidden_until_it_has_a_text(commented: Office) -> None:
    next_week(commented)
    sheet = commented.sheet()
    index = headers(commented).index(W46)
    assert sheet.columns[index].hidden
    assert not sheet.columns[headers(commented).index(W47)].hidden

    say(commented, "Forms", "late")
    commented.publish(now=MONDAY_47)
    assert not commented.sheet().columns[index].hidden
    assert stored(commented) == [("forms", "2026-W46", "late")]
    commented.asked()
    commented.publish(now=MONDAY_47)
    assert commented.asked() == (1, 0)


def test_comments_follow_sorted_rows_and_moved_columns(commented: Office) -> None:
    say(commented, "Forms", "down")
    commented.publish()
    commented.person.sort(TAB, "A5:BJ6", by="B", descending=True)
    commented.person.move_columns(TAB, commented.column(W46), "C")
    commented.store(weeks(TWO, plus=1))
    commented.publish()
    assert comments(commented) == {"Forms": "down"}
    assert stored(commented) == [("forms", "2026-W46", "down")]


def test_a_deleted_column_comes_back_with_its_texts(commented: Office) -> None:
    say(commented, "Forms", "down")
    commented.publish()
    commented.person.delete_columns(TAB, commented.column(W46))
    commented.publish()
    assert comments(commented) == {"Forms": "down"}
    commented.publish()
    assert stored(commented) == [("forms", "2026-W46", "down")]


def test_a_restored_row_and_a_restored_tab_have_their_comments(commented: Office) -> None:
    say(commented, "Forms", "down")
    commented.publish()
    commented.person.delete_row(TAB, commented.row("Forms"))
    commented.publish()
    commented.publish(restore=True)
    assert comments(commented) == {"Forms": "down"}

    commented.person.delete_tab(TAB)
    commented.publish(restore=True)
    assert comments(commented) == {"Forms": "down"}
    commented.publish()
    assert stored(commented) == [("forms", "2026-W46", "down")]


def test_neither_overwrite_nor_restore_touches_a_comment(commented: Office) -> None:
    say(commented, "Forms", "down")
    say(commented, "Calls", "fine")
    commented.publish(overwrite=True, restore=True)
    say(commented, "Forms", "")
    commented.publish(overwrite=True, restore=True)
    assert comments(commented) == {"Calls": "fine"}


def test_a_renamed_header_stays_and_its_comments_are_read(commented: Office) -> None:
    commented.person.type(TAB, f"{commented.column(W46)}3", "What we think")
    commented.person.type(TAB, commented.cell("Forms", "What we think"), "down")
    commented.publish()
    assert comments(commented, "What we think") == {"Forms": "down"}
    assert stored(commented) == [("forms", "2026-W46", "down")]


@pytest.mark.parametrize(
    ("typed", "shown", "kept"),
    [
        ("=1+1", "=1+1", "=1+1"),
        ("12.50", "12.50", "12.50"),
        ("x" * 50_000, "x" * 50_000, "x" * 50_000),
        ("a\x01b\u2028", "a\x01b\u2028", "a\x01b\u2028"),
    ],
)
def test_whatever_is_typed_is_text(commented: Office, typed: str, shown: str, kept: str) -> None:
    say(commented, "Forms", typed)
    commented.publish()
    assert stored(commented) == [("forms", "2026-W46", shown)]
    assert comments(commented) == {"Forms": kept}


def test_a_formula_stays_and_the_text_it_shows_is_stored(commented: Office) -> None:
    cell = commented.cell("Forms", W46)
    look = {"numberFormat": {"type": "NUMBER", "pattern": "0.0"}}
    body = {"range": commented.person._range(TAB, cell), "cell": {"userEnteredFormat": look}}
    fields = "userEnteredFormat.numberFormat"
    commented.person._do({"repeatCell": {**body, "fields": fields}})
    commented.person.type(TAB, cell, "=20+5/2")
    commented.publish()
    commented.asked()
    commented.publish()
    assert commented.asked() == (1, 0)
    assert stored(commented) == [("forms", "2026-W46", "22.5")]
    assert comments(commented) == {"Forms": "=20+5/2"}


def test_without_the_column_there_is_no_such_header(office: Office) -> None:
    office.store(weeks(TWO), TWO)
    office.publish()
    assert not any(str(label).startswith("Comments") for label in headers(office))


def test_an_earlier_tab_gets_the_column_and_keeps_everything_else(published: Office) -> None:
    before = published.values()
    published.comments = True
    published.publish()
    assert W46 in headers(published)
    assert published.values() == before


def test_a_row_that_the_scorecard_no_longer_has_keeps_its_comment(office: Office) -> None:
    office.comments = True
    office.store(parts(), (TEAM,))
    office.publish()
    say(office, "South", "moved to Bonn")
    office.publish()
    with office.opened() as warehouse:
        table = "vl_analytics.scorecard_success"
        warehouse.execute(f"DELETE FROM {table} WHERE field_details = 'South'")
    for _ in range(2):
        office.publish()
    assert stored(office) == [("team", "2026-W46", "moved to Bonn")]
    assert comments(office)["South"] == "moved to Bonn"


def test_a_comment_that_a_race_overwrote_is_written_back(commented: Office) -> None:
    say(commented, "Forms", "down")
    commented.publish()
    with commented.opened() as warehouse:
        cells = PublishedCells(warehouse, "success", commented.book)
        keys = ("success/weekly/2026", "06/forms/", "comments/2026-W46")
        cells.adopt([WrittenCell(keys, 6046.0)], "success:race")
    commented.person.type(TAB, commented.cell("Forms", W46), 6046.0)

    commented.publish()

    assert comments(commented) == {"Forms": "down"}
    assert stored(commented) == [("forms", "2026-W46", "down")]
    commented.asked()
    commented.publish()
    assert commented.asked() == (1, 0)


def test_a_moved_scorecard_takes_its_comments_along(commented: Office) -> None:
    say(commented, "Forms", "down")
    commented.publish()
    commented.book = commented.emulator.create("Another", writers=(ACCOUNT,))
    commented.environment["SUCCESS_SHEET"] = commented.book
    commented.publish()
    assert comments(commented) == {"Forms": "down"}
    commented.publish()
    assert stored(commented) == [("forms", "2026-W46", "down")]


def test_a_comment_by_command_is_shown_where_a_person_has_none(commented: Office) -> None:
    say(commented, "Calls", "mine")
    commented.publish()
    with commented.opened() as warehouse:
        notes = Comments(warehouse, "success")
        by_command = replace(
            notes.read()[0], source="command", author="ann", text="a public holiday"
        )
        notes.add([by_command, replace(by_command, kpi_number=6, field_name="forms")])
    commented.publish()
    commented.asked()
    commented.publish()
    assert commented.asked() == (1, 0)
    assert comments(commented) == {"Calls": "mine", "Forms": "a public holiday"}
    say(commented, "Forms", "")
    commented.publish()
    assert stored(commented)[-1] == ("forms", "2026-W46", "")
