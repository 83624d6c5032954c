"""Notes in which a person's text and ours stand together."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from core.publish.google.note import find_our_note, holds_note, mark_note, renew_note

LINES = st.lists(st.text(alphabet="abc ", min_size=1, max_size=6), min_size=1, max_size=3)
OUR_TEXT = LINES.map("\n".join)


def test_our_part_is_marked() -> None:
    assert mark_note("new") == "Scorecard: new"
    assert mark_note("") == ""


def test_a_note_that_only_mentions_us_is_a_persons() -> None:
    assert find_our_note("see Scorecard: yes") == ""
    assert renew_note("see Scorecard: yes", "new") == "see Scorecard: yes\n\nScorecard: new"


@pytest.mark.parametrize(
    ("note", "new", "old", "renewed"),
    [
        ("", "new", None, "Scorecard: new"),
        ("ask Ann", "new", "", "ask Ann\n\nScorecard: new"),
        ("ask Ann\n\nScorecard: old", "new", None, "ask Ann\n\nScorecard: new"),
        ("ask Ann\n\nScorecard: old", "", None, "ask Ann"),
        ("Scorecard: old\n\nask Ann", "new", None, "Scorecard: new\n\nask Ann"),
        ("Scorecard: old\n\nask Ann", "", None, "ask Ann"),
        ("Scorecard: old\nask Ann", "new", "old", "Scorecard: new\nask Ann"),
        ("Scorecard: old\nask Ann", "", "old", "ask Ann"),
        ("Scorecard: old, ask Ann", "new", "old", "Scorecard: new, ask Ann"),
        ("Scorecard: a\nask Ann\nb", "new", "a\nb", "Scorecard: new\nask Ann"),
        ("Scorecard: a\nb?\nc", "", "a\nb\nc", "b?"),
        ("Scorecard: a!\nb", "new", "a\nb", "Scorecard: a!\n\nScorecard: new"),
        ("all mine now", "new", "old", "all mine now\n\nScorecard: new"),
        ("Scorecard: runs 1 and 2", "runs 1", "runs 1 and 2", "Scorecard: runs 1"),
        ("Scorecard: runs 1 and 2", "runs 1 and 2", "runs 1", "Scorecard: runs 1 and 2"),
        ("ask Ann\n\nScorecard: new", "new", "", "ask Ann\n\nScorecard: new"),
        ("mine", "same", "same", "mine"),
        ("", "same", "same", ""),
    ],
)
def test_our_part_is_renewed_and_a_persons_text_stays(
    note: str, new: str, old: str | None, renewed: str
) -> None:
    assert renew_note(note, new, old) == renewed


@given(before=LINES, after=LINES, old=OUR_TEXT, new=OUR_TEXT)
def test_no_line_of_a_person_is_ever_lost(
    before: list[str], after: list[str], old: str, new: str
) -> None:
    human = [f"human {line}" for line in (*before, *after)]
    note = "\n".join([*human[: len(before)], mark_note(old), *human[len(before) :]])
    renewed = renew_note(note, new, old)
    assert [line for line in renewed.split("\n") if line.startswith("human")] == human
    assert mark_note(new) in renewed


def test_a_note_that_begins_like_the_new_one_does_not_hold_it() -> None:
    assert holds_note("Scorecard: runs 1", "runs 1", "runs 1 and 2")
    assert not holds_note("Scorecard: runs 1 and 2", "runs 1", "runs 1 and 2")
    assert not holds_note("Scorecard: old", "", "old")
    assert holds_note("mine", "", "old")


def test_our_paragraph_is_found_among_a_persons() -> None:
    assert find_our_note("ask\n\nScorecard: retired: gone\nx\n\nmine") == "retired: gone\nx"
    assert find_our_note("") == ""
