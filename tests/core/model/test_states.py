"""States, and the marks by which readers tell them apart."""

from __future__ import annotations

from core.model.states import MARKS, State


def test_every_state_has_a_mark() -> None:
    assert set(MARKS) == set(State)


def test_a_mark_is_a_text_or_a_sign_and_has_a_meaning() -> None:
    for mark in MARKS.values():
        assert not (mark.text and mark.sign)
        assert bool(mark.symbol) is bool(mark.meaning)


def test_no_two_marks_look_alike() -> None:
    symbols = [mark.symbol for mark in MARKS.values() if mark.symbol]
    assert len(set(symbols)) == len(symbols)


def test_marks_fit_into_a_column_and_into_every_common_font() -> None:
    for mark in MARKS.values():
        assert len(mark.text) <= 7
        mark.symbol.encode("cp1252")  # raises for a character that not every font has


def test_no_line_of_a_note_shows_two_states() -> None:
    openings = [mark.opening for mark in MARKS.values() if mark.opening]
    for opening in openings:
        assert [other for other in openings if other.startswith(opening)] == [opening]
