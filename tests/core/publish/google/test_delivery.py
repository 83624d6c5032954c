"""Writes that Google refuses because a person changed the spreadsheet after it was read."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import PublishError
from core.sheets.client import SheetsClient
from tests.core.publish.google.test_publisher_moves import meanwhile
from tests.core.publish.google.weeks import LEADS, TWO, expected, weeks
from tests.spreadsheets import TAB, Office, Waits


def test_a_week_deleted_so_that_a_write_leaves_the_grid_is_planned_anew(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks((LEADS,)), (LEADS,))
    with meanwhile(
        monkeypatch, lambda: published.person.delete_columns(TAB, published.column("W10"))
    ):
        told = published.publish()
    wanted = expected((*TWO, LEADS))
    assert published.values() == {key: wanted[key] for key in wanted if key[1] != "W10"}
    assert any("W10 was deleted" in line for line in told.lines)
    assert published.asked() == (2, 2)
    published.publish()
    assert published.asked() == (1, 0)


def test_a_tab_deleted_meanwhile_is_reported_and_stays_deleted(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    with meanwhile(monkeypatch, lambda: published.person.delete_tab(TAB)):
        told = published.publish()
    assert TAB not in published.tabs()
    assert told.faults == (
        f"{TAB}: the tab was deleted, and new values were not written; run scorecard publish"
        " --restore",
    )


def test_a_title_taken_meanwhile_leaves_another_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.store(weeks(TWO), TWO)
    with meanwhile(monkeypatch, lambda: office.person.add_tab(TAB)):
        office.publish()
    assert office.values(f"{TAB} success") == expected(TWO)


def test_a_request_that_google_refuses_for_no_visible_reason_is_not_sent_again(
    published: Office, waits: Waits
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    published.emulator.faults.add("status", path="*:batchUpdate", code=400, message="No.", count=9)
    with pytest.raises(PublishError, match=r"Google answers 400: No\.$"):
        published.publish()
    assert published.asked() == (2, 1)
    assert published.stored("outcome", "scorecard_publication", "planned_at")[-1] == ("given up",)


def test_a_spreadsheet_that_changes_at_each_attempt_is_given_up_after_three(
    published: Office, monkeypatch: pytest.MonkeyPatch, waits: Waits
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    published.emulator.faults.add("status", path="*:batchUpdate", code=400, message="No.", count=9)
    send = SheetsClient.batch_update

    def restless(client: SheetsClient, *arguments: Any) -> dict[str, Any]:
        published.person.insert_rows(TAB, before=1)
        return send(client, *arguments)

    monkeypatch.setattr(SheetsClient, "batch_update", restless)
    with pytest.raises(PublishError, match=r"400: No\.$"):
        published.publish()
    assert published.asked() == (3, 3)
