"""Decisions about one cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.publish.google.changes import (
    LOCKED,
    MERGED,
    THEIRS,
    TYPED_OVER,
    Adopted,
    Kept,
    Write,
)
from core.publish.google.decisions import CellState, decide, note_on_kept
from core.publish.google.sheet import EMPTY, Box, Content, Lock, TabNow
from core.publish.grid import NAME, NUMBER
from tests.core.publish.google.tabs import PERIODS, ROWS, put, standing, wanted

PLACE = (ROWS[1], PERIODS[0])
POSITION = (5, 6)
TAB = standing(wanted())
OURS = Content(500.0)


def state(now: Content, ours: Content = OURS, tab: TabNow = TAB) -> CellState:
    """Return the state of a cell in which 111 was published."""
    return CellState(put(tab, {POSITION: now}), PLACE, POSITION, "sc2026!G6", ours, True, 111.0)


def never_published(now: Content) -> CellState:
    return replace(state(now), was_published=False, published=None)


def test_a_cell_that_is_as_it_should_be_needs_nothing() -> None:
    assert decide(state(Content(111.0), Content(111.0)), overwrite=False) is None


def test_a_cell_that_holds_the_value_already_is_adopted() -> None:
    adopted = Adopted(PLACE, 500.0)
    assert decide(state(Content(500.0)), overwrite=False) == adopted
    assert decide(never_published(Content(500.0)), overwrite=False) == adopted


def test_a_cell_that_holds_what_we_published_is_written() -> None:
    decision = decide(state(Content(111.0, "mine"), Content(500.0, "why")), overwrite=False)
    assert decision == Write(
        PLACE,
        "sc2026!G6",
        Content(111.0, "mine"),
        Content(500.0, "mine\n\nScorecard: why"),
        our_note="why",
    )


def test_an_empty_cell_is_free_only_where_we_never_published() -> None:
    assert isinstance(decide(never_published(EMPTY), overwrite=False), Write)
    assert isinstance(decide(state(EMPTY), overwrite=False), Kept)


@pytest.mark.parametrize("typed", [Content(7.0), Content("see mail"), Content("=1", "", True)])
def test_a_persons_value_is_kept_and_overwritten_only_on_demand(typed: Content) -> None:
    assert decide(state(typed), overwrite=False) == Kept(
        PLACE, "sc2026!G6", typed.value, 500.0, TYPED_OVER
    )
    kept = decide(never_published(typed), overwrite=False)
    assert isinstance(kept, Kept)
    assert kept.reason == THEIRS
    write = decide(state(typed), overwrite=True)
    assert isinstance(write, Write)
    assert write.overwrites


@pytest.mark.parametrize(
    ("tab", "reason"),
    [
        (replace(TAB, locked=(Lock(Box(5, 6, 6, 7)),)), LOCKED),
        (replace(TAB, merged=(Box(4, 6, 6, 7),)), MERGED),
    ],
)
def test_a_cell_that_cannot_be_written_is_kept_even_when_overwriting(
    tab: TabNow, reason: str
) -> None:
    decision = decide(state(Content(111.0), tab=tab), overwrite=True)
    assert isinstance(decision, Kept)
    assert decision.reason == reason


def test_a_kept_number_gets_a_note_with_ours_and_a_kept_label_its_own() -> None:
    number = note_on_kept(state(Content(7.0, "mine")), "50.0%")
    assert number is not None
    assert number.new == Content(7.0, "mine\n\nScorecard: kept as typed; the scorecard has 50.0%")
    assert not number.is_ours
    label = note_on_kept(
        replace(
            state(Content("Forms, all"), Content("Forms", "what it counts")),
            place=(ROWS[1], NAME),
        ),
        "Forms",
    )
    assert label is not None
    assert label.new.note == "Scorecard: what it counts"


def test_a_kept_number_over_the_text_of_a_state_gets_a_note_with_that_text() -> None:
    note = note_on_kept(state(Content(7.0), Content("failed", "failed: no such table")), "failed")
    assert note is not None
    assert note.new.note == "Scorecard: kept as typed; the scorecard has failed"


def test_a_person_who_clears_the_text_of_a_state_does_not_keep_the_value_out() -> None:
    cleared = replace(state(Content()), published="failed")
    assert isinstance(decide(cleared, overwrite=False), Write)
    still_failed = replace(cleared, wanted=Content("failed", "failed: no such table"))
    assert isinstance(decide(still_failed, overwrite=False), Kept)


def test_a_person_who_clears_a_number_or_a_label_keeps_it_out() -> None:
    assert isinstance(decide(state(Content()), overwrite=False), Kept)
    label = replace(state(Content(), Content(2.0)), place=(ROWS[1], NUMBER), published="1")
    assert isinstance(decide(label, overwrite=False), Kept)


def test_a_kept_cell_that_has_its_note_needs_no_other() -> None:
    note = "Scorecard: kept as typed; the scorecard has no value"
    assert note_on_kept(state(Content(7.0, note), EMPTY), "empty") is None


def test_only_a_cell_of_ours_with_another_value_is_blocked() -> None:
    locked = replace(TAB, locked=(Lock(Box(0, 0, 99, 99)),))
    blocked = []
    for now in (Content(111.0), Content(7.0), Content(500.0, "mine")):
        kept = decide(state(now, Content(500.0, "why"), tab=locked), overwrite=False)
        assert isinstance(kept, Kept)
        blocked.append(kept.is_blocked)

    assert blocked == [True, False, False]
