"""One publish to a spreadsheet, from the scorecard to what the caller learns."""

from __future__ import annotations

import pytest

from core.errors import PublishError
from tests.core.publish.google.weeks import LEADS, TWO, weeks
from tests.spreadsheets import TAB, Office


def test_a_publish_returns_its_place_and_its_whole_plan(office: Office) -> None:
    office.store(weeks(TWO), TWO)
    published = office.publish()
    assert published.place == f"https://docs.google.com/spreadsheets/d/{office.book}"
    assert published.written
    assert published.lines[0] == "sc2026: new tab of 6 rows and 61 columns"
    assert [tab["tab"] for tab in published.details["tabs"]] == ["sc2026"]
    assert published.details["requests"] == 1
    assert published.details["payload_bytes"] > 1000


def test_a_publish_that_changes_nothing_sends_nothing(published: Office) -> None:
    again = published.publish()
    assert not again.written
    assert (again.details["requests"], again.details["payload_bytes"]) == (0, 0)


def test_unusable_credentials_name_the_runners_variable(office: Office) -> None:
    office.environment["GOOGLE_CREDENTIALS"] = "{}"
    with pytest.raises(PublishError, match=r"^SUCCESS_SHEET: GOOGLE_CREDENTIALS"):
        office.publish()


def test_protected_cells_are_a_fault_although_the_others_are_written(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.protect(TAB, cell)
    published.store(weeks(TWO, first=46, plus=1))
    fault = (
        "sc2026: 1 cells of ours are protected or merged and were not written;"
        " let the publishing account edit them, then publish again"
    )

    first, second = published.publish(), published.publish()

    assert (first.written, first.faults) == (True, (fault,))
    assert (second.written, second.faults) == (False, (fault,))
    published.person.unprotect(TAB)
    assert published.publish().faults == ()


def test_a_fault_is_remembered_until_a_publish_of_everything_is_without_it(
    published: Office,
) -> None:
    published.person.protect(TAB, published.cell("Forms", "W46"))
    published.store(weeks(TWO, first=46, plus=1))
    faults = published.publish().faults
    assert published.faults() == faults

    published.person.unprotect(TAB)
    published.publish(plan_only=True)
    assert published.faults() == faults
    published.publish()
    assert published.faults() == ()


def test_a_protected_value_that_a_person_typed_is_no_fault(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, 5)
    published.person.protect(TAB, cell)
    published.store(weeks(TWO, first=46, plus=1))

    assert published.publish().faults == ()


def test_a_row_that_cannot_be_inserted_is_a_fault(published: Office) -> None:
    published.person.protect(TAB, "C1:C20")
    published.store(weeks((LEADS,)), (LEADS,))

    assert (
        "sc2026: 1 rows or columns were not inserted into a protected range;"
        " let the publishing account edit it, then publish again"
    ) in published.publish().faults


def test_a_deleted_tab_is_a_fault_once_it_keeps_new_values_out(published: Office) -> None:
    published.person.delete_tab(TAB)
    assert published.publish().faults == ()

    published.store(weeks(TWO, first=46, plus=1))

    assert published.publish().faults == (
        "sc2026: the tab was deleted, and new values were not written;"
        " run scorecard publish --restore",
    )
    assert published.publish(restore=True).faults == ()
