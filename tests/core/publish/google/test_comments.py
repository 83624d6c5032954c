"""Which comments people typed, and which cells lack a text of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from core.publish.google.changes import SeenComment
from core.publish.google.comment_columns import comment_column
from core.publish.google.comments import (
    MergedComments,
    comments_gone,
    merge_comments,
    with_known_columns,
)
from core.publish.google.keys import match_keys
from core.publish.google.sheet import Box, Content, Lock, TabNow, Value
from core.publish.google.wanted import CellKey
from tests.core.publish.google.tabs import LABELS, PERIODS, base, standing, wanted

FEB = comment_column("2026-02")
PLACE, SPOT = ("11/forms/", FEB), (5, 8)
COLUMNS = (*LABELS, *PERIODS[:2], FEB, PERIODS[2])
TAB = with_known_columns(replace(wanted(), columns=COLUMNS, comments={}, kept=frozenset({FEB})), {})


def merged(
    typed: Content | None = None,
    published: Value = None,
    texts: Sequence[str] = (),
    now: TabNow | None = None,
    shown: str = "",
) -> MergedComments:
    """Merge one cell: what it holds, what it last held, and the texts of the store."""
    tab = replace(TAB, comments={PLACE: texts} if texts else {})
    now = now or standing(tab)
    if typed:
        now = replace(now, cells={**now.cells, SPOT: typed}, shown={SPOT: shown} if shown else {})
    known: Mapping[CellKey, Value] = {place[1:]: value for place, value in base(TAB).items()}
    known = {**known, PLACE: published} if published is not None else known
    return merge_comments(tab, match_keys(tab, now, known, restore=False), known)


def seen(text: str, *, is_news: bool = True) -> tuple[SeenComment, ...]:
    return (SeenComment(PLACE, "sc2026!I6", text, is_news),)


def test_a_text_that_was_not_there_was_typed() -> None:
    assert merged(Content("down")).seen.texts == seen("down")
    assert merged(Content("up"), "down", ["down"]).seen.texts == seen("up")
    assert merged(None, "down", ["down"]).seen.texts == seen("")
    assert merged(Content("down"), "down", ["down"]) == MergedComments()


def test_a_text_that_the_store_has_already_is_no_news() -> None:
    assert merged(Content("down"), None, ["down"]).seen.texts == seen("down", is_news=False)


def test_a_text_that_only_the_sheet_remembers_is_typed_again() -> None:
    assert merged(Content("down"), "down").seen.texts == seen("down")


@pytest.mark.parametrize(
    ("content", "shown", "text"),
    [
        (Content(12.5), "12.50", "12.50"),
        (Content("=A1", is_formula=True), "5 %", "5 %"),
        (Content("=A1", is_formula=True), "", ""),
        (Content("  \n"), "", ""),
        (Content("a\0b\ud800"), "", "ab?"),
        (Content("=1+1"), "", "=1+1"),
    ],
)
def test_a_comment_is_what_people_see(content: Content, shown: str, text: str) -> None:
    assert merged(content, "old", ["old"], shown=shown).seen.texts == seen(text)


def test_an_empty_cell_gets_the_text_of_the_store() -> None:
    (write,) = merged(None, None, ["old", "down"]).writes
    assert (write.place, write.new.value, write.overwrites) == (PLACE, "down", False)
    assert merged(None, None, ["down", ""]) == MergedComments()


def test_a_cell_of_a_person_is_never_written() -> None:
    typed = merged(Content("mine"), "mine", ["mine", "by command"])
    assert typed == MergedComments()
    formula = Content("=A1", is_formula=True)
    assert merged(formula, None, ["down"]).writes == ()


def test_a_value_that_a_race_put_there_is_replaced() -> None:
    (write,) = merged(Content(1003.0), 1003.0, ["down"]).writes
    assert write.new == Content("down")
    (write,) = merged(Content(1003.0), 1003.0).writes
    assert write.new == Content()
    (write,) = merged(Content("failed"), "failed", ["down"]).writes
    assert write.new == Content("down")
    assert merged(Content("typed since"), 1003.0, ["down"]).seen.texts == seen("typed since")


def test_a_protected_cell_waits() -> None:
    now = replace(standing(TAB), locked=(Lock(Box(5, 8, 6, 9)),))
    assert merged(None, None, ["down"], now) == MergedComments()


def test_a_deleted_column_is_forgotten_and_comes_back_with_its_texts() -> None:
    found = merged(None, "down", ["down"], standing(wanted()))
    assert found.seen.lost == (PLACE,)
    assert [write.new.value for write in found.writes] == ["down"]


def test_a_tab_that_is_gone_has_no_comments() -> None:
    others = {("labels", FEB): "Comments Feb", ("11/forms/", "No"): 11.0}
    gone = comments_gone({PLACE: "down", **others})
    assert gone.lost == (PLACE,)


def test_columns_that_were_there_before_stay_known_and_do_not_come_back() -> None:
    jan = comment_column("2026-01")
    known = with_known_columns(TAB, {("labels", jan): "Comments Jan"})
    assert known.columns[len(LABELS) :] == (*("2026-01", jan, "2026-02", FEB, "2026-03"),)
    keys = match_keys(known, standing(TAB), {("labels", jan): "Comments Jan"}, restore=True)
    assert (keys.new_columns, keys.gone) == ((), ())
