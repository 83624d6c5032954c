"""One publish to a spreadsheet, from the scorecard to what the caller learns."""

from __future__ import annotations

import pytest

from core.errors import PublishError
from tests.core.publish.google.weeks import TWO, weeks
from tests.spreadsheets import Office


def test_a_publish_returns_its_place_and_its_whole_plan(office: Office) -> None:
    office.store(weeks(TWO), TWO)
    published = office.publish()
    assert published.place == f"https://docs.google.com/spreadsheets/d/{office.book}"
    assert published.written
    assert published.lines[0] == "sc2026: new tab of 6 rows and 59 columns"
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
