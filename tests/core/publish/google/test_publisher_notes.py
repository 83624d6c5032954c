"""Notes that people write beside ours, before, within and after them."""

from __future__ import annotations

import pytest

from tests.core.publish.google.weeks import TWO, weeks
from tests.core.publish.samples import FORMS, row
from tests.spreadsheets import TAB, Office

OURS = "Scorecard: no value: the query gave NULL"


@pytest.fixture
def noted(published: Office) -> Office:
    """Return an office with a note of ours at a missing value."""
    published.store([row(FORMS, "2026-W46", None)])
    published.publish()
    assert published.notes()["Forms", "W46"].startswith(OURS)
    published.asked()
    return published


def write_note(office: Office, text: str) -> None:
    office.person.note(TAB, office.cell("Forms", "W46"), text)


def note(office: Office) -> str:
    return office.notes().get(("Forms", "W46"), "")


@pytest.mark.parametrize(
    ("before", "after"),
    [("ask Ann\n", ""), ("", "\nask Ann"), ("", "\n\nask Ann"), ("one\n\n", "\ntwo")],
)
def test_text_around_our_note_stays_while_nothing_changes_and_when_it_does(
    noted: Office, before: str, after: str
) -> None:
    ours = note(noted)
    write_note(noted, f"{before}{ours}{after}")

    noted.publish()

    assert noted.asked() == (1, 0)
    assert note(noted) == f"{before}{ours}{after}"
    noted.store([row(FORMS, "2026-W46", 3)])
    noted.publish()
    assert note(noted).split() == f"{before} {after}".split()


def test_text_within_our_note_stays_when_ours_changes(noted: Office) -> None:
    first, *others = note(noted).split("\n")
    write_note(noted, "\n".join((first, "ask Ann", *others)))
    noted.publish()
    assert noted.asked() == (1, 0)

    noted.store([row(FORMS, "2026-W46", 3)])
    noted.publish()

    assert note(noted) == "ask Ann"


def test_our_note_that_a_person_deleted_stays_away_until_it_says_something_new(
    noted: Office,
) -> None:
    write_note(noted, "")
    noted.publish()
    assert noted.asked() == (1, 0)
    noted.person.type(TAB, noted.cell("Forms", "W46"), 4)
    noted.publish()
    assert note(noted) == "Scorecard: kept as typed; the scorecard has no data"


def test_text_below_the_note_on_a_typed_value_stays(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "W46"), 5)
    published.publish()
    ours = "Scorecard: kept as typed; the scorecard has"
    write_note(published, f"{ours} 6,046\nask Ann")
    published.store(weeks(TWO, first=46, plus=1))
    published.publish()
    assert note(published) == f"{ours} 6,047\nask Ann"
