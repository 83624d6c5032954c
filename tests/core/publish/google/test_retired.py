"""Rows that are retired, replaced or back."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.changes import Write
from core.publish.google.keys import match_keys
from core.publish.google.retired import notes_on_replaced_rows, status_changes
from core.publish.google.sheet import Content
from core.publish.google.wanted import RowLook
from core.publish.notes import RETIRED
from tests.core.publish.google.tabs import ROWS, put, standing, wanted

TAB = standing(wanted())
NAME = (ROWS[0], "KPI")


def without(row: str) -> dict[str, RowLook]:
    return {key: look for key, look in wanted().rows.items() if key != row}


def test_a_row_that_the_scorecard_no_longer_has_gets_a_note_at_its_name() -> None:
    (write,) = notes_on_replaced_rows(replace(wanted(), rows=without(ROWS[0])), TAB, {})
    assert (write.place, write.is_ours, write.sets_value) == (NAME, False, False)
    assert write.new.note.startswith(f"Scorecard: {RETIRED}the scorecard has another row instead")


def test_a_persons_text_at_the_name_stays() -> None:
    now = put(TAB, {(4, 1): Content("Calls", "Scorecard: what it counts\nask Ann")})
    fewer = replace(wanted(), rows=without(ROWS[0]))
    (write,) = notes_on_replaced_rows(fewer, now, {NAME: "what it counts"})
    assert write.new.note.endswith("\nask Ann")


def test_rows_are_retired_and_revived_by_the_mark_in_their_note() -> None:
    plain, marked = Content("Calls", "Scorecard: a"), Content("Calls", f"Scorecard: {RETIRED}a")
    retired = {**wanted().rows, ROWS[0]: RowLook("0", is_retired=True)}
    keys = match_keys(wanted(), TAB, {}, restore=False)
    gone = Write(NAME, "sc2026!B5", plain, marked)
    assert status_changes(replace(wanted(), rows=retired), keys, [gone]) == ((ROWS[0],), ())
    back = Write(NAME, "sc2026!B5", marked, plain)
    assert status_changes(wanted(), keys, [back]) == ((), (ROWS[0],))
