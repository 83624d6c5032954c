"""People who move rows and columns between our reading and our writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from core.errors import PublishError
from core.sheets.client import SheetsClient
from tests.core.publish.google.weeks import (
    LEADS,
    TWO,
    expected,
    weeks,
)
from tests.core.publish.samples import row
from tests.spreadsheets import TAB, Office, Waits


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> Iterator[None]:
    """Let a person act just before the first write arrives."""
    send = SheetsClient.batch_update
    waiting = [act]

    def acted(client: SheetsClient, *arguments: Any) -> dict[str, Any]:
        if waiting:
            waiting.pop()()
        return send(client, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(SheetsClient, "batch_update", acted)
        yield


def test_rows_sorted_between_reading_and_writing_are_planned_anew(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.sort(TAB, "A5:BI6", by="A", descending=True)
    ):
        published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert published.row("Calls") > published.row("Forms")
    assert published.asked() == (2, 2)
    published.publish()
    assert published.asked() == (1, 0)


def test_weeks_moved_between_reading_and_writing_are_planned_anew(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks(TWO, first=46, last=47, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.move_columns(TAB, published.column("W46"), before="G")
    ):
        published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, last=47, plus=1)}


def test_a_value_that_landed_in_a_row_inserted_meanwhile_is_reported(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.insert_rows(TAB, before=published.row("Calls"))
    ):
        told = published.publish().lines
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert any(f"{TAB}!BB5" in line for line in told)


def test_rows_that_are_moved_at_every_attempt_fail_the_publish(
    published: Office, monkeypatch: pytest.MonkeyPatch, waits: Waits
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    send = SheetsClient.batch_update

    def restless(client: SheetsClient, *arguments: Any) -> dict[str, Any]:
        published.person.move_rows(TAB, 5, before=7)
        return send(client, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(SheetsClient, "batch_update", restless)
        with pytest.raises(
            PublishError, match=r"rows or columns were moved while it was published.*publish again"
        ):
            published.publish()
    published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}


def test_a_typed_value_that_is_lost_when_rows_are_moved_is_reported(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.person.type(TAB, published.cell("Forms", "W46"), "see mail")
    published.publish()
    published.store(weeks(TWO[:1], first=46, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.sort(TAB, "A5:BI6", by="A", descending=True)
    ):
        told = published.publish().lines
    assert (
        f"{TAB}!BB5: rows or columns were moved while it was published, and 'see mail' was lost"
        " there; enter it again if you need it" in told
    )


def test_a_value_typed_where_the_scorecard_has_none_and_lost_in_a_move_is_reported(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.person.type(TAB, published.cell("Forms", "W47"), "see mail")
    published.store(weeks(TWO[:1], first=47, last=47))
    with meanwhile(
        monkeypatch, lambda: published.person.sort(TAB, "A5:BG6", by="A", descending=True)
    ):
        told = published.publish().lines
    assert any("and 'see mail' was lost there" in line for line in told)


def test_a_note_that_is_lost_when_rows_are_moved_is_reported(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.person.note(TAB, published.cell("Forms", "W46"), "ask Ann")
    published.store([row(TWO[0], "2026-W46", None)])
    with meanwhile(
        monkeypatch, lambda: published.person.sort(TAB, "A5:BI6", by="A", descending=True)
    ):
        told = published.publish().lines
    assert (
        f"{TAB}!BB5: rows or columns were moved while it was published, and the note 'ask Ann' was"
        " lost there; enter it again if you need it" in told
    )
    assert published.values()["Forms", "W46"] == 6046


def test_a_row_deleted_before_a_note_arrives_leaves_the_row_below_to_us(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks((LEADS,)), (LEADS,))
    published.publish()
    published.person.type(TAB, published.cell("Calls", "W46"), 5)
    with meanwhile(monkeypatch, lambda: published.person.delete_row(TAB, published.row("Calls"))):
        published.publish()
    published.store(weeks((*TWO[1:], LEADS), first=46, plus=1))
    published.publish()
    assert published.values()["Forms", "W46"] == 6047
    assert published.values()["Leads", "W46"] == 9047


@pytest.mark.parametrize("before", ["Calls", "Forms"])
def test_a_row_inserted_before_a_write_whose_answer_is_lost_is_noticed(
    published: Office, monkeypatch: pytest.MonkeyPatch, waits: Waits, before: str
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    published.emulator.faults.add("timeout", path="*:batchUpdate", applied=True, seconds=0)
    with meanwhile(
        monkeypatch, lambda: published.person.insert_rows(TAB, before=published.row(before))
    ):
        told = published.publish().lines
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert any("see whether" in line for line in told)


@pytest.mark.parametrize("act", ["insert", "sort"])
def test_rows_moved_before_a_write_that_a_kill_leaves_unfinished_are_noticed(
    published: Office, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def move() -> None:
        if act == "insert":
            published.person.insert_rows(TAB, before=published.row("Calls"))
        else:
            published.person.sort(TAB, "A5:BI6", by="A", descending=True)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    published.store(weeks(TWO, first=46, plus=1))
    with meanwhile(monkeypatch, move), monkeypatch.context() as patch:
        patch.setattr("core.publish.google.delivery.find_misplaced", killed)
        with pytest.raises(KeyboardInterrupt):
            published.publish()

    told = published.publish().lines

    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert any("see whether" in line for line in told) == (act == "insert")
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


@pytest.mark.parametrize("is_killed", [True, False])
def test_notes_that_landed_in_other_rows_are_replaced_and_not_added_to(
    published: Office, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    def sort() -> None:
        published.person.sort(TAB, "A5:BG6", by="A", descending=True)

    reasons = {"Calls": "no call was made", "Forms": "no form was sent"}
    empty = [row(each, "2026-W46", None) for each in TWO]
    published.store(
        [replace(each, reason=reason) for each, reason in zip(empty, reasons.values(), strict=True)]
    )
    with meanwhile(monkeypatch, sort):
        if is_killed:
            with monkeypatch.context() as patch:
                patch.setattr("core.publish.google.delivery.find_misplaced", killed)
                with pytest.raises(KeyboardInterrupt):
                    published.publish()
        published.publish()

    for name, reason in reasons.items():
        note = published.notes()[name, "W46"]
        assert note.startswith(f"Scorecard: no value: {reason}\n")
        assert note.count("Scorecard: ") == 1
